package ai.superit.halo.application.webhook;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE = RetrySchedule.DEFAULT;

  @Test
  void the_pause_doubles_with_each_attempt() {
    assertThat(due(1, 1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(due(2, 1)).isEqualTo(Duration.ofSeconds(2));
    assertThat(due(5, 1)).isEqualTo(Duration.ofSeconds(16));
  }

  @Test
  void a_delivery_is_tried_for_longer_than_a_long_weekend_however_unlucky() {
    var tried = Duration.ZERO;
    for (int attempt = 1; attempt < SCHEDULE.attempts(); attempt++) {
      tried = tried.plus(due(attempt, 0));
    }

    assertThat(tried).isGreaterThan(Duration.ofHours(75));
  }

  @Test
  void the_last_attempt_parks_the_delivery() {
    assertThat(SCHEDULE.after(90, NOON, 0.5, "why")).isEqualTo(new Disposition.Parked("why"));
    assertThat(SCHEDULE.after(99, NOON, 0.5, "why")).isEqualTo(new Disposition.Parked("why"));
  }

  @Test
  void every_pause_is_between_half_of_it_and_the_longest() {
    var patient = new RetrySchedule(10_000, Duration.ofSeconds(1), Duration.ofHours(1));
    var random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      var retry = patient.after(random.nextInt(1, 10_000), NOON, random.nextDouble(), "why");

      assertThat(retry).isInstanceOf(Disposition.Retry.class);
      assertThat(((Disposition.Retry) retry).due())
          .isBetween(NOON.plusMillis(500), NOON.plus(patient.longest()));
    }
  }

  private static Duration due(int attempt, double chance) {
    return switch (SCHEDULE.after(attempt, NOON, chance, "why")) {
      case Disposition.Retry(var due, _) -> Duration.between(NOON, due);
      default -> throw new AssertionError("not tried again");
    };
  }
}
