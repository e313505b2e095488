package ai.superit.halo.bootstrap;

import ai.superit.halo.webhook.WebhookMeters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

/// What Prometheus is shown. No label holds anything that a user or a tenant has written.
final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  Metrics(WebhookMeters webhooks) {
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
    count(webhooks, "unavailable", "Deliveries not stored", WebhookMeters::unavailable);
  }

  PrometheusMeterRegistry registry() {
    return registry;
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
