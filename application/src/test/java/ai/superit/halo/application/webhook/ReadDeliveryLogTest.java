package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.testing.FakeDeliveryLogs.flawed;
import static ai.superit.halo.application.testing.FakeDeliveryLogs.page;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.testing.FakeDeliveryLogs;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.LogAccess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reading says about a log that does not tell everything.
class ReadDeliveryLogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final URI ADDRESS = URI.create("https://hooks.example/webhooks/halo/x");

  private final InMemoryStore store = new InMemoryStore();
  private final FakeDeliveryLogs logs = FakeDeliveryLogs.ofOneWebhook();

  @Test
  void a_log_that_ends_before_the_last_reading_is_cut_off() {
    logs.give(List.of(page("a", true, NOON)));

    var reading = read(known(NOON.minus(Duration.ofHours(1))));

    assertThat(reading.access()).isEqualTo(LogAccess.CUT_OFF);
    assertThat(reading.newest()).contains(NOON);
  }

  @Test
  void a_log_that_gives_the_same_page_again_is_cut_off() {
    logs.give(List.of(page("a", false, NOON), page("a", false, NOON)));

    assertThat(read(known(NOON.minus(Duration.ofHours(1)))).access()).isEqualTo(LogAccess.CUT_OFF);
  }

  @Test
  void a_log_of_another_webhook_than_before_is_cut_off() {
    logs.find(Optional.of(new DeliveryLogs.Webhook("other", true)));
    logs.give(List.of(page("a", true, NOON)));

    var reading = read(known(NOON));

    assertThat(reading.access()).isEqualTo(LogAccess.CUT_OFF);
    assertThat(reading.webhook()).isEqualTo("other");
  }

  @Test
  void a_log_to_which_a_switched_off_webhook_adds_nothing_says_so() {
    logs.find(Optional.of(new DeliveryLogs.Webhook("w", false)));
    logs.give(List.of(page("a", true, NOON)));

    assertThat(read(known(NOON)).access()).isEqualTo(LogAccess.SWITCHED_OFF);
    assertThat(read(Standing.NEW).access()).isEqualTo(LogAccess.SWITCHED_OFF);
  }

  @Test
  void no_webhook_at_the_address_is_not_set_up() {
    logs.find(Optional.empty());

    assertThat(read(Standing.NEW).access()).isEqualTo(LogAccess.NOT_SET_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, FORBIDDEN",
    "REFUSED, NOT_KEPT",
    "NOT_HALO, NOT_KEPT",
    "UNAUTHORIZED, NOT_LET_IN",
    "UNREACHABLE, OUT_OF_REACH",
    "RATE_LIMITED, OUT_OF_REACH"
  })
  void a_log_that_halo_does_not_give_out_says_why_and_forgets_nothing(
      HaloUnavailable.Cause cause, LogAccess access) {
    logs.fail(new HaloUnavailable(cause, "no"));

    var reading = read(known(NOON));

    assertThat(reading.access()).isEqualTo(access);
    assertThat(reading.newest()).contains(NOON);
  }

  /// It says nothing about the tenant, whose log another instance may be able to read.
  @Test
  void an_instance_that_cannot_open_the_secret_does_not_tell_of_the_log() {
    logs.fail(new SecretUnreadable(new IllegalStateException()));

    assertThatExceptionOfType(SecretUnreadable.class).isThrownBy(() -> read(known(NOON)));
  }

  @Test
  void a_log_that_reaches_back_to_the_last_reading_is_whole() {
    logs.give(List.of(page("a", false, NOON), page("b", true, NOON.minus(Duration.ofHours(2)))));

    var reading = read(known(NOON.minus(Duration.ofHours(1))));

    assertThat(reading.access()).isEqualTo(LogAccess.AVAILABLE);
    assertThat(reading.pages()).isEqualTo(2);
    assertThat(reading.newest()).contains(NOON);
  }

  @Test
  void a_log_whose_pages_are_in_no_order_is_not_whole_by_an_old_row_on_the_first() {
    logs.give(
        List.of(
            page("a", false, NOON, NOON.minus(Duration.ofDays(2))),
            page("b", false, NOON.minus(Duration.ofMinutes(1)))));

    assertThat(read(known(NOON.minus(Duration.ofHours(1)))).access())
        .isEqualTo(LogAccess.UNREADABLE);
    assertThat(read(Standing.NEW).access()).isEqualTo(LogAccess.UNREADABLE);
  }

  @Test
  void a_log_that_begins_with_the_oldest_is_not_whole() {
    var month = NOON.minus(Duration.ofDays(30));
    logs.give(List.of(page("a", false, month, month.plusSeconds(1)), page("b", false, NOON)));

    assertThat(read(known(NOON.minus(Duration.ofHours(1)))).access())
        .isEqualTo(LogAccess.UNREADABLE);
  }

  @Test
  void rows_that_come_again_on_the_next_page_are_in_order() {
    var earlier = NOON.minus(Duration.ofHours(1));
    var old = NOON.minus(Duration.ofDays(1));
    logs.give(List.of(page("a", false, NOON, earlier, old), page("b", true, earlier, old)));

    assertThat(read(known(earlier)).access()).isEqualTo(LogAccess.AVAILABLE);
  }

  @Test
  void what_follows_a_row_that_proves_nothing_is_read_as_well() {
    var earlier = NOON.minus(Duration.ofHours(1));
    logs.give(List.of(flawed("a", NOON), page("b", true, earlier)));

    var reading = read(known(earlier));

    assertThat(reading.access()).isEqualTo(LogAccess.CUSTOM_PAYLOAD);
    assertThat(reading.pages()).isEqualTo(2);
  }

  @Test
  void rows_from_before_the_last_reading_need_not_prove_anything() {
    logs.give(List.of(page("a", false, NOON), flawed("b", NOON.minus(Duration.ofDays(3)))));

    assertThat(read(known(NOON)).access()).isEqualTo(LogAccess.AVAILABLE);
  }

  private ReadDeliveryLog.Reading read(Standing before) {
    return new ReadDeliveryLog(
            logs, store.proofs(), ConnectionId.random(), before, NOON, () -> false)
        .read(ADDRESS)
        .orElseThrow();
  }

  private static Standing known(Instant checkedTo) {
    return new Standing(
        "w", LogAccess.AVAILABLE, Optional.of(checkedTo), Optional.of(NOON), Optional.empty());
  }
}
