package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PresenceTest {
  private final ConnectionId connection = ConnectionId.random();
  private final Presence presence = new Presence(InstantSource.system());
  private final AtomicInteger proofs = new AtomicInteger();

  @Test
  void a_record_that_is_found_after_one_that_is_not_saves_the_proof() {
    find(true);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var missing = CompletableFuture.runAsync(() -> find(false), threads);
      while (!missing.isDone()) {
        find(true);
      }
    }

    assertThat(proofs).hasValue(0);
  }

  @Test
  void a_record_that_was_asked_for_before_proves_nothing() throws Exception {
    var asked = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          threads.submit(() ->
              presence.find(
                  connection,
                  () -> {
                    asked.countDown();
                    await(answered);
                    return Optional.of("found");
                  },
                  proofs::incrementAndGet));
      await(asked);
      var missing = Thread.ofVirtual().start(() -> find(false));
      Awaitility.await().until(() -> waits(missing) || !missing.isAlive());
      answered.countDown();
      missing.join();
    }

    assertThat(proofs).hasValue(1);
  }

  /// It may have to wait for calls that only less urgent work has to wait for.
  @Test
  void a_proof_that_takes_long_holds_up_nobody_else() throws Exception {
    var begun = new CountDownLatch(1);
    var over = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var slow =
          CompletableFuture.runAsync(
              () ->
                  presence.find(
                      connection,
                      Optional::empty,
                      () -> {
                        begun.countDown();
                        await(over);
                      }),
              threads);
      await(begun);

      find(false);

      assertThat(slow).isNotDone();
      over.countDown();
    }
    assertThat(proofs).hasValue(1);
  }

  @Test
  void what_was_proved_holds_for_the_next_but_not_for_another_tenant() {
    find(false);
    find(false);

    presence.find(ConnectionId.random(), Optional::empty, proofs::incrementAndGet);

    assertThat(proofs).hasValue(2);
  }

  @Test
  void nothing_is_known_while_the_proof_fails() {
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() ->
              presence.find(
                  connection,
                  Optional::empty,
                  () -> {
                    throw new IllegalStateException("not there");
                  }))
          .hasMessage("not there");
    }
  }

  private static boolean waits(Thread thread) {
    return thread.getState() == Thread.State.TIMED_WAITING;
  }

  private void find(boolean there) {
    presence.find(
        connection, () -> Optional.of("found").filter(_ -> there), proofs::incrementAndGet);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
