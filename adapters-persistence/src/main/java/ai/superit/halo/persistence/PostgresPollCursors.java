package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.PollCursors;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.Optional;

/// Cursors of polling in PostgreSQL. Whoever moves the due time ahead polls.
final class PostgresPollCursors implements PollCursors {
  private final Database database;

  PostgresPollCursors(Database database) {
    this.database = database;
  }

  @Override
  public void reached(ConnectionId connection, Resource resource, Instant cursor) {
    var query =
        Query.of(
            """
            insert into poll_cursor as stored (connection_id, resource, changed_since, due_at)
            values (?, ?, ?, '-infinity')
            on conflict (connection_id, resource) do update
            set changed_since = excluded.changed_since
            where stored.changed_since < excluded.changed_since
            """,
            connection.value(),
            resource.name(),
            cursor);
    database.writeBare(query::write);
  }

  @Override
  public Optional<Instant> find(ConnectionId connection, Resource resource) {
    var query =
        Query.of(
            "select changed_since from poll_cursor where connection_id = ? and resource = ?",
            connection.value(),
            resource.name());
    return database.readBare(c -> query.list(c, Row::instant)).stream().findFirst();
  }

  @Override
  public Optional<Instant> claim(
      ConnectionId connection, Resource resource, Instant now, Instant next) {
    var query =
        Query.of(
            """
            update poll_cursor set due_at = ?
            where connection_id = ? and resource = ? and due_at <= ?
            returning changed_since
            """,
            next,
            connection.value(),
            resource.name(),
            now);
    return database.writeBare(c -> query.list(c, Row::instant)).stream().findFirst();
  }
}
