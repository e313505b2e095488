package ai.superit.halo.application.alert;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryAlertNotices;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.domain.sync.Resource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Alerts of fewer deliveries, and of more, than are usual.
class UnusualVolumeTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final WatchedConnection acme = new WatchedConnection();
  private final InMemoryStore store = acme.store;
  private final ManualClock clock = acme.clock;
  private final InMemoryAlertNotices notices = acme.notices;

  @Test
  void silence_is_told_where_something_is_usual_in_that_hour_of_the_week() {
    history(4, 30);
    clock.set(NOON.plus(Duration.ofMinutes(61)));
    acme.evaluate(4);
    assertThat(acme.told()).isEmpty();
    acme.evaluate(1);
    assertThat(acme.told()).containsExactly("SILENCE OPENED");
    assertThat(notices.posted().getFirst().summary())
        .isEqualTo(
            "0 deliveries came since 2026-03-02T12:00:00Z, where about 30 are usual in an hour.");

    acme.deliver(20, new Disposition.Applied());
    acme.evaluate(5);

    assertThat(acme.told()).containsExactly("SILENCE OPENED", "SILENCE RESOLVED");
  }

  /// What came at 12 and 13 o'clock UTC comes an hour earlier.
  @Test
  void a_change_of_clocks_is_neither_silence_nor_a_peak() {
    history(8, 300);
    for (var hour = -1; hour < 1; hour++) {
      clock.set(NOON.plus(Duration.ofHours(hour)));
      acme.deliver(300, new Disposition.Applied());
      acme.evaluate(10);
    }
    clock.set(NOON.plus(Duration.ofMinutes(121)));
    acme.evaluate(10);

    assertThat(acme.told()).isEmpty();
  }

  @Test
  void without_weeks_of_history_neither_silence_nor_a_peak_is_told() {
    history(3, 30);
    clock.set(NOON.plus(Duration.ofMinutes(61)));
    acme.evaluate(10);
    acme.deliver(1_000, new Disposition.Applied());
    acme.evaluate(10);

    assertThat(acme.told()).isEmpty();
  }

  @Test
  void where_polling_finds_what_no_delivery_told_no_history_is_needed() {
    acme.found();
    store.cursors().reached(acme.id, Resource.TICKETS, NOON);
    store.schedules().found(acme.id, Resource.TICKETS, clock.instant());
    store.schedules().found(acme.id, Resource.TICKETS, clock.instant().plusSeconds(1));
    acme.evaluate(5);

    assertThat(acme.told()).containsExactly("SILENCE OPENED");
  }

  @Test
  void changes_of_which_the_webhook_is_not_to_tell_are_no_silence() {
    acme.found();
    store.cursors().reached(acme.id, Resource.ASSETS, NOON);
    store.schedules().found(acme.id, Resource.ASSETS, clock.instant());
    store.schedules().found(acme.id, Resource.ASSETS, clock.instant().plusSeconds(1));
    acme.evaluate(10);

    assertThat(acme.told()).isEmpty();
  }

  @Test
  void a_peak_is_told_once_and_is_over_when_its_hour_has_passed() {
    history(8, 60);
    clock.set(NOON);
    acme.deliver(301, new Disposition.Applied());
    acme.evaluate(119);
    assertThat(acme.told()).containsExactly("VOLUME_SPIKE OPENED");
    assertThat(notices.posted().getFirst().summary())
        .startsWith("301 deliveries came in the hour from 2026-03-02T12:00:00Z, where about 60");

    acme.deliver(60, new Disposition.Applied());
    acme.evaluate(15);

    assertThat(acme.told()).containsExactly("VOLUME_SPIKE OPENED", "VOLUME_SPIKE RESOLVED");
  }

  /// So many deliveries in the hour of noon, and in the one after, of each of the weeks before.
  private void history(int weeks, int deliveries) {
    for (var week = weeks; week > 0; week--) {
      for (var hour = 0; hour < 2; hour++) {
        clock.set(NOON.minus(WEEK.multipliedBy(week)).plus(Duration.ofHours(hour)));
        acme.deliver(deliveries, new Disposition.Applied());
      }
    }
  }
}
