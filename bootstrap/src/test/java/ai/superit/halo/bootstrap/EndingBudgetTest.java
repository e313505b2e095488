package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EndingBudgetTest {
  private final ConnectionId acme = ConnectionId.random();
  private final AtomicInteger granted = new AtomicInteger();
  private final Closing closing = new Closing();
  private final EndingBudget budget = new EndingBudget(closing);

  /// Lets everything through until a refusal, and then nothing.
  private final class Closing implements RateBudget {
    private volatile boolean closed;

    @Override
    public void acquire(ConnectionId connection, Lane lane, Duration patience)
        throws InterruptedException {
      if (closed) {
        Thread.sleep(patience);
      }
      granted.incrementAndGet();
    }

    @Override
    public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
      return pace;
    }

    @Override
    public void refused(ConnectionId connection, Duration pause) {
      closed = true;
    }
  }

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
              } catch (CallsEnded | InterruptedException failure) {
                told.set(failure);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    await().until(() -> waiter.getState() == Thread.State.TIMED_WAITING);

    budget.end();

    waiter.join();
    assertThat(told.get()).isInstanceOf(CallsEnded.class).hasMessageContaining("service stops");
    assertThat(interrupted).hasValue(false);
  }

  @Test
  void after_its_end_nothing_is_let_through() throws InterruptedException {
    budget.acquire(acme, Lane.PERSON);

    budget.end();

    assertThatThrownBy(() -> budget.acquire(acme, Lane.PERSON)).isInstanceOf(CallsEnded.class);
    assertThat(granted).hasValue(1);
  }
}
