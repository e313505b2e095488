package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.testing.InMemoryRateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndingBudgetTest {
  private final ConnectionId acme = ConnectionId.random();
  private final EndingBudget budget =
      new EndingBudget(new InMemoryRateBudget(TenantBudget.Bound.NONE));

  @Test
  void whoever_waits_when_it_ends_is_told_so_and_may_go_on() throws InterruptedException {
    var told = new AtomicReference<Throwable>();
    var interrupted = new AtomicReference<Boolean>();
    budget.refused(acme, Duration.ofMinutes(5));
    var waiter =
        Thread.ofVirtual()
            .start(() -> {
              try {
                budget.acquire(acme, Lane.BACKFILL);
              } catch (CallsHeldBack | InterruptedException failure) {
                told.set(failure);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

    budget.end();

    waiter.join();
    assertThat(told.get()).isInstanceOf(CallsHeldBack.class).hasMessageContaining("service stops");
    assertThat(interrupted).hasValue(false);
  }

  @Test
  void after_its_end_nothing_is_let_through() throws InterruptedException {
    budget.acquire(acme, Lane.PERSON);

    budget.end();

    assertThatThrownBy(() -> budget.acquire(acme, Lane.PERSON)).isInstanceOf(CallsHeldBack.class);
    assertThat(budget.findState(acme).orElseThrow().used()).isEqualTo(1);
  }
}
