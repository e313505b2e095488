package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.ConnectionRemoval;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Removes rows from every table that names a connection, whichever those are by then.
final class PostgresConnectionRemoval implements ConnectionRemoval {
  private final Database database;
  private final PostgresConnections connections;
  private final PostgresChangeNotices changes;

  PostgresConnectionRemoval(
      Database database, PostgresConnections connections, PostgresChangeNotices changes) {
    this.database = database;
    this.connections = connections;
    this.changes = changes;
  }

  @Override
  public List<Connection> awaiting() {
    return connections.deleting();
  }

  @Override
  public boolean hasSecrets(ConnectionId connection) {
    return database.read(handle ->
        handle
            .createQuery("select exists (select from connection_secret where connection_id = :id)")
            .bind("id", connection.value())
            .mapTo(Boolean.class)
            .one());
  }

  @Override
  public void forgetSecrets(ConnectionId connection) {
    database.write(handle -> {
      for (var table :
          List.of(
              "connection_secret",
              "webhook_scheme",
              "halo_consent",
              "authorisation",
              "alert_channel")) {
        delete(handle, table, connection);
      }
      return true;
    });
  }

  /// One transaction a table, so that none of them is long.
  @Override
  public long removeSome(ConnectionId connection, int atMost) {
    return database.read(PostgresConnectionRemoval::tables).stream()
        .mapToLong(table -> removeSome(table, connection, atMost))
        .sum();
  }

  private long removeSome(String table, ConnectionId connection, int atMost) {
    return database.write(handle -> {
      var removed =
          handle
              .createUpdate(
                  """
                  delete from %1$s
                  where ctid = any(array(
                    select ctid from %1$s where connection_id = :id limit :most))
                  """
                      .formatted(table))
              .bind("id", connection.value())
              .bind("most", atMost)
              .execute();
      if (removed > 0 && table.equals("ticket") && hasNoTicket(handle, connection)) {
        changes.anyTicket(connection);
      }
      return (long) removed;
    });
  }

  /// Who listens asks anew when it is told, which is worth it only when all are gone.
  private static boolean hasNoTicket(Handle handle, ConnectionId connection) {
    return handle
        .createQuery("select not exists (select from ticket where connection_id = :id)")
        .bind("id", connection.value())
        .mapTo(Boolean.class)
        .one();
  }

  /// Partitions rather than the tables that they make up: only within one does a ctid name a row.
  private static List<String> tables(Handle handle) {
    return handle
        .createQuery(
            """
            select quote_ident(class.relname)
            from pg_class class
            join pg_attribute attribute on attribute.attrelid = class.oid
            where class.relnamespace = 'halo'::regnamespace and class.relkind = 'r'
              and attribute.attname = 'connection_id' and not attribute.attisdropped
              and class.relname <> 'connection'
            """)
        .mapTo(String.class)
        .list();
  }

  private static void delete(Handle handle, String table, ConnectionId connection) {
    handle
        .createUpdate("delete from " + table + " where connection_id = :id")
        .bind("id", connection.value())
        .execute();
  }

  @Override
  public void forget(ConnectionId connection) {
    database.write(handle -> {
      handle
          .createUpdate("delete from connection where connection_id = :id and state = 'DELETING'")
          .bind("id", connection.value())
          .execute();
      return forgetLimits(handle);
    });
  }

  /// Halo goes on counting the calls of the latest minutes, and what was learned of a tenant holds
  /// for whoever connects it anew. So they go with a connection that is forgotten a day later.
  private static int forgetLimits(Handle handle) {
    return handle
        .createUpdate(
            """
            delete from rate_budget
            where tenant not in (select tenant_url from connection)
              and newest_slot < extract(epoch from now() - interval '1 day') * 1000 / :slot
            """)
        .bind("slot", TenantBudget.SLOT.toMillis())
        .execute();
  }
}
