package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.BudgetForecast;
import ai.superit.halo.application.connection.BudgetTime;
import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// One [TenantBudget] for each tenant, shared by all its connections and all instances through a
/// row of the database and measured by its clock.
final class PostgresRateBudget implements RateBudget {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
  private static final Duration VERY_LONG = Duration.ofDays(1);

  /// Those who wait for ever do not stand before those who do not.
  private record Turn(String tenant, Lane lane, boolean forEver) {}

  private record Waiter(ConnectionId connection, Lane lane) {}

  /// @param ahead how far the clock of the database is ahead of ours
  private record Stored(TenantBudget.Memory memory, long version, Duration ahead) {}

  private final Database database;
  private final TenantBudget.Bound bound;
  private final BudgetTime time;

  /// Only the first of those who wait in a lane asks the database.
  private final Map<Turn, ReentrantLock> turns = new ConcurrentHashMap<>();

  /// What was in the database when this instance last asked.
  private final Map<String, Stored> latest = new ConcurrentHashMap<>();

  /// The tenants of the connections that this instance has called for; none ever changes.
  private final Map<ConnectionId, String> tenants = new ConcurrentHashMap<>();

  private final Map<Waiter, AtomicInteger> waiting = new ConcurrentHashMap<>();
  private final Map<ConnectionId, LongAdder> refusals = new ConcurrentHashMap<>();

  private final Set<String> trials = ConcurrentHashMap.newKeySet();

  PostgresRateBudget(Database database, TenantBudget.Bound bound, BudgetTime time) {
    this.database = database;
    this.bound = bound;
    this.time = time;
  }

  /// Holds no connection of the database while it waits.
  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    var waiters = waiting.computeIfAbsent(new Waiter(connection, lane), _ -> new AtomicInteger());
    waiters.incrementAndGet();
    try {
      await(connection, lane, patience);
    } finally {
      waiters.decrementAndGet();
    }
  }

  private void await(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    var tenant = tenant(connection);
    var end = time.now().plus(patience);
    var forEver = patience.compareTo(VERY_LONG) > 0;
    var turn = turns.computeIfAbsent(new Turn(tenant, lane, forEver), _ -> new ReentrantLock(true));
    if (!turn.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      throw heldBack(connection, lane);
    }
    try {
      while (true) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        var decision = change(tenant, budget -> budget.ask(lane));
        if (decision.isGranted()) {
          if (decision.trial()) {
            trials.add(tenant);
          }
          return;
        }
        if (time.now().plus(decision.delay()).isAfter(end)) {
          throw heldBack(connection, lane);
        }
        sleep(decision.delay());
      }
    } finally {
      turn.unlock();
    }
  }

  private CallsHeldBack heldBack(ConnectionId connection, Lane lane) {
    return new CallsHeldBack(time.now().plus(timeFor(connection, lane, 1, Duration.ZERO)));
  }

  @Override
  public void answered(ConnectionId connection) {
    var tenant = tenant(connection);
    if (trials.remove(tenant)) {
      change(
          tenant,
          budget -> {
            budget.accepted();
            return true;
          });
    }
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    var tenant = tenant(connection);
    trials.remove(tenant);
    refusals.computeIfAbsent(connection, _ -> new LongAdder()).increment();
    change(
        tenant,
        budget -> {
          budget.refused(pause);
          return true;
        });
  }

  @Override
  public void stated(ConnectionId connection, StatedLimit limit) {
    change(
        tenant(connection),
        budget -> {
          budget.stated(limit);
          return true;
        });
  }

  @Override
  public void told(ConnectionId connection, Allowance allowance) {
    var tenant = tenant(connection);
    var known = latest.get(tenant);
    if (known == null || budget(known).isNews(allowance)) {
      change(
          tenant,
          budget -> {
            budget.told(allowance);
            return true;
          });
    }
  }

  private TenantBudget budget(Stored stored) {
    return TenantBudget.at(time.now().plus(stored.ahead()), bound, stored.memory());
  }

  @Override
  public Map<ConnectionId, Load> loads() {
    var loads = new HashMap<ConnectionId, Load>();
    tenants.forEach((connection, tenant) -> {
      var stored = latest.get(tenant);
      if (stored != null) {
        loads.put(
            connection, new Load(budget(stored).state(), waiting(connection), refused(connection)));
      }
    });
    return loads;
  }

  private Map<Lane, Integer> waiting(ConnectionId connection) {
    var byLane = new EnumMap<Lane, Integer>(Lane.class);
    for (var lane : Lane.values()) {
      var waiters = waiting.get(new Waiter(connection, lane));
      byLane.put(lane, waiters == null ? 0 : waiters.get());
    }
    return byLane;
  }

  private long refused(ConnectionId connection) {
    var counted = refusals.get(connection);
    return counted == null ? 0 : counted.sum();
  }

  @Override
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    var select = select(tenant(connection));
    return database.readBare(c ->
        select.list(c, this::stored).stream().map(stored -> budget(stored).state()).findFirst());
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    var select = select(tenant(connection));
    var found = database.readBare(c -> select.list(c, this::stored)).stream().findFirst();
    var memory = found.map(Stored::memory).orElse(TenantBudget.Memory.NONE);
    var now = time.now().plus(found.map(Stored::ahead).orElse(Duration.ZERO));
    return BudgetForecast.timeFor(bound, memory, now, lane, calls, pace);
  }

  private void sleep(Duration delay) throws InterruptedException {
    var chance = ThreadLocalRandom.current().nextLong(20);
    time.sleep(Duration.ofMillis(Math.min(delay.toMillis(), LONGEST_WAIT.toMillis()) + chance));
  }

  /// A connection that is not stored is a tenant of its own.
  private String tenant(ConnectionId connection) {
    var known = tenants.get(connection);
    if (known != null) {
      return known;
    }
    var found =
        database.readBare(c ->
            Query.of(
                    "select tenant_url from connection where connection_id = ?", connection.value())
                .list(c, Row::text));
    found.forEach(tenant -> tenants.put(connection, tenant));
    return found.isEmpty() ? connection.toString() : found.getFirst();
  }

  /// One statement, unless another thread or instance was faster: then it starts anew from what
  /// that one has left.
  private <T> T change(String tenant, Function<TenantBudget, T> step) {
    return database.writeEach(c -> {
      var known = latest.get(tenant);
      while (true) {
        var from = known == null ? stored(c, tenant) : known;
        var budget = budget(from);
        var result = step.apply(budget);
        var written = write(c, tenant, from, budget.memory());
        if (written.isPresent()) {
          latest.put(tenant, written.get());
          return result;
        }
        latest.remove(tenant);
        known = null;
      }
    });
  }

  private Optional<Stored> write(
      Connection c, String tenant, Stored from, TenantBudget.Memory memory) throws SQLException {
    var update = Query.of("update rate_budget set learned = ?", numbers(memory.learned()));
    if (!memory.hasLogOf(from.memory())) { // it is long, and who waits asks again and again
      update.add(", newest_slot = ?, granted = ?", memory.newest(), numbers(memory.log()));
    }
    return update
        .add(
            """
            , version = version + 1
            where tenant = ? and version = ?
            returning clock_timestamp()
            """,
            tenant,
            from.version())
        .list(c, row -> new Stored(memory, from.version() + 1, ahead(row.instant())))
        .stream()
        .findFirst();
  }

  private static Object numbers(List<Long> numbers) {
    return numbers.toArray(Long[]::new);
  }

  private Stored stored(Connection c, String tenant) throws SQLException {
    var select = select(tenant);
    var found = select.list(c, this::stored);
    if (!found.isEmpty()) {
      return found.getFirst();
    }
    Query.of(
            """
            insert into rate_budget (tenant, newest_slot, granted)
            values (?, 0, '{}')
            on conflict (tenant) do nothing
            """,
            tenant)
        .write(c);
    return select.list(c, this::stored).getFirst();
  }

  private static Query select(String tenant) {
    return Query.of(
        """
        select clock_timestamp(), version, newest_slot, granted, learned
        from rate_budget
        where tenant = ?
        """,
        tenant);
  }

  private Stored stored(Row row) throws SQLException {
    var ahead = ahead(row.instant());
    var version = row.number();
    var memory =
        new TenantBudget.Memory(row.number(), List.of(row.numbers()), List.of(row.numbers()));
    return new Stored(memory, version, ahead);
  }

  private Duration ahead(Instant ofDatabase) {
    return Duration.between(time.now(), time.shown(ofDatabase));
  }
}
