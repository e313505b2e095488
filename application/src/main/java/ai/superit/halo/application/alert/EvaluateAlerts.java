package ai.superit.halo.application.alert;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.alert.Standing;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.sync.Schedule;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Opens and resolves alerts by their rules, and lets people be told of it, once each.
public final class EvaluateAlerts {
  /// What is measured.
  public record Ports(
      SyncRuns runs,
      SyncSchedules schedules,
      SyncPauses pauses,
      WebhookWatch watch,
      RefusedDeliveries refused,
      DeliveryStatistics statistics,
      DeliveryInbox inbox,
      DeliveryProofs proofs) {}

  /// Where it is kept.
  public record Stores(Alerts alerts, AlertNotices notices, Transactions transactions) {}

  private static final System.Logger LOG = System.getLogger(EvaluateAlerts.class.getName());

  private final SyncPauses pauses;
  private final DeliveryReadings deliveries;
  private final WebhookReadings webhooks;
  private final SyncReadings syncs;
  private final Stores stores;
  private final Duration interval;
  private final InstantSource clock;

  /// @param otherwise the schedule of lists for which nobody has chosen one
  /// @param interval how often each connection is looked at
  public EvaluateAlerts(
      Ports ports, Schedule otherwise, Stores stores, Duration interval, InstantSource clock) {
    this.pauses = ports.pauses();
    this.deliveries = new DeliveryReadings(ports);
    this.webhooks = new WebhookReadings(ports);
    this.syncs = new SyncReadings(ports, otherwise);
    this.stores = stores;
    this.interval = interval;
    this.clock = clock;
  }

  /// Looks at a connection if it is time and no other instance does. A paused one is left as it is.
  ///
  /// @return what has changed
  public List<AlertNotice> evaluateIfDue(Connection connection) {
    var id = connection.id();
    var now = clock.instant();
    if (pauses.pausedSince(id).isPresent()
        || !stores.alerts().claim(id, now, now.minus(interval))) {
      return List.of();
    }
    var rules = stores.alerts().chosenRules(id);
    var observed = new EnumMap<AlertKind, Observed>(AlertKind.class);
    for (var kind : AlertKind.values()) {
      var rule = rules.getOrDefault(kind, AlertRule.usual(kind));
      if (rule.enabled()) {
        observed.put(kind, observed(connection, rule, now));
      }
    }
    return stores.transactions().inTransaction(() -> decide(connection, rules, observed, now));
  }

  /// What cannot be measured does not keep the rest from being told.
  private Observed observed(Connection connection, AlertRule rule, Instant now) {
    try {
      return observe(connection, rule, now);
    } catch (RuntimeException failure) {
      var message =
          "event=alert_not_measured connection=%s kind=%s reason=%s"
              .formatted(connection.id(), rule.kind(), failure);
      LOG.log(Level.WARNING, message, failure instanceof StoreUnavailable ? null : failure);
      return Observed.unknown("It could not be measured.");
    }
  }

  private Observed observe(Connection connection, AlertRule rule, Instant now) {
    var id = connection.id();
    return switch (rule.kind()) {
      case DELIVERY_FAILURES -> deliveries.failures(id, now);
      case LATENCY -> deliveries.latency(id, rule.sample(), now);
      case VOLUME_SPIKE -> deliveries.spike(id, now);
      case SILENCE -> deliveries.silence(id, now);
      case ENDPOINT_UNREACHABLE -> webhooks.unreachable(id, now);
      case WEBHOOK_DISABLED -> webhooks.disabled(id, now);
      case SYNC_FAILURE -> syncs.failure(id);
      case MIRROR_STALE -> syncs.staleness(id, now);
      case SECURITY -> webhooks.security(id, now);
      case NEEDS_AUTHORIZATION -> SyncReadings.authorization(connection);
    };
  }

  private List<AlertNotice> decide(
      Connection connection,
      Map<AlertKind, AlertRule> rules,
      Map<AlertKind, Observed> observed,
      Instant now) {
    var standings = stores.alerts().standings(connection.id());
    var told = new ArrayList<AlertNotice>();
    for (var kind : AlertKind.values()) {
      var before = standings.getOrDefault(kind, Standing.QUIET);
      var found = observed.get(kind);
      if (found == null) {
        switchedOff(connection, kind, before, now).ifPresent(told::add);
      } else {
        var rule = rules.getOrDefault(kind, AlertRule.usual(kind));
        var after = before.after(rule.judge(found.measure()), kind.patience());
        moved(connection, kind, before, after, found.summary(), now).ifPresent(told::add);
      }
    }
    told.forEach(stores.notices()::post);
    return told;
  }

  private Optional<AlertNotice> switchedOff(
      Connection connection, AlertKind kind, Standing before, Instant now) {
    return moved(connection, kind, before, Standing.QUIET, "The rule was switched off.", now);
  }

  private Optional<AlertNotice> moved(
      Connection connection,
      AlertKind kind,
      Standing before,
      Standing after,
      String summary,
      Instant now) {
    var alerts = stores.alerts();
    if (before.streak() != after.streak()) {
      alerts.keep(connection.id(), kind, after.streak());
    }
    if (before.open() == after.open()) {
      return Optional.empty();
    }
    var said = new Alert.Said(now, summary);
    if (!after.open()) {
      return alerts
          .resolve(connection.id(), kind, said)
          .map(alert -> notice(connection, kind, alert, Change.RESOLVED, said));
    }
    var alert = UUID.randomUUID();
    return alerts.open(connection.id(), alert, kind, said)
        ? Optional.of(notice(connection, kind, alert, Change.OPENED, said))
        : Optional.empty();
  }

  private static AlertNotice notice(
      Connection connection, AlertKind kind, UUID alert, Change change, Alert.Said said) {
    return new AlertNotice(
        alert,
        connection.id(),
        connection.name(),
        kind.name(),
        change,
        said.at(),
        said.summary(),
        change == Change.OPENED ? kind.advice() : "Nothing is to be done.");
  }
}
