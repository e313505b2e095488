package ai.superit.halo.application.alert;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.sync.SyncSchedules.PollOutcome;
import ai.superit.halo.application.testing.InMemoryAlertNotices;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.DeliveryInbox;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluateAlertsTest {
  private final WatchedConnection acme = new WatchedConnection();
  private final InMemoryStore store = acme.store;
  private final ManualClock clock = acme.clock;
  private final InMemoryAlertNotices notices = acme.notices;

  @Test
  void a_webhook_that_is_off_opens_one_alert_and_its_repair_ends_it() {
    acme.found(WebhookProblem.SWITCHED_OFF);
    acme.evaluate(20);
    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");
    assertThat(notices.posted().getFirst())
        .satisfies(notice -> {
          assertThat(notice.connectionName()).isEqualTo("acme");
          assertThat(notice.summary()).contains("Somebody switched the webhook off");
          assertThat(notice.advice()).contains("checkWebhook");
        });

    acme.found();
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
    acme.found(WebhookProblem.MISSING);
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
    acme.found(WebhookProblem.SECRET_DOUBTFUL);
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("SECURITY OPENED");
  }

  @Test
  void failing_deliveries_are_told_once_there_are_enough_of_them() {
    acme.deliver(19, new Disposition.Parked("Halo answered 500"));
    acme.evaluate(9);
    assertThat(acme.told()).isEmpty();

    acme.deliver(6, new Disposition.Applied());
    acme.evaluate(2);
    assertThat(acme.told()).isEmpty();
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("DELIVERY_FAILURES OPENED");
    assertThat(notices.posted().getFirst().summary()).startsWith("76% of 25 attempts");
  }

  @Test
  void slow_deliveries_are_told_and_so_are_those_that_wait() {
    acme.deliver(20, new Disposition.Applied(), Duration.ofMinutes(10));
    acme.evaluate(3);
    assertThat(acme.told()).containsExactly("LATENCY OPENED");
    clock.advance(Duration.ofHours(2));
    acme.evaluate(10);
    assertThat(acme.told()).containsExactly("LATENCY OPENED", "LATENCY RESOLVED");

    acme.receive(20);
    acme.evaluate(6);
    assertThat(acme.told()).hasSize(2);
    acme.evaluate(1);

    assertThat(acme.told()).endsWith("LATENCY OPENED");
    assertThat(notices.posted().getLast().summary()).contains("20 deliveries wait");
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
    acme.found(WebhookProblem.MISSING);
    acme.evaluate(5);
    assertThat(acme.told()).isEmpty();
    store.pauses().resume(acme.id);
    acme.evaluate(1);

    assertThat(acme.told()).containsExactly("WEBHOOK_DISABLED OPENED");
  }

  @Test
  void a_rule_that_is_switched_off_opens_nothing_and_ends_what_is_open() {
    acme.found(WebhookProblem.MISSING);
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

  private void refused(Refusal reason, long times) {
    store
        .refused()
        .add(List.of(new RefusedDeliveries.Count(acme.id, clock.instant(), reason, times)));
  }

  private void end(SyncRun.Progress how) {
    var run = store.runs().begin(acme.id, Resource.SITES, clock.instant()).orElseThrow();
    store.runs().end(run.ended(how));
  }
}
