package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.Allowance;
import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.connection.StatedLimit;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// What every [RateBudget] does that has a bound of 10 calls in 2 seconds.
public interface RateBudgetContract {
  RateBudget budget();

  @Test
  default void no_more_than_the_bound_is_granted_within_its_window() throws InterruptedException {
    var connection = ConnectionId.random();
    var start = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      budget().acquire(connection, Lane.PERSON);
    }

    budget().acquire(connection, Lane.PERSON);

    assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  default void a_backfill_leaves_calls_to_a_person() throws InterruptedException {
    var connection = ConnectionId.random();
    for (int i = 0; i < 6; i++) {
      budget().acquire(connection, Lane.BACKFILL);
    }
    var start = System.nanoTime();

    budget().acquire(connection, Lane.PERSON);

    assertThat(since(start)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  default void connections_do_not_share() throws InterruptedException {
    budget().refused(ConnectionId.random(), Duration.ofMinutes(1));
    var start = System.nanoTime();

    budget().acquire(ConnectionId.random(), Lane.BACKFILL);

    assertThat(since(start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  default void a_refusal_holds_everybody_back() throws InterruptedException {
    var connection = ConnectionId.random();
    budget().acquire(connection, Lane.BACKFILL);
    budget().refused(connection, Duration.ofMillis(700));
    var start = System.nanoTime();

    budget().acquire(connection, Lane.PERSON);

    assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(690));
  }

  @Test
  default void whoever_cannot_wait_for_so_long_hears_at_once_until_when() {
    var connection = ConnectionId.random();
    budget().refused(connection, Duration.ofMinutes(5));
    var start = System.nanoTime();

    assertThatThrownBy(() -> budget().acquire(connection, Lane.PERSON))
        .isInstanceOf(CallsHeldBack.class)
        .hasMessageContaining(
            Instant.now().plus(Duration.ofMinutes(5)).toString().substring(0, 15));

    assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
    assertThat(budget().findState(connection).orElseThrow().used()).isZero();
  }

  @Test
  default void nobody_waits_longer_than_their_patience() throws InterruptedException {
    var connection = ConnectionId.random();
    for (int i = 0; i < 10; i++) {
      budget().acquire(connection, Lane.PERSON);
    }
    var start = System.nanoTime();

    assertThatThrownBy(() -> budget().acquire(connection, Lane.PERSON, Duration.ofMillis(300)))
        .isInstanceOf(CallsHeldBack.class);

    assertThat(since(start)).isLessThan(Duration.ofMillis(1_500));
    assertThat(budget().findState(connection).orElseThrow().used()).isEqualTo(10);
  }

  @Test
  default void a_person_does_not_queue_behind_those_who_wait_for_ever() throws Exception {
    var connection = ConnectionId.random();
    budget().refused(connection, Duration.ofMinutes(5));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          threads.submit(() -> {
            budget().acquire(connection, Lane.PERSON, RateBudget.FOR_EVER);
            return true;
          });
      assertThatThrownBy(() -> waiting.get(100, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      var start = System.nanoTime();

      assertThatThrownBy(() -> budget().acquire(connection, Lane.PERSON))
          .isInstanceOf(CallsHeldBack.class);

      assertThat(since(start)).isLessThan(Duration.ofSeconds(5));
      threads.shutdownNow();
    }
  }

  @Test
  default void a_refusal_is_remembered() throws InterruptedException {
    var connection = ConnectionId.random();
    assertThat(budget().findState(connection)).isEmpty();

    budget().acquire(connection, Lane.BACKFILL);
    budget().refused(connection, Duration.ofMinutes(1));

    var state = budget().findState(connection).orElseThrow();
    assertThat(state.refusals()).isEqualTo(1);
  }

  @Test
  default void a_limit_that_the_tenant_names_is_known_at_once() throws InterruptedException {
    var connection = ConnectionId.random();
    budget().acquire(connection, Lane.BACKFILL);
    budget().refused(connection, Duration.ofSeconds(1));

    budget().stated(connection, new StatedLimit(700, Duration.ofMinutes(10)));

    var state = budget().findState(connection).orElseThrow();
    assertThat(state.calls()).contains(700L);
    assertThat(state.window()).isEqualTo(Duration.ofMinutes(10));
    assertThat(state.remaining()).isBetween(698L, 700L);
    assertThat(state.used()).isBetween(0L, 1L);
  }

  @Test
  default void what_the_tenant_tells_of_itself_is_known_at_once() throws InterruptedException {
    var connection = ConnectionId.random();
    budget().acquire(connection, Lane.BACKFILL);
    budget().answered(connection);

    budget().told(connection, new Allowance(400, 399, Duration.ofMinutes(5)));
    budget().told(connection, new Allowance(400, 100, Duration.ofMinutes(4)));

    var state = budget().findState(connection).orElseThrow();
    assertThat(state.used()).isEqualTo(300);
    assertThat(state.calls()).as("a window is not named").isEmpty();
    assertThat(state.blockedUntil()).isEmpty();
  }

  @Test
  default void when_no_call_is_left_nobody_calls() {
    var connection = ConnectionId.random();
    var before = Instant.now();

    budget().told(connection, new Allowance(400, 0, Duration.ofMinutes(3)));
    budget().told(connection, new Allowance(400, 0, Duration.ofMinutes(1)));

    assertThat(budget().findState(connection).orElseThrow().blockedUntil().orElseThrow())
        .isAfter(before.plus(Duration.ofMinutes(3)).minusSeconds(1));
  }

  @Test
  default void a_retry_after_is_remembered() {
    var connection = ConnectionId.random();
    var before = Instant.now();

    budget().refused(connection, Duration.ofMinutes(7));

    assertThat(budget().findState(connection).orElseThrow().blockedUntil().orElseThrow())
        .isAfter(before.plus(Duration.ofMinutes(7)).minusSeconds(1));
  }

  @Test
  default void an_interrupt_ends_the_wait() {
    var connection = ConnectionId.random();
    budget().refused(connection, Duration.ofMinutes(1));
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> budget().acquire(connection, Lane.BACKFILL))
        .isInstanceOf(InterruptedException.class);
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }
}
