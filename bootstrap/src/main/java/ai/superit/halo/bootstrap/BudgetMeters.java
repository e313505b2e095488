package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget.Load;
import ai.superit.halo.domain.connection.ConnectionId;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// The budget of each tenant that this instance has called, by the id of its connection.
final class BudgetMeters {
  private final MeterRegistry registry;
  private final Supplier<Map<ConnectionId, Load>> loads;
  private final Set<ConnectionId> shown = new HashSet<>();
  private volatile Map<ConnectionId, Load> latest = Map.of();

  BudgetMeters(MeterRegistry registry, Supplier<Map<ConnectionId, Load>> loads) {
    this.registry = registry;
    this.loads = loads;
  }

  /// To be called before each scrape.
  synchronized void refresh() {
    latest = loads.get();
    latest.keySet().stream().filter(shown::add).forEach(this::show);
  }

  private void show(ConnectionId connection) {
    var tags = Tags.of("connection", connection.toString());
    gauge(
        "limit",
        "Calls that the tenant grants within its window; NaN while unknown",
        tags,
        connection,
        load -> load.state().calls().map(Long::doubleValue).orElse(Double.NaN));
    gauge(
        "window.seconds",
        "Length of the tenant's rolling window",
        tags,
        connection,
        load -> load.state().window().toSeconds());
    gauge("used", "Calls in the latest window", tags, connection, load -> load.state().used());
    for (var lane : Lane.values()) {
      gauge(
          "waiting",
          "Threads that wait for a call, by lane",
          tags.and("lane", lane.name().toLowerCase(Locale.ROOT)),
          connection,
          load -> load.waiting().getOrDefault(lane, 0));
    }
    FunctionCounter.builder(
            "superit.halo.budget.refused", this, of -> of.value(connection, Load::refused))
        .description("Calls that Halo refused for being one too many")
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      String name, String what, Tags tags, ConnectionId connection, ToDoubleFunction<Load> read) {
    Gauge.builder("superit.halo.budget." + name, this, of -> of.value(connection, read))
        .description(what)
        .tags(tags)
        .register(registry);
  }

  private double value(ConnectionId connection, ToDoubleFunction<Load> read) {
    var load = latest.get(connection);
    return load == null ? Double.NaN : read.applyAsDouble(load);
  }
}
