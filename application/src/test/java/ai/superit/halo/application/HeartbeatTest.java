package ai.superit.halo.application;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  @ParameterizedTest
  @MethodSource("failures")
  void nothing_that_is_thrown_ends_it(Throwable failure) {
    Runnable failing =
        () -> {
          beats.incrementAndGet();
          HeartbeatTest.<RuntimeException>raise(failure);
        };

    try (var heartbeat = Heartbeat.every("test", Duration.ofMillis(5), failing)) {
      Awaitility.await().until(() -> beats.get() > 2);
      assertThat(heartbeat.isWell()).isTrue();
    }
  }

  static Stream<Throwable> failures() {
    return Stream.of(new IllegalStateException("bug"), new StackOverflowError("deep"));
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void each_cause_is_logged_once_in_a_while() {
    var complaints = new Complaints("test");

    assertThat(complaints.about(new IllegalStateException("bug"))).isTrue();
    assertThat(complaints.about(new IllegalStateException("bug again"))).isFalse();
    assertThat(complaints.about(new StackOverflowError("deep"))).isTrue();
  }

  @Test
  void work_that_is_soon_over_needs_no_beat() {
    try (var _ = Heartbeat.every(Duration.ofMinutes(5), beats::incrementAndGet)) {
      assertThat(beats).hasValue(0);
    }

    assertThat(beats).hasValue(0);
  }
}
