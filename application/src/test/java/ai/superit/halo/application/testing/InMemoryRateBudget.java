package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.BudgetForecast;
import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Learns and decides as the real one does, for one instance.
public final class InMemoryRateBudget implements RateBudget {
  private final Map<ConnectionId, TenantBudget.Memory> memories = new ConcurrentHashMap<>();
  private final TenantBudget.Bound bound;

  public InMemoryRateBudget(TenantBudget.Bound bound) {
    this.bound = bound;
  }

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    var end = Instant.now().plus(patience);
    var decision = change(connection, budget -> budget.ask(lane));
    while (!decision.isGranted()) {
      if (Instant.now().plus(decision.delay()).isAfter(end)) {
        throw new CallsHeldBack(Instant.now().plus(timeFor(connection, lane, 1, Duration.ZERO)));
      }
      Thread.sleep(Math.max(1, Math.min(decision.delay().toMillis(), 200)));
      decision = change(connection, budget -> budget.ask(lane));
    }
  }

  @Override
  public void answered(ConnectionId connection) {
    change(
        connection,
        budget -> {
          budget.accepted();
          return true;
        });
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    change(
        connection,
        budget -> {
          budget.refused(pause);
          return true;
        });
  }

  @Override
  public void stated(ConnectionId connection, StatedLimit limit) {
    change(
        connection,
        budget -> {
          budget.stated(limit);
          return true;
        });
  }

  @Override
  public void told(ConnectionId connection, Allowance allowance) {
    change(
        connection,
        budget -> {
          budget.told(allowance);
          return true;
        });
  }

  @Override
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    return Optional.ofNullable(memories.get(connection))
        .map(memory -> TenantBudget.at(Instant.now(), bound, memory).state());
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    var memory = memories.getOrDefault(connection, TenantBudget.Memory.NONE);
    return BudgetForecast.timeFor(bound, memory, Instant.now(), lane, calls, pace);
  }

  private synchronized <T> T change(ConnectionId connection, Function<TenantBudget, T> step) {
    var memory = memories.getOrDefault(connection, TenantBudget.Memory.NONE);
    var budget = TenantBudget.at(Instant.now(), bound, memory);
    var result = step.apply(budget);
    memories.put(connection, budget.memory());
    return result;
  }
}
