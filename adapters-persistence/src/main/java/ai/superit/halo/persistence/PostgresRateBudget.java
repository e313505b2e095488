package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.persistence.PersistenceConfig.RateLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/// One window of granted calls for each connection, shared by all instances through a row of the
/// database and measured by its clock.
final class PostgresRateBudget implements RateBudget {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private record Stored(RollingWindow window, Instant closedUntil, Instant now) {}

  private final Database database;
  private final RateLimit limit;

  PostgresRateBudget(Database database, RateLimit limit) {
    this.database = database;
    this.limit = limit;
  }

  /// Holds no connection of the database while it waits.
  @Override
  public void acquire(ConnectionId connection, Lane lane) throws InterruptedException {
    while (true) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      var wait = database.writeBare(c -> tryAcquire(c, connection, lane));
      if (wait.isZero()) {
        return;
      }
      var chance = ThreadLocalRandom.current().nextLong(20);
      Thread.sleep(Math.min(wait.toMillis(), LONGEST_WAIT.toMillis()) + chance);
    }
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    var query =
        Query.of(
            """
            insert into rate_budget (connection_id, newest_slot, granted, closed_until)
            values (?, 0, ?, clock_timestamp() + ? * interval '1 millisecond')
            on conflict (connection_id) do update
            set closed_until = greatest(rate_budget.closed_until, excluded.closed_until)
            """,
            connection.value(),
            RollingWindow.empty(),
            pause.toMillis());
    database.writeBare(query::write);
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    var query =
        Query.of(
            """
            select clock_timestamp(), closed_until, newest_slot, granted
            from rate_budget
            where connection_id = ?
            """,
            connection.value());
    var found = database.readBare(c -> query.list(c, this::stored));
    if (found.isEmpty()) {
      var now = Instant.now();
      var unused = RollingWindow.at(now, limit, 0, RollingWindow.empty());
      return unused.timeFor(lane, now, calls, pace);
    }
    var stored = found.getFirst();
    var closed = stored.closedUntil().isAfter(stored.now());
    var from = closed ? stored.closedUntil() : stored.now();
    return Duration.between(stored.now(), from)
        .plus(stored.window().timeFor(lane, from, calls, pace));
  }

  private Duration tryAcquire(Connection c, ConnectionId connection, Lane lane)
      throws SQLException {
    var stored = locked(c, connection);
    if (stored.closedUntil().isAfter(stored.now())) {
      return Duration.between(stored.now(), stored.closedUntil()).plusMillis(1);
    }
    var window = stored.window();
    var wait = window.acquire(lane, stored.now());
    if (wait.isZero()) {
      Query.of(
              "update rate_budget set newest_slot = ?, granted = ? where connection_id = ?",
              window.newestSlot(),
              window.granted(),
              connection.value())
          .write(c);
    }
    return wait;
  }

  private Stored locked(Connection c, ConnectionId connection) throws SQLException {
    var select =
        Query.of(
            """
            select clock_timestamp(), closed_until, newest_slot, granted
            from rate_budget
            where connection_id = ?
            for update
            """,
            connection.value());
    var found = select.list(c, this::stored);
    if (!found.isEmpty()) {
      return found.getFirst();
    }
    Query.of(
            """
            insert into rate_budget (connection_id, newest_slot, granted, closed_until)
            values (?, 0, ?, to_timestamp(0))
            on conflict (connection_id) do nothing
            """,
            connection.value(),
            RollingWindow.empty())
        .write(c);
    return select.list(c, this::stored).getFirst();
  }

  private Stored stored(Row row) throws SQLException {
    var now = row.instant();
    var closedUntil = row.instant();
    var window = RollingWindow.at(now, limit, row.number(), row.numbers());
    return new Stored(window, closedUntil, now);
  }
}
