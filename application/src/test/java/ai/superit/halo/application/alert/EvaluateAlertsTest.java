package ai.superit.halo.application.alert;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.sync.SyncSchedules.PollOutcome;
import ai.superit.halo.application.testing.InMemoryAlertNotices;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluateAlertsTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final WatchedConnection acme = new WatchedConnection();
  private final InMemoryStore store = acme.store;
  private final ManualClock clock = acme.clock;
  private final InMemoryAlertNotices notices = acme.notices;

  @Test
  void a_webhook_that_is_off_opens_one_alert_and_its_repair_ends_it() {
    found(WebhookProblem.SWITCHED_OFF);
    acme.evaluate(20);
    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");
    assertThat(notices.posted().getFirst())
        .satisfies(notice -> {
          assertThat(notice.connectionName()).isEqualTo("acme");
          assertThat(notice.summary()).contains("Somebody switched the webhook off");
          assertThat(notice.advice()).contains("checkWebhook");
        });

    found();
    acme.evaluate(2);
    assertThat(acme.told()).hasSize(1);
    acme.evaluate(10);

    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED", "WEBHOOK_DISABLED RESOLVED");
    assertThat(notices.posted().getLast().alert()).isEqualTo(notices.posted().getFirst().alert());
  }

  @Test
  void what_halo_switches_off_again_and_again_is_one_alert() {
    store.watch().registered(acme.id, "1", NOON);
    for (var times = 0; times < 5; times++) {
      var nothing = new WebhookWatch.Finding(clock.instant(), Set.of(), "", Set.of());
      store.watch().found(acme.id, nothing, Set.of(WebhookProblem.DISABLED_BY_HALO));
      acme.evaluate(20);
    }
    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");

    acme.evaluate(20);

    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED", "WEBHOOK_DISABLED RESOLVED");
  }

  @Test
  void a_webhook_that_was_set_up_by_hand_and_is_off_by_the_log_is_an_alert() {
    store.watch().leftToPeople(acme.id, NOON);
    logTells(LogAccess.AVAILABLE);
    acme.evaluate(5);
    assertThat(acme.told()).isEmpty();

    logTells(LogAccess.SWITCHED_OFF);
    acme.evaluate(5);
    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");

    logTells(LogAccess.AVAILABLE);
    acme.evaluate(5);
    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED", "WEBHOOK_DISABLED RESOLVED");
  }

  private void logTells(LogAccess access) {
    var standing =
        new DeliveryProofs.Standing(
            "w", access, Optional.empty(), Optional.empty(), Optional.empty());
    store.proofs().finish(acme.id, standing, NOON);
  }

  @Test
  void what_is_not_told_has_not_happened() {
    found(WebhookProblem.MISSING);
    notices.fail(true);
    assertThatThrownBy(() -> acme.evaluate(1)).hasMessageContaining("no room");
    assertThat(store.alerts().unresolved()).isEmpty();

    notices.fail(false);
    acme.evaluate(2);

    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");
  }

  @Test
  void what_cannot_be_measured_does_not_silence_the_rest() {
    var tooSlow =
        (DeliveryInbox)
            Proxy.newProxyInstance(
                DeliveryInbox.class.getClassLoader(),
                new Class<?>[] {DeliveryInbox.class},
                (_, _, _) -> {
                  throw new StoreUnavailable("too slow", new IllegalStateException());
                });
    refused(Refusal.NOT_AUTHENTIC, 50);
    clock.advance(WatchedConnection.MINUTE);

    assertThat(acme.evaluateIfDue(acme.evaluating(tooSlow)))
        .extracting(AlertNotice::kind)
        .containsExactly("SECURITY");
  }

  @Test
  void a_connection_is_looked_at_once_in_each_interval() {
    refused(Refusal.NOT_AUTHENTIC, 50);
    assertThat(acme.evaluateIfDue()).hasSize(1);
    for (var second = 0; second < 59; second++) {
      clock.advance(Duration.ofSeconds(1));
      store.alerts().choose(acme.id, new AlertRule(AlertKind.SECURITY, false, 50, 0));
      assertThat(acme.evaluateIfDue()).isEmpty();
    }
    clock.advance(Duration.ofSeconds(1));

    assertThat(acme.evaluateIfDue()).hasSize(1);
  }

  @Test
  void refused_deliveries_are_told_until_few_were_refused_for_a_while() {
    refused(Refusal.TOO_MANY, 500);
    refused(Refusal.TOO_LARGE, 500);
    refused(Refusal.NOT_AUTHENTIC, 49);
    acme.evaluate(5);
    assertThat(acme.told()).isEmpty();

    refused(Refusal.SENDER_NOT_ALLOWED, 1);
    acme.evaluate(60);
    assertThat(acme.told()).containsExactly("SECURITY OPENED");
    assertThat(notices.posted().getFirst().summary()).startsWith("50 deliveries were refused");
    acme.evaluate(75);

    assertThat(acme.told()).containsExactly("SECURITY OPENED", "SECURITY RESOLVED");
  }

  @Test
  void a_secret_that_halo_does_not_use_is_told_at_once() {
    found(WebhookProblem.SECRET_DOUBTFUL);
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("SECURITY OPENED");
  }

  @Test
  void failing_deliveries_are_told_once_there_are_enough_of_them() {
    deliver(19, new Disposition.Parked("Halo answered 500"));
    acme.evaluate(9);
    assertThat(acme.told()).isEmpty();

    deliver(6, new Disposition.Applied());
    acme.evaluate(2);
    assertThat(acme.told()).isEmpty();
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("DELIVERY_FAILURES OPENED");
    assertThat(notices.posted().getFirst().summary()).startsWith("76% of 25 attempts");
  }

  @Test
  void slow_deliveries_are_told_and_so_are_those_that_wait() {
    deliver(20, new Disposition.Applied(), Duration.ofMinutes(10));
    acme.evaluate(3);
    assertThat(acme.told()).containsExactly("LATENCY OPENED");
    clock.advance(Duration.ofHours(2));
    acme.evaluate(10);
    assertThat(acme.told()).containsExactly("LATENCY OPENED", "LATENCY RESOLVED");

    receive(20);
    acme.evaluate(6);
    assertThat(acme.told()).hasSize(2);
    acme.evaluate(1);

    assertThat(acme.told()).endsWith("LATENCY OPENED");
    assertThat(notices.posted().getLast().summary()).contains("20 deliveries wait");
  }

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

    deliver(20, new Disposition.Applied());
    acme.evaluate(5);

    assertThat(acme.told()).containsExactly("SILENCE OPENED", "SILENCE RESOLVED");
  }

  /// What came at 12 and 13 o'clock UTC comes an hour earlier.
  @Test
  void a_change_of_clocks_is_neither_silence_nor_a_peak() {
    history(8, 300);
    for (var hour = -1; hour < 1; hour++) {
      clock.set(NOON.plus(Duration.ofHours(hour)));
      deliver(300, new Disposition.Applied());
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
    deliver(1_000, new Disposition.Applied());
    acme.evaluate(10);

    assertThat(acme.told()).isEmpty();
  }

  @Test
  void where_polling_finds_what_no_delivery_told_no_history_is_needed() {
    found();
    store.cursors().reached(acme.id, Resource.TICKETS, NOON);
    store.schedules().found(acme.id, Resource.TICKETS, clock.instant());
    store.schedules().found(acme.id, Resource.TICKETS, clock.instant().plusSeconds(1));
    acme.evaluate(5);

    assertThat(acme.told()).containsExactly("SILENCE OPENED");
  }

  @Test
  void changes_of_which_the_webhook_is_not_to_tell_are_no_silence() {
    found();
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
    deliver(301, new Disposition.Applied());
    acme.evaluate(119);
    assertThat(acme.told()).containsExactly("VOLUME_SPIKE OPENED");
    assertThat(notices.posted().getFirst().summary())
        .startsWith("301 deliveries came in the hour from 2026-03-02T12:00:00Z, where about 60");

    deliver(60, new Disposition.Applied());
    acme.evaluate(15);

    assertThat(acme.told()).containsExactly("VOLUME_SPIKE OPENED", "VOLUME_SPIKE RESOLVED");
  }

  @Test
  void a_failed_run_is_told_until_one_is_complete() {
    end(new SyncRun.Progress.Failed(clock.instant(), "Halo answered 403"));
    acme.evaluate(1);
    assertThat(acme.told()).containsExactly("SYNC_FAILURE OPENED");
    assertThat(notices.posted().getFirst().summary()).endsWith("SITES: Halo answered 403");

    var run = store.runs().begin(acme.id, Resource.SITES, clock.instant()).orElseThrow();
    acme.evaluate(10);
    assertThat(acme.told()).hasSize(1);
    store.runs().end(run.ended(new SyncRun.Progress.Complete(clock.instant())));
    acme.evaluate(3);

    assertThat(acme.told()).containsExactly("SYNC_FAILURE OPENED", "SYNC_FAILURE RESOLVED");
  }

  @Test
  void polls_that_keep_failing_are_told_until_one_reads_all() {
    store.cursors().reached(acme.id, Resource.SITES, clock.instant());
    polled(PollOutcome.FAILED, "Halo answered 500");
    polled(PollOutcome.SHORT, "2 rows are missing");
    acme.evaluate(5);
    assertThat(acme.told()).isEmpty();
    polled(PollOutcome.FAILED, "Halo answered 403");
    acme.evaluate(1);
    assertThat(acme.told()).containsExactly("SYNC_FAILURE OPENED");
    assertThat(notices.posted().getFirst().summary()).endsWith("SITES: Halo answered 403");

    polled(PollOutcome.READ, "");
    acme.evaluate(3);

    assertThat(acme.told()).containsExactly("SYNC_FAILURE OPENED", "SYNC_FAILURE RESOLVED");
  }

  private void polled(PollOutcome outcome, String detail) {
    store.schedules().polled(acme.id, Resource.SITES, clock.instant(), outcome, detail);
  }

  @Test
  void a_list_that_was_not_read_for_two_nights_is_told() {
    end(new SyncRun.Progress.Complete(clock.instant()));
    clock.advance(Duration.ofHours(47));
    acme.evaluate(5);
    assertThat(acme.told()).isEmpty();
    clock.advance(Duration.ofHours(1));
    acme.evaluate(3);
    assertThat(acme.told()).containsExactly("MIRROR_STALE OPENED");
    end(new SyncRun.Progress.Complete(clock.instant()));
    acme.evaluate(10);

    assertThat(acme.told()).containsExactly("MIRROR_STALE OPENED", "MIRROR_STALE RESOLVED");
  }

  @Test
  void a_connection_that_halo_locks_out_is_told() {
    acme.is(ConnectionStatus.needsAuthorization(NOON));
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("NEEDS_AUTHORIZATION OPENED");
  }

  @Test
  void a_paused_connection_is_left_as_it_is() {
    store.pauses().pause(acme.id, NOON);
    found(WebhookProblem.MISSING);
    acme.evaluate(5);
    assertThat(acme.told()).isEmpty();
    store.pauses().resume(acme.id);
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");
  }

  @Test
  void a_rule_that_is_switched_off_opens_nothing_and_ends_what_is_open() {
    found(WebhookProblem.MISSING);
    acme.evaluate(1);
    store.alerts().choose(acme.id, new AlertRule(AlertKind.WEBHOOK_DISABLED, false, 0, 0));
    acme.evaluate(9);

    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED", "WEBHOOK_DISABLED RESOLVED");
    assertThat(notices.posted().getLast().summary()).isEqualTo("The rule was switched off.");
  }

  @Test
  void a_chosen_threshold_counts() {
    store.alerts().choose(acme.id, new AlertRule(AlertKind.SECURITY, true, 3, 0));
    refused(Refusal.NOT_HTTPS, 3);
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("SECURITY OPENED");
  }

  private void found(WebhookProblem... problems) {
    store.watch().registered(acme.id, "1", NOON);
    store
        .watch()
        .found(
            acme.id,
            new WebhookWatch.Finding(clock.instant(), Set.of(problems), "", Set.of()),
            Set.of());
  }

  private void refused(Refusal reason, long times) {
    store
        .refused()
        .add(List.of(new RefusedDeliveries.Count(acme.id, clock.instant(), reason, times)));
  }

  private void end(SyncRun.Progress how) {
    var run = store.runs().begin(acme.id, Resource.SITES, clock.instant()).orElseThrow();
    store.runs().end(run.ended(how));
  }

  /// So many deliveries in the hour of noon, and in the one after, of each of the weeks before.
  private void history(int weeks, int deliveries) {
    for (var week = weeks; week > 0; week--) {
      for (var hour = 0; hour < 2; hour++) {
        clock.set(NOON.minus(WEEK.multipliedBy(week)).plus(Duration.ofHours(hour)));
        deliver(deliveries, new Disposition.Applied());
      }
    }
  }

  private void receive(int deliveries) {
    for (var each = 0; each < deliveries; each++) {
      acme.receive(acme.body());
    }
  }

  private void deliver(int deliveries, Disposition how) {
    deliver(deliveries, how, Duration.ZERO);
  }

  private void deliver(int deliveries, Disposition how, Duration after) {
    receive(deliveries);
    var now = clock.instant();
    var claimed = store.inbox().claim(deliveries, Except.NOTHING, WatchedConnection.MINUTE, now);
    assertThat(claimed).hasSize(deliveries);
    var done = new HashMap<ClaimedDelivery.Claim, Disposition>();
    var facts = new HashMap<ClaimedDelivery.Claim, DeliveryFacts>();
    for (var each : claimed) {
      done.put(each.claim(), how);
      facts.put(each.claim(), facts(now.minus(after), now));
    }
    store.inbox().finish(done, facts, now);
  }

  private static DeliveryFacts facts(Instant happened, Instant received) {
    return new DeliveryFacts(received, Set.of(), Set.of(), Set.of(), Optional.of(happened));
  }
}
