package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One [TenantBudget] for each connection, shared by all instances through a row of the database
/// and measured by its clock.
final class PostgresRateBudget implements RateBudget {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private record Turn(ConnectionId connection, Lane lane) {}

  private record Stored(TenantBudget.Memory memory, Instant now) {}

  private final Database database;
  private final TenantBudget.Bound bound;

  /// Only the first of those who wait in a lane asks the database.
  private final Map<Turn, ReentrantLock> turns = new ConcurrentHashMap<>();

  private final Set<ConnectionId> trials = ConcurrentHashMap.newKeySet();

  PostgresRateBudget(Database database, TenantBudget.Bound bound) {
    this.database = database;
    this.bound = bound;
  }

  /// Holds no connection of the database while it waits.
  @Override
  public void acquire(ConnectionId connection, Lane lane) throws InterruptedException {
    var turn = turns.computeIfAbsent(new Turn(connection, lane), _ -> new ReentrantLock(true));
    turn.lockInterruptibly();
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        var decision = change(connection, budget -> budget.ask(lane));
        if (decision.isGranted()) {
          if (decision.trial()) {
            trials.add(connection);
          }
          return;
        }
        sleep(decision.delay());
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void answered(ConnectionId connection) {
    if (trials.remove(connection)) {
      change(
          connection,
          budget -> {
            budget.accepted();
            return true;
          });
    }
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    trials.remove(connection);
    change(
        connection,
        budget -> {
          budget.refused(pause);
          return true;
        });
  }

  @Override
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    return database.readBare(c ->
        select(connection, "").list(c, PostgresRateBudget::stored).stream()
            .map(stored -> TenantBudget.at(stored.now(), bound, stored.memory()).state())
            .findFirst());
  }

  private static void sleep(Duration delay) throws InterruptedException {
    var chance = ThreadLocalRandom.current().nextLong(20);
    Thread.sleep(Math.min(delay.toMillis(), LONGEST_WAIT.toMillis()) + chance);
  }

  private <T> T change(ConnectionId connection, Function<TenantBudget, T> step) {
    return database.writeBare(c -> {
      var stored = locked(c, connection);
      var budget = TenantBudget.at(stored.now(), bound, stored.memory());
      var result = step.apply(budget);
      var memory = budget.memory();
      Query.of(
              """
              update rate_budget set newest_slot = ?, granted = ?, learned = ?
              where connection_id = ?
              """,
              memory.newest(),
              memory.log().toArray(Long[]::new),
              memory.learned().toArray(Long[]::new),
              connection.value())
          .write(c);
      return result;
    });
  }

  private static Stored locked(Connection c, ConnectionId connection) throws SQLException {
    var select = select(connection, "for update");
    var found = select.list(c, PostgresRateBudget::stored);
    if (!found.isEmpty()) {
      return found.getFirst();
    }
    Query.of(
            """
            insert into rate_budget (connection_id, newest_slot, granted)
            values (?, 0, '{}')
            on conflict (connection_id) do nothing
            """,
            connection.value())
        .write(c);
    return select.list(c, PostgresRateBudget::stored).getFirst();
  }

  private static Query select(ConnectionId connection, String lock) {
    return Query.of(
            """
            select clock_timestamp(), newest_slot, granted, learned
            from rate_budget
            where connection_id = ?
            """,
            connection.value())
        .add(lock);
  }

  private static Stored stored(Row row) throws SQLException {
    var now = row.instant();
    var memory =
        new TenantBudget.Memory(row.number(), List.of(row.numbers()), List.of(row.numbers()));
    return new Stored(memory, now);
  }
}
