package ai.superit.halo.persistence;

import ai.superit.halo.application.team.TicketRoutes;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.RoutingTable;
import ai.superit.halo.domain.team.TeamId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Keeps the routes beside the tickets.
final class PostgresTicketRoutes implements TicketRoutes {
  private final Database database;
  private final PostgresChangeNotices changes;

  PostgresTicketRoutes(Database database, PostgresChangeNotices changes) {
    this.database = database;
    this.changes = changes;
  }

  /// The clients that have a link, or are named, get the route of their own; all others get that of
  /// a client without one.
  @Override
  public long reroute(ConnectionId connection, RoutingTable routing, Set<ClientId> clients) {
    var named = List.copyOf(clients.isEmpty() ? routing.links().keySet() : clients);
    var others = routing.route(new ClientId(Long.MIN_VALUE));
    var query =
        Query.of(
            """
            update ticket t set team = new.team, route_reason = new.reason
            from (
              select t.ticket_id,
                case when r.client_id is null then ?::text else r.team end as team,
                coalesce(r.reason, ?::text) as reason
              from ticket t
              left join unnest(?::int8[], ?::text[], ?::text[]) as r(client_id, team, reason)
                on r.client_id = t.client_id
              where t.connection_id = ?
            """,
            team(others),
            others.reason().name(),
            named.stream().map(ClientId::value).toArray(Long[]::new),
            named.stream().map(client -> team(routing.route(client))).toArray(String[]::new),
            named.stream()
                .map(client -> routing.route(client).reason().name())
                .toArray(String[]::new),
            connection.value());
    if (!clients.isEmpty()) {
      query.add("and r.client_id is not null");
    }
    query.add(
        """
        ) as new
        where t.connection_id = ? and t.ticket_id = new.ticket_id
          and (t.team, t.route_reason) is distinct from (new.team, new.reason)
        """,
        connection.value());
    return database.writeBare(c -> {
      long rerouted = query.write(c);
      if (rerouted > 0) {
        changes.anyTicket(connection);
      }
      return rerouted;
    });
  }

  static @Nullable String team(Route route) {
    return route.team().map(TeamId::value).orElse(null);
  }
}
