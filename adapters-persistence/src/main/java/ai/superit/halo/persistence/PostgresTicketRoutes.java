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
  /// a client without one. One transaction, so that all tickets change at once or none does; a
  /// statement for each portion, since one for all would take longer than a statement may.
  @Override
  public long reroute(ConnectionId connection, RoutingTable routing, Set<ClientId> clients) {
    return database.writeBare(c -> {
      var rerouted = 0L;
      var after = Long.MIN_VALUE;
      var last = TicketPortions.end(c, connection, after);
      while (last.isPresent()) {
        rerouted += portion(connection, routing, clients, after, last.get()).write(c);
        after = last.get();
        last = TicketPortions.end(c, connection, after);
      }
      if (rerouted > 0) {
        changes.anyTicket(connection);
      }
      return rerouted;
    });
  }

  /// Rows are locked in the order of their ids, as everywhere. They are found again by the whole of
  /// their key: PostgreSQL takes the tickets of a connection that its statistics do not know yet
  /// for few, and would look through all of them for each.
  private static Query portion(
      ConnectionId connection, RoutingTable routing, Set<ClientId> clients, long after, long last) {
    var named = List.copyOf(clients.isEmpty() ? routing.links().keySet() : clients);
    var others = routing.route(new ClientId(Long.MIN_VALUE));
    var query =
        Query.of(
            """
            update ticket t set team = new.team, route_reason = new.reason
            from (
              select s.connection_id, s.ticket_id, route.team, route.reason
              from ticket s
              left join unnest(?::int8[], ?::text[], ?::text[]) as r(client_id, team, reason)
                on r.client_id = s.client_id
              cross join lateral (
                select case when r.client_id is null then ?::text else r.team end as team,
                  coalesce(r.reason, ?::text) as reason
              ) as route
              where s.connection_id = ? and s.ticket_id > ? and s.ticket_id <= ?
                and (s.team, s.route_reason) is distinct from (route.team, route.reason)
            """,
            named.stream().map(ClientId::value).toArray(Long[]::new),
            named.stream().map(client -> team(routing.route(client))).toArray(String[]::new),
            named.stream()
                .map(client -> routing.route(client).reason().name())
                .toArray(String[]::new),
            team(others),
            others.reason().name(),
            connection.value(),
            after,
            last);
    if (!clients.isEmpty()) {
      query.add("and r.client_id is not null");
    }
    return query.add(
        """
          order by s.ticket_id
          for no key update of s
        ) as new
        where t.connection_id = new.connection_id and t.ticket_id = new.ticket_id
        """);
  }

  static @Nullable String team(Route route) {
    return route.team().map(TeamId::value).orElse(null);
  }
}
