package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeliveryConflicts;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;

/// Names of deliveries in PostgreSQL; the first that comes has its name.
final class PostgresDeliveryConflicts implements DeliveryConflicts {
  private static final int MOST_AT_ONCE = 5_000;

  private final Database database;

  PostgresDeliveryConflicts(Database database) {
    this.database = database;
  }

  @Override
  public int remember(ConnectionId connection, Collection<Named> deliveries, Instant now) {
    var sorted = deliveries.stream().sorted(Comparator.comparing(Named::id)).toList();
    var query =
        Query.of(
            """
            with given as materialized (
              select * from unnest(?::text[]::uuid[], ?::int8[], ?::text[])
                as g(name, delivery_id, digest)
            ), first as (
              insert into delivery_name as known (connection_id, name, delivery_id, digest, seen_at)
              select distinct on (name) ?, name, delivery_id, digest, ?
              from given
              order by name, delivery_id
              on conflict (connection_id, name) do update set name = excluded.name
              returning known.name, known.digest
            )
            insert into delivery_conflict (connection_id, delivery_id, found_at)
            select ?, given.delivery_id, ?
            from given
            join first using (name)
            where first.digest <> given.digest
            order by given.delivery_id
            on conflict do nothing
            """,
            sorted.stream().map(named -> named.id().toString()).toArray(String[]::new),
            sorted.stream().map(Named::number).toArray(Long[]::new),
            sorted.stream().map(named -> named.digest().hex()).toArray(String[]::new),
            connection.value(),
            now,
            connection.value(),
            now);
    return database.writeBare(query::write);
  }

  @Override
  public long count(ConnectionId connection, Instant since) {
    var query =
        Query.of(
            "select count(*) from delivery_conflict where connection_id = ? and found_at >= ?",
            connection.value(),
            since);
    return database.readBare(query::number);
  }

  @Override
  public void forgetBefore(Instant moment) {
    forgetBefore(moment, "delivery_name", "seen_at");
    forgetBefore(moment, "delivery_conflict", "found_at");
  }

  private void forgetBefore(Instant moment, String table, String column) {
    var query =
        Query.of(
            """
            delete from %1$s where ctid = any(array(
              select ctid from %1$s where %2$s < ? limit ?))
            """
                .formatted(table, column),
            moment,
            MOST_AT_ONCE);
    while (database.writeBare(query::write) == MOST_AT_ONCE) {
      // until only a part of a portion was left
    }
  }
}
