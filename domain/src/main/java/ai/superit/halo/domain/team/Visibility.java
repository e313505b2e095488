package ai.superit.halo.domain.team;

import java.util.Set;

/// What a caller may see. Everything else does not exist for that caller; stores apply it inside
/// their queries, never to the results.
public sealed interface Visibility {
  /// Everything under the connections of these manager teams.
  record Managed(Set<TeamId> managerTeams) implements Visibility {
    public Managed {
      managerTeams = Set.copyOf(managerTeams);
    }
  }

  /// The tickets routed to these teams, and the clients linked to them with their sites, contacts
  /// and, where the link says so, assets.
  record Member(Set<TeamId> teams, boolean privateNotes) implements Visibility {
    public Member {
      teams = Set.copyOf(teams);
    }
  }

  default boolean seesPrivateNotes() {
    return switch (this) {
      case Managed _ -> true;
      case Member member -> member.privateNotes();
    };
  }
}
