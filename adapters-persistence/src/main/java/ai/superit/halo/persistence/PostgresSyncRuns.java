package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Runs in PostgreSQL. A unique index lets only one run over a resource be under way.
final class PostgresSyncRuns implements SyncRuns {
  private static final Duration BETWEEN_PROGRESS = Duration.ofMillis(500);

  private final Map<UUID, Instant> lastProgress = new ConcurrentHashMap<>();
  private final Database database;
  private final PostgresChangeNotices changes;
  private final Duration lease;

  PostgresSyncRuns(Database database, PostgresChangeNotices changes, Duration lease) {
    this.database = database;
    this.changes = changes;
    this.lease = lease;
  }

  @Override
  public Optional<SyncRun> begin(
      ConnectionId connection, Resource resource, SyncMode mode, Instant now) {
    var run = SyncRun.begun(connection, resource, mode, now);
    return database.writeBare(c -> {
      Query.of(
              """
              update sync_run
              set state = 'FAILED', ended_at = ?, detail = ?
              where connection_id = ? and resource = ? and state = 'RUNNING'
                and heard_at <= clock_timestamp() - ? * interval '1 millisecond'
              """,
              now,
              SILENT,
              connection.value(),
              resource.name(),
              lease.toMillis())
          .write(c);
      var begun =
          Query.of(
                  """
                  insert into sync_run (connection_id, run_id, resource, mode, state, detail, expected,
                    received, distinct_keys, created, updated, unchanged, rejected, deleted,
                    started_at, heard_at)
                  values (?, ?, ?, ?, 'RUNNING', '', 0, 0, 0, 0, 0, 0, 0, 0, ?, clock_timestamp())
                  on conflict (connection_id, resource) where state = 'RUNNING' do nothing
                  """,
                  connection.value(),
                  run.id(),
                  resource.name(),
                  mode.name(),
                  now)
              .write(c);
      changes.runs(connection);
      return begun == 1 ? Optional.of(run) : Optional.<SyncRun>empty();
    });
  }

  /// Skips what comes too soon after the last one; the end of the run stores the sums in any case.
  @Override
  public boolean progress(SyncRun run, Instant now) {
    var last = lastProgress.get(run.id());
    if (last != null && now.isBefore(last.plus(BETWEEN_PROGRESS))) {
      return true;
    }
    lastProgress.put(run.id(), now);
    var query =
        tally(Query.of("update sync_run set heard_at = clock_timestamp(),"), run)
            .add(
                "where connection_id = ? and run_id = ? and state = 'RUNNING'",
                run.connection().value(),
                run.id());
    return database.writeBare(c -> {
      changes.runs(run.connection());
      return query.write(c) == 1;
    });
  }

  @Override
  public void reject(
      ConnectionId connection, Resource resource, List<RejectedRow> rows, Instant now) {
    var distinct =
        rows.stream()
            .collect(
                Collectors.toMap(
                    row -> HexFormat.of().formatHex(digest(row)), row -> row, (one, _) -> one))
            .values();
    var query =
        Query.of(
            """
            insert into rejected_row (connection_id, resource, digest, halo_key, reason, raw,
              first_seen_at, last_seen_at)
            select ?, ?, r.digest, r.halo_key, r.reason, r.raw, ?, ?
            from unnest(?::bytea[], ?::text[], ?::text[], ?::text[]) as r(digest, halo_key, reason, raw)
            on conflict (connection_id, resource, digest) do update
            set reason = excluded.reason, last_seen_at = excluded.last_seen_at
            """,
            connection.value(),
            resource.name(),
            now,
            now,
            distinct.stream().map(PostgresSyncRuns::digest).toArray(byte[][]::new),
            distinct.stream().map(RejectedRow::key).toArray(String[]::new),
            distinct.stream().map(RejectedRow::reason).toArray(String[]::new),
            distinct.stream().map(RejectedRow::raw).toArray(String[]::new));
    database.writeBare(query::write);
  }

  @Override
  public void rereading(ConnectionId connection, Resource resource, List<Long> ids) {
    var query =
        Query.of(
            """
            select 1, audit_append(?, null, 'SYNC', null,
              jsonb_build_object('resource', ?::text, 'haloIds', ?::int8[]))
            """,
            connection.value(),
            resource.name(),
            ids.toArray(Long[]::new));
    database.writeBare(query::number);
  }

  @Override
  public void end(SyncRun run) {
    lastProgress.remove(run.id());
    var query =
        switch (run.progress()) {
          case SyncRun.Progress.Running _ ->
              throw new IllegalArgumentException("run " + run.id() + " has not ended");
          case SyncRun.Progress.Complete(var at) -> ending(run, "COMPLETE", at, "");
          case SyncRun.Progress.Incomplete(var at, var gap) -> ending(run, "INCOMPLETE", at, gap);
          case SyncRun.Progress.Failed(var at, var reason) -> ending(run, "FAILED", at, reason);
        };
    database.writeBare(c -> {
      var written = query.write(c);
      var chosenAt =
          Optional.ofNullable(PostgresSyncScopes.chosenAt(c, run.connection()).get(run.resource()));
      if (written == 1
          && !SyncRuns.isBrokenOff(run)
          && chosenAt.filter(run.startedAt()::isBefore).isEmpty()) {
        Query.of(
                "delete from sync_wish where connection_id = ? and resource = ? and mode = ?",
                run.connection().value(),
                run.resource().name(),
                run.mode().name())
            .write(c);
      }
      changes.runs(run.connection());
      if (written == 1
          && run.mode() == SyncMode.FULL
          && run.progress() instanceof SyncRun.Progress.Complete) {
        PostgresRejectedRows.settling(run.connection(), run.resource(), run.startedAt()).write(c);
      }
      return written;
    });
  }

  @Override
  public void wish(ConnectionId connection, Set<Resource> resources, SyncMode mode, Instant now) {
    var query =
        Query.of(
            """
            insert into sync_wish (connection_id, resource, mode, wished_at)
            select ?, resource, ?, ? from unnest(?::text[]) as wanted(resource)
            on conflict (connection_id, resource, mode) do nothing
            """,
            connection.value(),
            mode.name(),
            now,
            resources.stream().map(Resource::name).sorted().toArray(String[]::new));
    database.writeBare(query::write);
  }

  @Override
  public Set<Resource> wishes(ConnectionId connection, SyncMode mode) {
    var query =
        Query.of(
            "select resource from sync_wish where connection_id = ? and mode = ?",
            connection.value(),
            mode.name());
    return Set.copyOf(database.readBare(c -> query.list(c, row -> Resource.valueOf(row.text()))));
  }

  @Override
  public List<SyncRun> latest(ConnectionId connection, SyncMode mode) {
    var query =
        Query.of("select distinct on (resource) " + PostgresSyncHistory.SELECT)
            .add(
                "where connection_id = ? and mode = ?"
                    + " order by resource, started_at desc, run_id desc",
                connection.value(),
                mode.name());
    return database.readBare(c -> {
      var chosenAt = PostgresSyncScopes.chosenAt(c, connection);
      return query.list(c, PostgresSyncHistory::run).stream()
          .map(run -> SyncRuns.counting(run, Optional.ofNullable(chosenAt.get(run.resource()))))
          .toList();
    });
  }

  @Override
  public Optional<Instant> lastCompleteStart(ConnectionId connection, Resource resource) {
    var query =
        Query.of(
            """
            select max(started_at)
            from sync_run
            where connection_id = ? and resource = ? and mode = 'FULL' and state = 'COMPLETE'
            """,
            connection.value(),
            resource.name());
    return database.readBare(c -> {
      var chosenAt = PostgresSyncScopes.chosenAt(c, connection).get(resource);
      return query
          .list(c, Row::optionalInstant)
          .getFirst()
          .filter(start -> chosenAt == null || !start.isBefore(chosenAt));
    });
  }

  @Override
  public List<Interrupted> interrupted() {
    var query =
        Query.of(
            """
            with silent as (select clock_timestamp() - ? * interval '1 millisecond' as before)
            select connection_id, resource, mode
            from (
              select distinct on (connection_id, resource, mode)
                connection_id, resource, mode, state, heard_at, detail
              from sync_run
              order by connection_id, resource, mode, started_at desc, run_id desc
            ) as newest
            where (state = 'RUNNING' and heard_at <= (select before from silent) or state = 'FAILED' and detail = any(?))
              and not exists (
                select from sync_run as other
                where other.connection_id = newest.connection_id
                  and (other.resource = 'NOTES') = (newest.resource = 'NOTES')
                  and other.state = 'RUNNING' and other.heard_at > (select before from silent))
            union
            select connection_id, resource, mode
            from sync_wish as wish
            where not exists (
              select from sync_run as other
              where other.connection_id = wish.connection_id
                and (other.resource = 'NOTES') = (wish.resource = 'NOTES')
                and other.state = 'RUNNING' and other.heard_at > (select before from silent))
            """,
            lease.toMillis(),
            CARRIED_ON.toArray(String[]::new));
    return database.readBare(c -> query.list(c, PostgresSyncRuns::interrupted));
  }

  @Override
  public Optional<SyncRun> find(ConnectionId connection, UUID run) {
    var query =
        Query.of(
            "select " + PostgresSyncHistory.SELECT + " where connection_id = ? and run_id = ?",
            connection.value(),
            run);
    return database.readBare(c -> query.list(c, PostgresSyncHistory::run)).stream().findFirst();
  }

  /// A run that was taken for dead stays failed, because another may have begun since.
  private static Query ending(SyncRun run, String state, Instant at, String detail) {
    var query =
        Query.of("update sync_run set state = ?, ended_at = ?, detail = ?,", state, at, detail);
    return tally(query, run)
        .add(
            "where connection_id = ? and run_id = ? and state = 'RUNNING'",
            run.connection().value(),
            run.id());
  }

  private static Query tally(Query query, SyncRun run) {
    var tally = run.tally();
    return query.add(
        """
        expected = ?, received = ?, distinct_keys = ?, created = ?, updated = ?, unchanged = ?,
        rejected = ?, deleted = ?, out_of_scope = ?, calls = ?, predicted_finish = ?
        """,
        tally.expected(),
        tally.received(),
        tally.distinct(),
        tally.created(),
        tally.updated(),
        tally.unchanged(),
        tally.rejected(),
        tally.deleted(),
        tally.outOfScope(),
        run.effort().calls(),
        run.effort().predictedFinish().orElse(null));
  }

  private static byte[] digest(RejectedRow row) {
    var hash = new ContentHash();
    hash.add(row.key());
    hash.add(row.raw());
    return hash.bytes();
  }

  private static Interrupted interrupted(Row row) throws SQLException {
    return new Interrupted(
        row.connection(), Resource.valueOf(row.text()), SyncMode.valueOf(row.text()));
  }
}
