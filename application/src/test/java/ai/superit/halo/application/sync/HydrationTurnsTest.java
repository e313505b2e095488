package ai.superit.halo.application.sync;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.Hydration.Work;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HydrationTurnsTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final HydrationTurns here = new HydrationTurns(store.hydration(), clock);
  private final HydrationTurns there = new HydrationTurns(store.hydration(), clock);
  private final ConnectionId acme = new ConnectionId(UUID.randomUUID());

  @Test
  void what_one_instance_does_no_other_does_and_no_other_thread() {
    var others = new long[3];

    here.ifFree(
        acme,
        Work.NOTES,
        () -> {
          others[0] = there.ifFree(acme, Work.NOTES, () -> 1);
          others[1] = there.ifFree(acme, Work.FIELDS, () -> 1);
          try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var beside = threads.submit(() -> here.ifFree(acme, Work.NOTES, () -> 1));
            others[2] = beside.get();
          } catch (Exception failure) {
            throw new AssertionError(failure);
          }
          return 1;
        });

    assertThat(others).containsExactly(0, 1, 0);
    assertThat(there.ifFree(acme, Work.NOTES, () -> 7)).isEqualTo(7);
  }

  @Test
  void an_instance_that_fell_silent_holds_nobody_up() {
    var dead = UUID.randomUUID();
    store.hydration().takeTurn(acme, Work.NOTES, dead, clock.instant(), Duration.ofMinutes(2));
    assertThat(here.ifFree(acme, Work.NOTES, () -> 1)).isZero();

    clock.advance(Duration.ofMinutes(2));

    assertThat(here.ifFree(acme, Work.NOTES, () -> 1)).isEqualTo(1);
  }

  @Test
  void a_run_waits_for_what_another_instance_does() throws Exception {
    var begun = new CountDownLatch(1);
    var going = new CountDownLatch(1);
    var left = new AtomicLong(9);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first =
          threads.submit(() ->
              there.ifFree(
                  acme,
                  Work.NOTES,
                  () -> {
                    begun.countDown();
                    awaiting(going);
                    return clock.instant().getEpochSecond();
                  }));
      begun.await();
      var second =
          threads.submit(() ->
              here.afterOthers(acme, Work.NOTES, () -> false, () -> left.set(going.getCount())));
      going.countDown();

      assertThat(first.get()).isPositive();
      second.get();
      assertThat(left).hasValue(0);
    }
  }

  @Test
  void a_run_that_is_to_stop_does_not_wait() {
    var other = UUID.randomUUID();
    store.hydration().takeTurn(acme, Work.NOTES, other, clock.instant(), Duration.ofMinutes(2));

    var begun = new AtomicLong();
    here.afterOthers(acme, Work.NOTES, () -> true, begun::incrementAndGet);

    assertThat(begun).hasValue(1);
  }

  private static void awaiting(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }
}
