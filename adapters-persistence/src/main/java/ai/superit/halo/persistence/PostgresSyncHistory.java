package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.sync.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The runs of the past in PostgreSQL. What a run wrote is found by the source beside each record.
final class PostgresSyncHistory implements SyncHistory {
  /// For [#run].
  static final String SELECT =
      """
      run_id, connection_id, resource, mode, expected, received, distinct_keys, created, updated,
      unchanged, rejected, deleted, out_of_scope, calls, predicted_finish, started_at, state, ended_at, detail
      from sync_run\
      """;

  private static final int AT_ONCE = 1_000;
  private static final long TURN = 0x73796e6372756e73L;

  private final Database database;

  PostgresSyncHistory(Database database) {
    this.database = database;
  }

  @Override
  public Slice<SyncRun> list(ConnectionId connection, Filter filter, PageArgs<Position> page) {
    var query = filtered(Query.of("select " + SELECT), connection, filter);
    page.from()
        .ifPresent(from ->
            query.add(
                "and (started_at, run_id) " + (page.backward() ? ">" : "<") + " (?, ?)",
                from.startedAt(),
                from.run()));
    query.add(
        page.backward()
            ? "order by started_at, run_id limit ?"
            : "order by started_at desc, run_id desc limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresSyncHistory::run)));
  }

  @Override
  public long count(ConnectionId connection, Filter filter) {
    var query = filtered(Query.of("select count(*) from sync_run"), connection, filter);
    return database.readBare(query::number);
  }

  private static Query filtered(Query query, ConnectionId connection, Filter filter) {
    query.add("where connection_id = ?", connection.value());
    filter.resource().ifPresent(wanted -> query.add("and resource = ?", wanted.name()));
    filter.mode().ifPresent(wanted -> query.add("and mode = ?", wanted.name()));
    filter.state().ifPresent(wanted -> query.add("and state = ?", wanted.name()));
    filter.since().ifPresent(since -> query.add("and started_at >= ?", since));
    filter.until().ifPresent(until -> query.add("and started_at < ?", until));
    return query;
  }

  @Override
  public Slice<Written> written(SyncRun run, Wanted wanted, PageArgs<Long> page) {
    var table = table(run.resource());
    var id = table + "_id";
    var query =
        Query.of("select %s, deleted_at is not null from %s".formatted(id, table))
            .add(
                "where connection_id = ? and source = ?",
                run.connection().value(),
                Source.run(run.id()).value())
            .add(
                switch (wanted) {
                  case ALL -> "";
                  case STORED -> "and deleted_at is null";
                  case DELETED -> "and deleted_at is not null";
                });
    page.from()
        .ifPresent(from -> query.add("and " + id + (page.backward() ? " < ?" : " > ?"), from));
    query.add("order by " + id + (page.backward() ? " desc" : "") + " limit ?", page.size() + 1);
    return Slices.of(
        page, database.readBare(c -> query.list(c, row -> new Written(row.number(), row.flag()))));
  }

  private static String table(Resource resource) {
    return switch (resource) {
      case CLIENTS -> "client";
      case SITES -> "site";
      case CONTACTS -> "contact";
      case ASSETS -> "asset";
      case TICKETS -> "ticket";
      case INVOICES -> "invoice";
      case LOOKUPS, NOTES ->
          throw new IllegalArgumentException(resource + " have no ids of their own");
    };
  }

  @Override
  public List<Rejections> rejections(SyncRun run, int limit) {
    var query =
        Query.of(
            """
            select reason, count(*) from rejected_row
            where connection_id = ? and resource = ? and last_seen_at >= ?
            """,
            run.connection().value(),
            run.resource().name(),
            run.startedAt());
    run.progress().end().ifPresent(end -> query.add("and last_seen_at <= ?", end));
    query.add("group by reason order by count(*) desc, reason limit ?", limit);
    return database.readBare(c -> query.list(c, row -> new Rejections(row.text(), row.number())));
  }

  @Override
  public long forgetBefore(Instant moment) {
    var forgotten = 0L;
    long now;
    do {
      now = database.writeBare(c -> forgetSome(c, moment));
      forgotten += now;
    } while (now == AT_ONCE);
    return forgotten;
  }

  /// Another instance that does the same has the turn until it commits.
  private static long forgetSome(Connection c, Instant moment) throws SQLException {
    if (!Query.of("select pg_try_advisory_xact_lock(?)", TURN).list(c, Row::flag).getFirst()) {
      return 0;
    }
    return Query.of(
            """
            delete from sync_run
            where (connection_id, run_id) in (
              select old.connection_id, old.run_id
              from sync_run old
              where old.started_at < ? and old.state <> 'RUNNING'
                and exists (
                  select from sync_run newer
                  where newer.connection_id = old.connection_id and newer.resource = old.resource
                    and newer.mode = old.mode
                    and (newer.started_at, newer.run_id) > (old.started_at, old.run_id)
                    and (old.state <> 'COMPLETE' or newer.state = 'COMPLETE'))
                and not exists (
                  select from comparison
                  where comparison.connection_id = old.connection_id
                    and comparison.run_id = old.run_id)
              limit ?)
            """,
            moment,
            AT_ONCE)
        .write(c);
  }

  /// Reads a row of [#SELECT].
  static SyncRun run(Row row) throws SQLException {
    return new SyncRun(
        row.uuid(),
        row.connection(),
        Resource.valueOf(row.text()),
        SyncMode.valueOf(row.text()),
        new Tally(
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number()),
        new Effort(row.number(), row.optionalInstant()),
        row.instant(),
        progress(RunState.valueOf(row.text()), row.optionalInstant(), row.text()));
  }

  private static Progress progress(RunState state, Optional<Instant> ended, String detail) {
    return switch (state) {
      case RUNNING -> new Progress.Running();
      case COMPLETE -> new Progress.Complete(ended.orElseThrow());
      case INCOMPLETE -> new Progress.Incomplete(ended.orElseThrow(), detail);
      case FAILED -> new Progress.Failed(ended.orElseThrow(), detail);
    };
  }
}
