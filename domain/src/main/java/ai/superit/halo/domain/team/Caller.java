package ai.superit.halo.domain.team;

import java.util.Set;

/// Who asks, as a checked token says it.
///
/// @param teams for a manager the manager teams, otherwise the managed teams; never empty
public record Caller(String subject, Role role, Set<TeamId> teams) {
  public enum Role {
    MANAGER,
    AGENT,
    ASSISTANT
  }

  public Caller {
    teams = Set.copyOf(teams);
    if (teams.isEmpty()) {
      throw new IllegalArgumentException("a caller belongs to at least one team");
    }
  }

  public boolean isManager() {
    return role == Role.MANAGER;
  }

  public Visibility visibility() {
    return switch (role) {
      case MANAGER -> new Visibility.Managed(teams);
      case AGENT -> new Visibility.Member(teams, true);
      case ASSISTANT -> new Visibility.Member(teams, false);
    };
  }
}
