package ai.superit.halo.graphql;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.testing.Moments;
import java.time.Duration;
import java.util.Optional;

/// Knows that every tenant grants 300 calls in 5 minutes and has just refused one.
final class LearnedBudget implements RateBudget {
  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience) {}

  @Override
  public void refused(ConnectionId connection, Duration pause) {}

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return pace.multipliedBy(calls);
  }

  @Override
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    return Optional.of(
        new TenantBudget.State(
            Optional.of(300L), Duration.ofMinutes(5), 288, 12, 1, Optional.of(Moments.minute(1))));
  }
}
