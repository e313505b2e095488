package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.persistence.PersistenceConfig.RateLimit;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RollingWindowTest {
  private static final RateLimit LIMIT = new RateLimit(100, Duration.ofMinutes(5));
  private static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

  @Test
  void each_lane_leaves_room_for_those_before_it() {
    var window = RollingWindow.at(NOON, LIMIT, 0, RollingWindow.empty());

    assertThat(granted(window, Lane.BACKFILL, NOON)).isEqualTo(80);
    assertThat(granted(window, Lane.POLL, NOON)).isEqualTo(10);
    assertThat(granted(window, Lane.REREAD, NOON)).isEqualTo(7);
    assertThat(granted(window, Lane.PERSON, NOON)).isEqualTo(3);
  }

  @Test
  void calls_leave_the_window_only_after_its_whole_length() {
    var full = RollingWindow.at(NOON, LIMIT, 0, RollingWindow.empty());
    granted(full, Lane.PERSON, NOON);
    var before = moved(full, NOON.plus(LIMIT.window()).minusMillis(1));
    var after = moved(full, NOON.plus(LIMIT.window()).plusSeconds(11));

    assertThat(granted(before, Lane.PERSON, NOON.plus(LIMIT.window()))).isZero();
    assertThat(granted(after, Lane.PERSON, NOON.plus(LIMIT.window()))).isEqualTo(100);
  }

  @Test
  void whoever_waits_as_long_as_told_finds_room() {
    var full = RollingWindow.at(NOON, LIMIT, 0, RollingWindow.empty());
    granted(full, Lane.PERSON, NOON);

    var wait = full.acquire(Lane.PERSON, NOON);
    var later = NOON.plus(wait);

    assertThat(wait).isBetween(LIMIT.window(), LIMIT.window().plusSeconds(11));
    assertThat(moved(full, later).acquire(Lane.PERSON, later)).isZero();
  }

  private static RollingWindow moved(RollingWindow window, Instant to) {
    return RollingWindow.at(to, LIMIT, window.newestSlot(), window.granted());
  }

  private static int granted(RollingWindow window, Lane lane, Instant now) {
    var granted = 0;
    while (granted <= LIMIT.calls() && window.acquire(lane, now).isZero()) {
      granted++;
    }
    return granted;
  }
}
