package ai.superit.halo.application.testing;

import ai.superit.halo.application.team.Teams;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Managed teams.
record InMemoryTeams(Memory memory) implements Teams {
  @Override
  public boolean create(Team team) {
    return memory.with(state -> state.teams.putIfAbsent(team.id(), team) == null);
  }

  @Override
  public Optional<Team> find(Visibility visibility, TeamId id) {
    return memory.with(state ->
        Optional.ofNullable(state.teams.get(id)).filter(team -> isVisible(visibility, team)));
  }

  @Override
  public List<Team> list(Visibility visibility) {
    return memory.with(state ->
        state.teams.values().stream()
            .filter(team -> isVisible(visibility, team))
            .sorted(Comparator.comparing(Team::name, String.CASE_INSENSITIVE_ORDER))
            .toList());
  }

  private static boolean isVisible(Visibility visibility, Team team) {
    return switch (visibility) {
      case Visibility.Managed(var managers) -> managers.contains(team.managerTeam());
      case Visibility.Member(var teams, _) -> teams.contains(team.id());
    };
  }
}
