package ai.superit.halo.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class UsualVolumeTest {
  @Test
  void with_fewer_than_four_weeks_nobody_knows_what_is_usual() {
    assertThat(new UsualVolume(List.of(5L, 5L, 5L)).median()).isEmpty();
    assertThat(new UsualVolume(List.of(5L, 5L, 5L, 7L)).median()).hasValue(5);
  }

  @Test
  void one_odd_week_does_not_move_what_is_usual() {
    assertThat(new UsualVolume(List.of(100L, 90_000L, 110L, 0L, 105L)).median()).hasValue(105);
    assertThat(new UsualVolume(List.of(4L, 1L, 3L, 2L)).median()).hasValue(2.5);
  }

  @Test
  void the_same_hours_are_those_of_eight_weeks() {
    var hours = UsualVolume.sameHours(Instant.parse("2026-03-02T12:00:00Z"));

    assertThat(hours).hasSize(8).startsWith(Instant.parse("2026-02-23T12:00:00Z"));
    assertThat(hours.getLast()).isEqualTo(Instant.parse("2026-01-05T12:00:00Z"));
  }
}
