package ai.superit.halo.persistence;

import ai.superit.halo.application.team.Teams;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.StatementContext;

/// Managed teams in PostgreSQL.
final class PostgresTeams implements Teams {
  private static final String SELECT =
      """
      select team_id, manager_team, name
      from managed_team
      where (manager_team = any(:managers) or team_id = any(:members))
      """;

  private final Database database;

  PostgresTeams(Database database) {
    this.database = database;
  }

  @Override
  public boolean create(Team team) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    insert into managed_team (team_id, manager_team, name)
                    values (:id, :manager, :name)
                    on conflict (team_id) do nothing
                    """)
                .bind("id", team.id().value())
                .bind("manager", team.managerTeam().value())
                .bind("name", team.name())
                .execute()
            == 1);
  }

  @Override
  public Optional<Team> find(Visibility visibility, TeamId id) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " and team_id = :id")
            .bindArray("managers", String.class, managers(visibility))
            .bindArray("members", String.class, members(visibility))
            .bind("id", id.value())
            .map(PostgresTeams::team)
            .findOne());
  }

  @Override
  public List<Team> list(Visibility visibility) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + " order by lower(name collate pg_c_utf8), team_id")
            .bindArray("managers", String.class, managers(visibility))
            .bindArray("members", String.class, members(visibility))
            .map(PostgresTeams::team)
            .list());
  }

  private static List<String> managers(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Managed(var teams) -> names(teams);
      case Visibility.Member _ -> List.of();
    };
  }

  private static List<String> members(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Managed _ -> List.of();
      case Visibility.Member(var teams, _) -> names(teams);
    };
  }

  private static List<String> names(Set<TeamId> teams) {
    return teams.stream().map(TeamId::value).toList();
  }

  private static Team team(ResultSet row, StatementContext context) throws SQLException {
    return new Team(
        new TeamId(row.getString("team_id")),
        new TeamId(row.getString("manager_team")),
        row.getString("name"));
  }
}
