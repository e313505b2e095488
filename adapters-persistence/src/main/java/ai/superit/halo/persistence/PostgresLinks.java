package ai.superit.halo.persistence;

import ai.superit.halo.application.team.Links;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.RoutingTable;
import ai.superit.halo.domain.team.TeamId;
import java.util.Optional;
import java.util.stream.Collectors;

/// Links and default teams in PostgreSQL. [RoutingLocks] make changes wait for the transactions
/// that decide routes by them, without keeping those from each other.
final class PostgresLinks implements Links {
  private final Database database;

  PostgresLinks(Database database) {
    this.database = database;
  }

  @Override
  public void put(ConnectionId connection, ClientLink link) {
    database.write(handle ->
        handle
            .createUpdate(
                """
                insert into client_link (connection_id, client_id, team, tickets, assets, active)
                values (:connection, :client, :team, :tickets, :assets, :active)
                on conflict (connection_id, client_id) do update
                set team = excluded.team, tickets = excluded.tickets, assets = excluded.assets,
                  active = excluded.active
                """)
            .bind("connection", connection.value())
            .bind("client", link.client().value())
            .bind("team", link.team().value())
            .bind("tickets", link.tickets())
            .bind("assets", link.assets())
            .bind("active", link.active())
            .execute());
  }

  @Override
  public boolean remove(ConnectionId connection, ClientId client) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    delete from client_link
                    where connection_id = :connection and client_id = :client
                    """)
                .bind("connection", connection.value())
                .bind("client", client.value())
                .execute()
            == 1);
  }

  @Override
  public void setDefaultTeam(ConnectionId connection, Optional<TeamId> team) {
    database.write(handle ->
        handle
            .createUpdate(
                "update connection set default_team = :team where connection_id = :connection")
            .bind("connection", connection.value())
            .bind("team", team.map(TeamId::value))
            .execute());
  }

  @Override
  public Optional<ClientLink> find(ConnectionId connection, ClientId client) {
    var query =
        Query.of(
            """
            select client_id, team, tickets, assets, active
            from client_link
            where connection_id = ? and client_id = ?
            """,
            connection.value(),
            client.value());
    return database.readBare(c -> query.list(c, Rows::link)).stream().findFirst();
  }

  @Override
  public RoutingTable routing(ConnectionId connection) {
    return database.writeBare(c -> {
      RoutingLocks.share(c, connection);
      var links =
          Query.of(
              """
              select client_id, team, tickets, assets, active
              from client_link
              where connection_id = ?
              """,
              connection.value());
      var defaultTeam =
          Query.of(
              "select default_team from connection where connection_id = ?", connection.value());
      return new RoutingTable(
          links.list(c, Rows::link).stream().collect(Collectors.toMap(ClientLink::client, l -> l)),
          defaultTeam.list(c, Row::optionalText).stream()
              .flatMap(Optional::stream)
              .map(TeamId::new)
              .findFirst());
    });
  }

  @Override
  public void lockForChange(ConnectionId connection) {
    database.writeBare(c -> {
      RoutingLocks.change(c, connection);
      return true;
    });
  }
}
