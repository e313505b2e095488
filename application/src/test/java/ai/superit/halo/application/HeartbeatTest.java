package ai.superit.halo.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
  private final AtomicInteger beats = new AtomicInteger();

  @Test
  void it_beats_until_it_is_closed() {
    try (var _ = Heartbeat.every(Duration.ofMillis(5), beats::incrementAndGet)) {
      Awaitility.await().untilAtomic(beats, count -> assertThat(count).isGreaterThan(2));
    }
    var last = beats.get();

    Awaitility.await().during(Duration.ofMillis(50)).until(() -> beats.get() == last);
  }

  @Test
  void a_store_that_is_away_for_a_moment_does_not_stop_it() {
    Runnable failing =
        () -> {
          beats.incrementAndGet();
          throw new StoreUnavailable("away", new IllegalStateException());
        };

    try (var _ = Heartbeat.every(Duration.ofMillis(5), failing)) {
      Awaitility.await().until(() -> beats.get() > 2);
    }

    assertThat(beats).hasPositiveValue();
  }

  @Test
  void work_that_is_soon_over_needs_no_beat() {
    try (var _ = Heartbeat.every(Duration.ofMinutes(5), beats::incrementAndGet)) {
      assertThat(beats).hasValue(0);
    }

    assertThat(beats).hasValue(0);
  }
}
