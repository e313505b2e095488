package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.RateBudget.Load;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.webhook.Refusals;
import ai.superit.halo.webhook.WebhookMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What Prometheus is shown. No label holds anything that a user or a tenant has written.
final class Metrics implements AutoCloseable {
  private static final Duration[] LATENCIES = {
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofHours(1)
  };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  private final Set<Refusals.Kind> shown = ConcurrentHashMap.newKeySet();
  private final Refusals refusals;
  private final Supplier<Map<ConnectionId, DeliveryInbox.State>> inboxes;
  private final Supplier<Map<AlertKind, Long>> alerts;
  private final MultiGauge open;
  private final MultiGauge waiting;
  private final MultiGauge age;
  private final Timer latency;

  private final BudgetMeters budgets;

  /// @param inboxes how the inbox of each connection stands; asked at each scrape
  /// @param budgets what is used of each tenant's limit; asked at each scrape
  /// @param alerts how many of each kind are not resolved; asked at each scrape
  Metrics(
      WebhookMeters webhooks,
      Refusals refusals,
      Supplier<Map<ConnectionId, DeliveryInbox.State>> inboxes,
      Supplier<Map<ConnectionId, Load>> budgets,
      Supplier<Map<AlertKind, Long>> alerts) {
    this.budgets = new BudgetMeters(registry, budgets);
    this.refusals = refusals;
    this.inboxes = inboxes;
    this.alerts = alerts;
    this.open =
        MultiGauge.builder("superit.alerts.open")
            .description("Alerts that are not resolved, over all connections")
            .register(registry);
    this.waiting =
        MultiGauge.builder("superit.webhook.queue")
            .description("Deliveries accepted and not yet applied")
            .register(registry);
    this.age =
        MultiGauge.builder("superit.webhook.queue.age.seconds")
            .description("How long the oldest of them has waited")
            .register(registry);
    this.latency =
        Timer.builder("superit.webhook.latency")
            .description("From the event, by HaloPSA's clock, to its application")
            .serviceLevelObjectives(LATENCIES)
            .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    count(webhooks, "received", "POST requests to the webhook endpoint", WebhookMeters::received);
    count(webhooks, "accepted", "Deliveries stored", WebhookMeters::accepted);
    count(webhooks, "refused", "Requests that were not authentic", WebhookMeters::refused);
    count(webhooks, "too_large", "Requests above the size limit", WebhookMeters::tooLarge);
    count(webhooks, "too_slow", "Requests whose body did not arrive", WebhookMeters::tooSlow);
    count(webhooks, "too_many", "Deliveries beyond a connection's share", WebhookMeters::tooMany);
    count(
        webhooks,
        "unknown_encoding",
        "Requests compressed in a way that is not known",
        WebhookMeters::unknownEncoding);
    count(webhooks, "unavailable", "Deliveries not stored", WebhookMeters::unavailable);
  }

  void show(ConnectionsPerAddress connections) {
    Gauge.builder("superit.http.connections", connections, ConnectionsPerAddress::held)
        .description("Connections that addresses other than proxies hold")
        .register(registry);
    FunctionCounter.builder(
            "superit.http.connections.refused", connections, ConnectionsPerAddress::refused)
        .description("Connections beyond what one address may hold")
        .register(registry);
  }

  /// In the text format of Prometheus.
  String scrape() {
    refusals.totals().keySet().forEach(this::show);
    budgets.refresh();
    showInboxes();
    showAlerts();
    return registry.scrape();
  }

  private void show(Refusals.Kind kind) {
    if (shown.add(kind)) {
      FunctionCounter.builder(
              "superit.webhook.refusals",
              refusals,
              counted -> counted.totals().getOrDefault(kind, 0L))
          .description("Requests for a known connection that were not taken, by reason")
          .tag("connection", kind.connection().toString())
          .tag("reason", kind.reason().name())
          .register(registry);
    }
  }

  /// While the store cannot be reached nobody knows, and none are shown.
  private void showInboxes() {
    Map<ConnectionId, DeliveryInbox.State> states;
    try {
      states = inboxes.get();
    } catch (StoreUnavailable _) {
      states = Map.of();
    }
    var now = Instant.now();
    var depths = new ArrayList<MultiGauge.Row<?>>();
    var ages = new ArrayList<MultiGauge.Row<?>>();
    states.forEach((connection, state) -> {
      var tags = Tags.of("connection", connection.toString());
      depths.add(MultiGauge.Row.of(tags, state.waiting()));
      var oldest = state.oldestWaiting().orElse(now);
      ages.add(MultiGauge.Row.of(tags, Duration.between(oldest, now).toMillis() / 1e3));
    });
    waiting.register(depths, true);
    age.register(ages, true);
  }

  /// As [#showInboxes].
  private void showAlerts() {
    try {
      var numbers = alerts.get();
      open.register(
          Stream.of(AlertKind.values())
              .<MultiGauge.Row<?>>map(kind ->
                  MultiGauge.Row.of(Tags.of("kind", kind.name()), numbers.getOrDefault(kind, 0L)))
              .toList(),
          true);
    } catch (StoreUnavailable _) {
      open.register(List.of(), true);
    }
  }

  /// A worker here has come to this.
  void ended(Disposition how) {
    var outcome = how.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    registry.counter("superit.webhook.deliveries", "outcome", outcome).increment();
  }

  /// What a delivery told of is in the mirror, so long after it happened.
  void applied(Duration since) {
    latency.record(since);
  }

  /// An instance here has compared what Halo sent with what was received.
  void reconciled(ReconcileDeliveries.Round round) {
    registry.counter("superit.webhook.proofs", "log", round.access().name()).increment();
    registry.counter("superit.webhook.missed").increment(round.missing());
    registry.counter("superit.webhook.repaired").increment(round.repaired());
  }

  private void count(
      WebhookMeters webhooks, String name, String what, ToDoubleFunction<WebhookMeters> value) {
    FunctionCounter.builder("superit.webhook." + name, webhooks, value)
        .description(what)
        .register(registry);
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
