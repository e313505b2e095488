package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RememberedTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));
  private final Remembered<Integer> remembered =
      new Remembered<>(asked::incrementAndGet, Duration.ofSeconds(1), now::get);

  @Test
  void an_answer_is_given_again_until_it_is_old() {
    var first = remembered.get();
    now.set(now.get().plusMillis(999));

    assertThat(remembered.get()).isEqualTo(first);
    assertThat(asked).hasValue(first);
  }

  @Test
  void an_old_answer_is_asked_for_again_once() {
    var first = remembered.get();
    now.set(now.get().plusSeconds(1));

    assertThat(remembered.get()).isEqualTo(first + 1);
    assertThat(remembered.get()).isEqualTo(first + 1);
  }
}
