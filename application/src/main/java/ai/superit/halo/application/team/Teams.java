package ai.superit.halo.application.team;

import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.util.List;
import java.util.Optional;

/// The managed teams.
public interface Teams {
  /// False, and nothing stored, if there is a team with that id.
  boolean create(Team team);

  /// Empty unless the team exists and the caller may see it: a manager its managed teams, a member
  /// its own teams.
  Optional<Team> find(Visibility visibility, TeamId id);

  /// Those that the caller may see, by name.
  List<Team> list(Visibility visibility);
}
