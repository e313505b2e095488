package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/// Keeps the table that joins tickets and assets in step with what the tickets say.
final class TicketAssets {
  private static final String LINK_TAGGED =
      """
      insert into ticket_asset (connection_id, ticket_id, asset_id)
      select t.connection_id, t.ticket_id, min(a.asset_id)
      from ticket t
      join asset a
        on a.connection_id = t.connection_id and a.client_id = t.client_id and a.tag = t.asset_tag
          and a.deleted_at is null and a.tag <> ''
      where t.asset_ids is null
        and not exists (
          select from ticket_asset known
          where known.connection_id = t.connection_id and known.ticket_id = t.ticket_id)
        and t.connection_id = ?
      """;

  private TicketAssets() {}

  /// @param changed the ids of those that were created or updated
  static void follow(
      Connection c, ConnectionId connection, List<RoutedTicket> tickets, Set<Long> changed)
      throws SQLException {
    var read =
        idsOf(tickets, Ticket.AssetLinks.Read.class).stream()
            .filter(changed::contains)
            .toArray(Long[]::new);
    if (read.length > 0) {
      replace(c, connection, read);
    }
    var tagged = idsOf(tickets, Ticket.AssetLinks.Tagged.class).toArray(new Long[0]);
    if (tagged.length > 0) {
      Query.of(LINK_TAGGED, connection.value())
          .add("and t.ticket_id = any(?)", (Object) tagged)
          .add("group by 1, 2 on conflict do nothing")
          .write(c);
    }
  }

  static long linkAllTagged(Connection c, ConnectionId connection) throws SQLException {
    return Query.of(LINK_TAGGED, connection.value())
        .add("group by 1, 2 on conflict do nothing")
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
