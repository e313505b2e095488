package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Grants every call at once and remembers what it was asked.
final class CountingBudget implements RateBudget {
  final List<Lane> granted = new CopyOnWriteArrayList<>();
  final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience) {
    granted.add(lane);
  }

  /// How many calls it says are left of 300 in five minutes.
  volatile long remaining = 200;

  @Override
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    return Optional.of(
        new TenantBudget.State(
            Optional.of(300L),
            Duration.ofMinutes(5),
            300 - remaining,
            remaining,
            0,
            Optional.empty()));
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return pace.multipliedBy(calls);
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    pauses.add(pause);
  }
}
