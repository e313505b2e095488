package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.RateBudget.Load;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.webhook.Refusals;
import ai.superit.halo.webhook.WebhookMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What Prometheus is shown. No label holds anything that a user or a tenant has written.
final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  private final Set<Refusals.Kind> shown = ConcurrentHashMap.newKeySet();
  private final Refusals refusals;

  private final BudgetMeters budgets;

  Metrics(WebhookMeters webhooks, Refusals refusals, Supplier<Map<ConnectionId, Load>> budgets) {
    this.budgets = new BudgetMeters(registry, budgets);
    this.refusals = refusals;
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
    count(webhooks, "unavailable", "Deliveries not stored", WebhookMeters::unavailable);
  }

  /// In the text format of Prometheus.
  String scrape() {
    refusals.totals().keySet().forEach(this::show);
    budgets.refresh();
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
