package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.ListPosition;
import ai.superit.halo.application.sync.ListPositions;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.Optional;

/// Positions of readings in PostgreSQL, each packed into one value: a list of a million records has
/// a million ids.
final class PostgresListPositions implements ListPositions {
  private final Database database;

  PostgresListPositions(Database database) {
    this.database = database;
  }

  @Override
  public void save(SyncRun run, ListPosition position, Instant now) {
    var query =
        Query.of(
            """
            insert into list_position (connection_id, resource, tenant_url, tenant_name,
              application_id, saved_at, packed)
            select c.connection_id, r.resource, c.tenant_url, c.tenant_name, c.application_id, ?, ?
            from connection c
            join sync_run r on r.connection_id = c.connection_id
            where c.connection_id = ? and r.run_id = ? and r.state = 'RUNNING'
            on conflict (connection_id, resource) do update
            set tenant_url = excluded.tenant_url, tenant_name = excluded.tenant_name,
              application_id = excluded.application_id, saved_at = excluded.saved_at,
              packed = excluded.packed
            """,
            now,
            PackedPosition.pack(position),
            run.connection().value(),
            run.id());
    database.writeBare(query::write);
  }

  @Override
  public Optional<ListPosition> find(ConnectionId connection, Resource resource, Instant now) {
    var query =
        Query.of(
            """
            select p.packed
            from list_position p
            join connection c on c.connection_id = p.connection_id
              and c.tenant_url = p.tenant_url and c.tenant_name = p.tenant_name
              and c.application_id = p.application_id
            where p.connection_id = ? and p.resource = ? and p.saved_at > ?
            """,
            connection.value(),
            resource.name(),
            now.minus(VALID));
    return database.readBare(c -> query.list(c, Row::bytes)).stream()
        .findFirst()
        .flatMap(PackedPosition::unpack);
  }

  @Override
  public void forget(ConnectionId connection, Resource resource) {
    var query =
        Query.of(
            "delete from list_position where connection_id = ? and resource = ?",
            connection.value(),
            resource.name());
    database.writeBare(query::write);
  }
}
