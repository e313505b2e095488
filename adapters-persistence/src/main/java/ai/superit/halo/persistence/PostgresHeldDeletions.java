package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Deletions that wait for a person, in PostgreSQL.
final class PostgresHeldDeletions implements HeldDeletions {
  /// @param held without its sample
  private record Kept(Held held, List<Long> sample) {}

  private final Database database;

  PostgresHeldDeletions(Database database) {
    this.database = database;
  }

  @Override
  public void hold(SyncRun run, Found found, List<Long> sample, Instant now) {
    var query =
        Query.of(
            """
            insert into held_deletion as held (connection_id, resource, cause, records, living,
              sample, held_since, seen_at, decision, decided_by)
            values (?, ?, ?, ?, ?, ?, ?, ?, 'AWAITED', '')
            on conflict (connection_id, resource) do update
            set (cause, records, living, sample, seen_at)
                = (excluded.cause, excluded.records, excluded.living, excluded.sample,
                   excluded.seen_at),
              (decision, decided_by, decided_at)
                = (select held.decision, held.decided_by, held.decided_at
                   where held.decision = 'REFUSED' and excluded.records <= held.records
                   union all
                   select 'AWAITED', '', null
                   where held.decision <> 'REFUSED' or excluded.records > held.records)
            """,
            run.connection().value(),
            run.resource().name(),
            found.cause().name(),
            found.records(),
            found.living(),
            sample.toArray(Long[]::new),
            now,
            now);
    database.writeBare(query::write);
  }

  @Override
  public void settle(ConnectionId connection, Resource resource) {
    var query =
        Query.of(
            "delete from held_deletion where connection_id = ? and resource = ?",
            connection.value(),
            resource.name());
    database.writeBare(query::write);
  }

  @Override
  public List<Held> list(ConnectionId connection, Instant now) {
    var query =
        Query.of(
            """
            select resource, cause, records, living, held_since, seen_at,
              case when decision <> 'APPROVED' or decided_at > ? then decision else 'AWAITED' end,
              decided_by, decided_at, sample
            from held_deletion
            where connection_id = ?
            """,
            now.minus(APPROVAL_HOLDS),
            connection.value());
    return database.readBare(c -> {
      var shown = new ArrayList<Held>();
      for (var kept : query.list(c, PostgresHeldDeletions::kept)) {
        shown.add(withSample(c, connection, kept));
      }
      shown.sort(Comparator.comparing(Held::resource));
      return shown;
    });
  }

  private static Held withSample(Connection c, ConnectionId connection, Kept kept)
      throws SQLException {
    var held = kept.held();
    var sample =
        Query.of(names(held.resource()), connection.value(), kept.sample().toArray(Long[]::new))
            .list(c, row -> new Sampled(row.number(), row.text()));
    return new Held(
        held.resource(), held.found(), sample, held.since(), held.seenAt(), held.decided());
  }

  private static String names(Resource resource) {
    return switch (resource) {
      case CLIENTS -> names("client", "name");
      case SITES -> names("site", "name");
      case CONTACTS -> names("contact", "name");
      case ASSETS -> names("asset", "name");
      case TICKETS -> names("ticket", "summary");
      case INVOICES -> names("invoice", "reference");
      case LOOKUPS, NOTES -> throw new IllegalArgumentException(resource + " are never held");
    };
  }

  private static String names(String table, String name) {
    return """
    select %1$s_id, %2$s from %1$s where connection_id = ? and %1$s_id = any(?) order by 1
    """
        .formatted(table, name);
  }

  @Override
  public boolean decide(ConnectionId connection, Resource resource, long records, Decided decided) {
    var query =
        Query.of(
            """
            update held_deletion set decision = ?, decided_by = ?, decided_at = ?
            where connection_id = ? and resource = ? and records = ?
            """,
            decided.decision().name(),
            decided.by(),
            decided.at(),
            connection.value(),
            resource.name(),
            records);
    return database.writeBare(query::write) > 0;
  }

  @Override
  public long approved(ConnectionId connection, Resource resource, Instant now) {
    var query =
        Query.of(
            """
            select coalesce(sum(records), 0)::bigint
            from held_deletion
            where connection_id = ? and resource = ? and decision = 'APPROVED' and decided_at > ?
            """,
            connection.value(),
            resource.name(),
            now.minus(APPROVAL_HOLDS));
    return database.readBare(query::number);
  }

  private static Kept kept(Row row) throws SQLException {
    var resource = Resource.valueOf(row.text());
    var found = new Found(Cause.valueOf(row.text()), row.number(), row.number());
    var since = row.instant();
    var seenAt = row.instant();
    var decided = decided(Decision.valueOf(row.text()), row.text(), row.optionalInstant());
    return new Kept(
        new Held(resource, found, List.of(), since, seenAt, decided), List.of(row.numbers()));
  }

  private static Optional<Decided> decided(Decision decision, String by, Optional<Instant> at) {
    return decision == Decision.AWAITED
        ? Optional.empty()
        : Optional.of(new Decided(decision, by, at.orElseThrow()));
  }
}
