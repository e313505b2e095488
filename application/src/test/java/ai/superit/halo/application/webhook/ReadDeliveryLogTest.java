package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.LogAccess;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reading says about a log that does not tell everything.
class ReadDeliveryLogTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final URI ADDRESS = URI.create("https://hooks.example/webhooks/halo/x");

  private final InMemoryStore store = new InMemoryStore();
  private final ScriptedLogs logs = new ScriptedLogs();

  @Test
  void a_log_that_ends_before_the_last_reading_is_cut_off() {
    logs.pages = List.of(page("a", true, NOON));

    var reading = read(known(NOON.minus(Duration.ofHours(1))));

    assertThat(reading.access()).isEqualTo(LogAccess.CUT_OFF);
    assertThat(reading.newest()).contains(NOON);
  }

  @Test
  void a_log_that_gives_the_same_page_again_is_cut_off() {
    logs.pages = List.of(page("a", false, NOON), page("a", false, NOON));

    assertThat(read(known(NOON.minus(Duration.ofHours(1)))).access()).isEqualTo(LogAccess.CUT_OFF);
  }

  @Test
  void a_log_of_another_webhook_than_before_is_cut_off() {
    logs.found = Optional.of(new DeliveryLogs.Webhook("other", true));
    logs.pages = List.of(page("a", true, NOON));

    var reading = read(known(NOON));

    assertThat(reading.access()).isEqualTo(LogAccess.CUT_OFF);
    assertThat(reading.webhook()).isEqualTo("other");
  }

  @Test
  void a_log_to_which_a_switched_off_webhook_adds_nothing_says_so() {
    logs.found = Optional.of(new DeliveryLogs.Webhook("w", false));
    logs.pages = List.of(page("a", true, NOON));

    assertThat(read(known(NOON)).access()).isEqualTo(LogAccess.SWITCHED_OFF);
    assertThat(read(Standing.NEW).access()).isEqualTo(LogAccess.SWITCHED_OFF);
  }

  @Test
  void no_webhook_at_the_address_is_not_set_up() {
    logs.found = Optional.empty();

    assertThat(read(Standing.NEW).access()).isEqualTo(LogAccess.NOT_SET_UP);
  }

  @ParameterizedTest
  @CsvSource({
    "FORBIDDEN, FORBIDDEN",
    "REFUSED, NOT_KEPT",
    "NOT_HALO, NOT_KEPT",
    "UNREACHABLE, OUT_OF_REACH",
    "RATE_LIMITED, OUT_OF_REACH"
  })
  void a_log_that_halo_does_not_give_out_says_why_and_forgets_nothing(
      HaloUnavailable.Cause cause, LogAccess access) {
    logs.failure = Optional.of(new HaloUnavailable(cause, "no"));

    var reading = read(known(NOON));

    assertThat(reading.access()).isEqualTo(access);
    assertThat(reading.newest()).contains(NOON);
  }

  @Test
  void a_log_that_reaches_back_to_the_last_reading_is_whole() {
    logs.pages = List.of(page("a", false, NOON), page("b", true, NOON.minus(Duration.ofHours(2))));

    var reading = read(known(NOON.minus(Duration.ofHours(1))));

    assertThat(reading.access()).isEqualTo(LogAccess.AVAILABLE);
    assertThat(reading.pages()).isEqualTo(2);
    assertThat(reading.newest()).contains(NOON);
  }

  private ReadDeliveryLog.Reading read(Standing before) {
    return new ReadDeliveryLog(logs, store.proofs(), ConnectionId.random(), before, NOON)
        .read(ADDRESS);
  }

  private static Standing known(Instant checkedTo) {
    return new Standing(
        "w", LogAccess.AVAILABLE, Optional.of(checkedTo), Optional.of(NOON), Optional.empty());
  }

  private static DeliveryLogs.LogPage page(String first, boolean isLast, Instant sentAt) {
    var digest = DeliveryDigest.of(first.getBytes(UTF_8));
    var logged = new LoggedDelivery(digest, sentAt, true, Set.of());
    return new DeliveryLogs.LogPage(List.of(logged), first, 1, isLast, Optional.empty());
  }

  /// Gives out what it was told to.
  private static final class ScriptedLogs implements DeliveryLogs {
    private Optional<Webhook> found = Optional.of(new Webhook("w", true));
    private List<LogPage> pages = List.of();
    private Optional<HaloUnavailable> failure = Optional.empty();

    @Override
    public Optional<Webhook> webhook(ConnectionId connection, URI address) {
      failure.ifPresent(ScriptedLogs::raise);
      return found;
    }

    @Override
    public LogPage page(ConnectionId connection, String webhook, int number) {
      failure.ifPresent(ScriptedLogs::raise);
      return number <= pages.size()
          ? pages.get(number - 1)
          : new LogPage(List.of(), "", 0, true, Optional.empty());
    }

    private static void raise(HaloUnavailable failure) {
      throw failure;
    }
  }
}
