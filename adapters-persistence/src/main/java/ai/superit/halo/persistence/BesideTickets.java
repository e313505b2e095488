package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// Keeps what belongs to tickets but not to the content that is compared: their routes and the
/// assets that they are about.
final class BesideTickets {
  /// Looks for each ticket by itself: a join would read all assets of the connection again for a
  /// handful of tickets.
  private static final String LINK_TAGGED =
      """
      insert into ticket_asset (connection_id, ticket_id, asset_id)
      select t.connection_id, t.ticket_id, tagged.asset_id
      from ticket t
      cross join lateral (
        select min(a.asset_id) as asset_id
        from asset a
        where a.connection_id = t.connection_id and a.client_id = t.client_id
          and a.tag = t.asset_tag and a.deleted_at is null and a.tag <> ''
      ) as tagged
      cross join lateral (
        select count(*) as links
        from ticket_asset known
        where known.connection_id = t.connection_id and known.ticket_id = t.ticket_id
      ) as known
      where tagged.asset_id is not null and known.links = 0
        and coalesce(cardinality(t.asset_ids), 0) = 0
        and t.connection_id = ?
      """;

  private BesideTickets() {}

  /// Tickets whose content did not change keep their row, but their route or links may be new.
  ///
  /// @param tickets no ticket twice
  /// @param unchanged those of which nothing was written
  /// @return those of the unchanged ones whose route or assets were written
  static List<Long> store(
      Connection c, ConnectionId connection, List<RoutedTicket> tickets, Set<Long> unchanged)
      throws SQLException {
    var kept =
        tickets.stream().filter(row -> unchanged.contains(row.ticket().id().value())).toList();
    var updated = kept.isEmpty() ? List.<Long>of() : update(c, connection, kept);
    var read = idsOf(tickets, Ticket.AssetLinks.Read.class).toArray(new Long[0]);
    if (read.length > 0) {
      replace(c, connection, read);
    }
    var tagged = idsOf(tickets, Ticket.AssetLinks.Tagged.class).toArray(new Long[0]);
    if (tagged.length > 0) {
      Query.of(LINK_TAGGED, connection.value())
          .add("and t.ticket_id = any(?)", (Object) tagged)
          .add("order by 1, 2 on conflict do nothing")
          .write(c);
    }
    return updated;
  }

  /// A version that is out of date decides nothing about assets, and may name a client that the
  /// ticket has left: then it does not decide about the route either. Rows are locked in the order
  /// of their ids, as everywhere.
  private static List<Long> update(
      Connection c, ConnectionId connection, List<RoutedTicket> tickets) throws SQLException {
    return Query.of(
            """
            update ticket t
            set team = new.team, route_reason = new.reason,
              asset_ids = coalesce(new.asset_ids, t.asset_ids),
              asset_tag = coalesce(new.asset_tag, t.asset_tag),
              page_unread = t.page_unread and new.asset_ids is null
            from (
              select r.ticket_id, r.team, r.reason,
                case when s.halo_updated_at <= instant(r.updated_at)
                  then r.asset_ids::int8[] end as asset_ids,
                case when s.halo_updated_at <= instant(r.updated_at) then r.asset_tag end as asset_tag
              from unnest(?::int8[], ?::int8[], ?::int8[], ?::text[], ?::text[], ?::text[], ?::text[])
                as r(ticket_id, client_id, updated_at, team, reason, asset_ids, asset_tag)
              join ticket s
                on s.connection_id = ? and s.ticket_id = r.ticket_id and s.client_id = r.client_id
              where (s.team, s.route_reason) is distinct from (r.team, r.reason)
                or s.halo_updated_at <= instant(r.updated_at)
                  and (r.asset_ids is not null
                      and (s.page_unread or s.asset_ids is distinct from r.asset_ids::int8[])
                    or r.asset_tag is not null and s.asset_tag is distinct from r.asset_tag)
              order by s.ticket_id
              for no key update of s
            ) as new
            where t.connection_id = ? and t.ticket_id = new.ticket_id
            returning t.ticket_id
            """,
            each(tickets, Long[]::new, row -> row.ticket().id().value()),
            each(tickets, Long[]::new, row -> row.ticket().parties().client().value()),
            each(tickets, Long[]::new, row -> Column.micros(row.ticket().updatedAt().at())),
            each(tickets, String[]::new, row -> PostgresTicketRoutes.team(row.route())),
            each(tickets, String[]::new, row -> row.route().reason().name()),
            each(tickets, String[]::new, row -> MirrorTables.assetIds(row.ticket())),
            each(tickets, String[]::new, row -> MirrorTables.assetTag(row.ticket())),
            connection.value(),
            connection.value())
        .list(c, Row::number);
  }

  private static <V> @Nullable V[] each(
      List<RoutedTicket> tickets,
      IntFunction<@Nullable V[]> array,
      Function<RoutedTicket, @Nullable V> value) {
    return tickets.stream().map(value).toArray(array);
  }

  /// @param after id of a ticket before the first
  /// @param last id
  static long linkTagged(Connection c, ConnectionId connection, long after, long last)
      throws SQLException {
    return Query.of(LINK_TAGGED, connection.value())
        .add("and t.ticket_id > ? and t.ticket_id <= ? and t.asset_tag <> ''", after, last)
        .add("order by 1, 2 on conflict do nothing")
        .write(c);
  }

  private static void replace(Connection c, ConnectionId connection, Long[] tickets)
      throws SQLException {
    Query.of(
            """
            delete from ticket_asset ta
            using ticket t
            where t.connection_id = ? and t.ticket_id = any(?) and t.asset_ids is not null
              and ta.connection_id = t.connection_id and ta.ticket_id = t.ticket_id
              and ta.asset_id <> all(t.asset_ids)
            """,
            connection.value(),
            tickets)
        .write(c);
    Query.of(
            """
            insert into ticket_asset (connection_id, ticket_id, asset_id)
            select t.connection_id, t.ticket_id, unnest(t.asset_ids)
            from ticket t
            where t.connection_id = ? and t.ticket_id = any(?)
            order by 2, 3
            on conflict do nothing
            """,
            connection.value(),
            tickets)
        .write(c);
  }

  private static List<Long> idsOf(
      List<RoutedTicket> tickets, Class<? extends Ticket.AssetLinks> kind) {
    return tickets.stream()
        .map(RoutedTicket::ticket)
        .filter(ticket -> kind.isInstance(ticket.assets()))
        .map(ticket -> ticket.id().value())
        .toList();
  }
}
