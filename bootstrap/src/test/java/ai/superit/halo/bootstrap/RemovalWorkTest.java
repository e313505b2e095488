package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RemovalWorkTest {
  private static final Duration IDLE = Duration.ofMillis(1);

  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void an_error_ends_its_round_and_not_the_work() {
    try (var work = new RemovalWork(this::failsFirst, IDLE)) {
      work.start();

      await().until(() -> rounds.get() > 1);
      assertThat(work.isWell()).isTrue();
    }
  }

  @Test
  void what_was_never_started_is_not_well() {
    try (var work = new RemovalWork(this::failsFirst, IDLE)) {
      assertThat(work.isWell()).isFalse();
    }
  }

  private boolean failsFirst() {
    if (rounds.incrementAndGet() == 1) {
      throw new StackOverflowError("deep");
    }
    return false;
  }
}
