package ai.superit.halo.application.team;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.Problem.Code;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;

/// Creates a managed team under one of the manager's teams.
public final class CreateTeam {
  public sealed interface Outcome {
    record Created(Team team) implements Outcome {}

    record Rejected(Problem problem) implements Outcome {}
  }

  private final Teams teams;

  public CreateTeam(Teams teams) {
    this.teams = teams;
  }

  /// @param id as the platform's tokens name the team
  /// @param managerTeam empty for the manager's only one
  public Outcome create(Caller manager, String id, String name, String managerTeam) {
    if (managerTeam.isEmpty() && manager.teams().size() > 1) {
      return rejected(
          "managerTeam", Code.INVALID, "is needed, because you belong to several manager teams");
    }
    var owner = managerTeam.isEmpty() ? manager.teams().iterator().next().value() : managerTeam;
    if (manager.teams().stream().noneMatch(team -> team.value().equals(owner))) {
      return rejected("managerTeam", Code.INVALID, "is not one of your manager teams");
    }
    try {
      var team = new Team(teamId(id), new TeamId(owner), name.strip());
      return teams.create(team)
          ? new Outcome.Created(team)
          : rejected("id", Code.TAKEN, "is taken by another team: choose another");
    } catch (InvalidTeamId wrong) {
      return rejected("id", Code.INVALID, String.valueOf(wrong.getMessage()));
    } catch (IllegalArgumentException wrong) {
      return rejected("name", Code.INVALID, String.valueOf(wrong.getMessage()));
    }
  }

  private static TeamId teamId(String id) {
    try {
      return new TeamId(id);
    } catch (IllegalArgumentException wrong) {
      throw new InvalidTeamId(wrong);
    }
  }

  private static Outcome rejected(String field, Code code, String message) {
    return new Outcome.Rejected(new Problem(field, code, message));
  }

  private static final class InvalidTeamId extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    InvalidTeamId(IllegalArgumentException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
