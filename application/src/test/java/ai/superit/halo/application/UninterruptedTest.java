package ai.superit.halo.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UninterruptedTest {
  private final AtomicInteger attempts = new AtomicInteger();

  @AfterEach
  void forget() {
    var _ = Thread.interrupted();
  }

  @Test
  void the_interrupt_counts_again_afterwards() {
    Thread.currentThread().interrupt();

    boolean during = Uninterrupted.call(() -> Thread.currentThread().isInterrupted());

    assertThat(during).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void what_an_interrupt_breaks_off_is_done_once_more() {
    Uninterrupted.run(() -> {
      if (attempts.getAndIncrement() == 0) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("broken off");
      }
      assertThat(Thread.currentThread().isInterrupted()).isFalse();
    });

    assertThat(attempts).hasValue(2);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void what_fails_by_itself_is_not_done_again() {
    assertThatThrownBy(() ->
            Uninterrupted.run(() -> {
              attempts.getAndIncrement();
              throw new IllegalStateException("failed");
            }))
        .isInstanceOf(IllegalStateException.class);

    assertThat(attempts).hasValue(1);
    assertThat(Thread.interrupted()).isFalse();
  }
}
