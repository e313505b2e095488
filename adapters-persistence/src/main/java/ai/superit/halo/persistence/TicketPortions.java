package ai.superit.halo.persistence;

import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// The tickets of a connection, deleted ones too, by their ids, as many at a time as a statement
/// has time for.
final class TicketPortions {
  private static final int AT_ONCE = 20_000;

  private TicketPortions() {}

  /// The last id of the portion that begins after this one; empty if there is none.
  static Optional<Long> end(Connection c, ConnectionId connection, long after) throws SQLException {
    return Query.of(
            """
            select max(ticket_id)
            from (
              select ticket_id
              from ticket
              where connection_id = ? and ticket_id > ?
              order by ticket_id
              limit ?
            ) as portion
            """,
            connection.value(),
            after,
            AT_ONCE)
        .list(c, Row::optionalNumber)
        .getFirst();
  }
}
