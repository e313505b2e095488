package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Pauses in PostgreSQL.
final class PostgresSyncPauses implements SyncPauses {
  private final Database database;

  PostgresSyncPauses(Database database) {
    this.database = database;
  }

  @Override
  public void pause(ConnectionId connection, Instant now) {
    var query =
        Query.of(
            "insert into sync_pause (connection_id, paused_at) values (?, ?) on conflict do nothing",
            connection.value(),
            now);
    database.writeBare(query::write);
  }

  @Override
  public void resume(ConnectionId connection) {
    var query = Query.of("delete from sync_pause where connection_id = ?", connection.value());
    database.writeBare(query::write);
  }

  @Override
  public Optional<Instant> pausedSince(ConnectionId connection) {
    var query =
        Query.of("select paused_at from sync_pause where connection_id = ?", connection.value());
    return database.readBare(c -> query.list(c, Row::instant)).stream().findFirst();
  }

  @Override
  public Set<ConnectionId> paused() {
    var query = Query.of("select connection_id from sync_pause");
    return Set.copyOf(database.readBare(c -> query.list(c, Row::connection)));
  }
}
