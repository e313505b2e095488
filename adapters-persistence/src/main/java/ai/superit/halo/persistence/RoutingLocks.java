package ai.superit.halo.persistence;

import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;

/// Makes a change of links wait for the transactions that write tickets, and those for the change,
/// which holds the rows of all tickets that it gives another route. One that has to wait for a
/// change does so without a connection to the database: it ends and begins again later, since a
/// change takes long where there are many tickets, and tickets of one tenant would else hold up
/// those of all.
final class RoutingLocks {
  private static final String SPACE = "links:";
  private static final String CHANGES = "changes of links:";

  private RoutingLocks() {}

  /// No change of links begins or ends before the transaction under way has ended.
  ///
  /// @throws Failures.Busy if one is under way, or waits for others to let it begin
  static void share(Connection c, ConnectionId connection) throws SQLException {
    orElseLater(
        Query.of(
            "select pg_try_advisory_xact_lock_shared(hashtextextended(?, 0))", SPACE + connection),
        c);
  }

  /// Waits for those that share, each of which is over soon. Only one change for each tenant does
  /// that at a time.
  ///
  /// @throws Failures.Busy if another one is under way
  static void change(Connection c, ConnectionId connection) throws SQLException {
    orElseLater(
        Query.of("select pg_try_advisory_xact_lock(hashtextextended(?, 0))", CHANGES + connection),
        c);
    Query.of("select 1, pg_advisory_xact_lock(hashtextextended(?, 0))", SPACE + connection)
        .number(c);
  }

  private static void orElseLater(Query lock, Connection c) throws SQLException {
    if (!lock.list(c, Row::flag).getFirst()) {
      throw new Failures.Busy("links are being changed, and tickets follow them");
    }
  }
}
