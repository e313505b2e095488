package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A budget around another one, which does all that whoever extends this does not do itself.
abstract class ForwardingBudget implements RateBudget {
  private final RateBudget budget;

  ForwardingBudget(RateBudget budget) {
    this.budget = budget;
  }

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    budget.acquire(connection, lane, patience);
  }

  @Override
  public void answered(ConnectionId connection) {
    budget.answered(connection);
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return budget.timeFor(connection, lane, calls, pace);
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    budget.refused(connection, pause);
  }

  @Override
  public void stated(ConnectionId connection, StatedLimit limit) {
    budget.stated(connection, limit);
  }

  @Override
  public void told(ConnectionId connection, Allowance allowance) {
    budget.told(connection, allowance);
  }

  @Override
  public Map<ConnectionId, Load> loads() {
    return budget.loads();
  }

  @Override
  public Optional<TenantBudget.State> findState(ConnectionId connection) {
    return budget.findState(connection);
  }
}
