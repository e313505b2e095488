package ai.superit.halo.application.connection;

import ai.superit.halo.application.testing.InMemoryRateBudget;
import ai.superit.halo.application.testing.RateBudgetContract;
import java.time.Duration;

class InMemoryRateBudgetTest implements RateBudgetContract {
  private final RateBudget budget =
      new InMemoryRateBudget(new TenantBudget.Bound(10, Duration.ofSeconds(2), 0));

  @Override
  public RateBudget budget() {
    return budget;
  }
}
