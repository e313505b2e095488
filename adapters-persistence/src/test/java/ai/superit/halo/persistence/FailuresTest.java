package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.StoreTooSlow;
import ai.superit.halo.application.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FailuresTest {
  @Test
  void a_statement_that_took_too_long_is_no_database_that_cannot_be_reached() {
    assertThat(Failures.translated(new SQLException("statement timeout", "57014")))
        .isInstanceOf(StoreTooSlow.class);
    assertThat(Failures.translated(new SQLException("shutting down", "57P01")))
        .isExactlyInstanceOf(StoreUnavailable.class);
  }

  @Test
  void who_is_interrupted_while_waiting_for_a_connection_has_not_reached_the_database() {
    var interrupted =
        new SQLException("Interrupted during connection acquisition", new InterruptedException());

    assertThat(Failures.translated(interrupted)).isExactlyInstanceOf(StoreUnavailable.class);
  }

  @Test
  void work_that_has_to_wait_begins_again_until_it_need_not() {
    var attempts = new AtomicInteger();

    var done =
        Failures.retrying(() -> {
          if (attempts.incrementAndGet() < 3) {
            throw new Failures.Busy("not yet");
          }
          return "done";
        });

    assertThat(done).isEqualTo("done");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void work_that_has_to_wait_too_long_may_be_asked_for_again_later() {
    assertThatThrownBy(() ->
            Failures.retrying(
                () -> {
                  throw new Failures.Busy("never");
                },
                Duration.ofMillis(1)))
        .isExactlyInstanceOf(StoreUnavailable.class);
  }
}
