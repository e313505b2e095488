package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
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
  public void acquire(ConnectionId connection, Lane lane) throws InterruptedException {
    var decision = change(connection, budget -> budget.ask(lane));
    while (!decision.isGranted()) {
      Thread.sleep(Math.min(decision.delay().toMillis(), 200));
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
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    return Optional.ofNullable(memories.get(connection))
        .map(memory -> TenantBudget.at(Instant.now(), bound, memory).state());
  }

  private synchronized <T> T change(ConnectionId connection, Function<TenantBudget, T> step) {
    var memory = memories.getOrDefault(connection, TenantBudget.Memory.NONE);
    var budget = TenantBudget.at(Instant.now(), bound, memory);
    var result = step.apply(budget);
    memories.put(connection, budget.memory());
    return result;
  }
}
