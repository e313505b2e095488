package ai.superit.halo.domain.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void the_nightly_hour_is_meant_by_the_clock_of_its_zone() {
    var schedule = at(2);

    assertThat(schedule.nextComparison(Instant.parse("2026-07-01T00:30:00Z")))
        .isEqualTo("2026-07-02T00:00:00Z");
    assertThat(schedule.nextComparison(Instant.parse("2026-07-01T22:30:00Z")))
        .isEqualTo("2026-07-02T00:00:00Z");
    assertThat(schedule.nextComparison(Instant.parse("2026-12-01T00:30:00Z")))
        .isEqualTo("2026-12-01T01:00:00Z");
  }

  @Test
  void the_moment_itself_is_not_next() {
    assertThat(at(2).nextComparison(Instant.parse("2026-07-01T00:00:00Z")))
        .isEqualTo("2026-07-02T00:00:00Z");
  }

  @Test
  void a_night_whose_hour_is_skipped_is_compared_an_hour_later() {
    assertThat(at(2).nextComparison(Instant.parse("2026-03-28T12:00:00Z")))
        .isEqualTo("2026-03-29T01:00:00Z");
  }

  @Test
  void only_hybrid_hastens_and_never_beyond_a_minute() {
    assertThat(of(Schedule.Mode.HYBRID, 15).interval(true)).isEqualTo(Duration.ofMinutes(3));
    assertThat(of(Schedule.Mode.HYBRID, 15).interval(false)).isEqualTo(Duration.ofMinutes(15));
    assertThat(of(Schedule.Mode.HYBRID, 2).interval(true)).isEqualTo(Duration.ofMinutes(1));
    assertThat(of(Schedule.Mode.POLLING, 15).interval(true)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void an_interval_below_a_minute_stays_as_it_is() {
    var schedule = new Schedule(Schedule.Mode.HYBRID, Duration.ofSeconds(5), 2, BERLIN);

    assertThat(schedule.interval(true)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void an_hour_that_no_day_has_is_refused() {
    assertThatThrownBy(() -> at(24)).hasMessageContaining("24");
    assertThatThrownBy(() -> at(-1)).hasMessageContaining("-1");
  }

  private static Schedule at(int hour) {
    return new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(15), hour, BERLIN);
  }

  private static Schedule of(Schedule.Mode mode, int minutes) {
    return new Schedule(mode, Duration.ofMinutes(minutes), 2, BERLIN);
  }
}
