package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget.Load;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BudgetMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<ConnectionId, Load> loads = new HashMap<>();
  private final BudgetMeters meters = new BudgetMeters(registry, () -> Map.copyOf(loads));
  private final ConnectionId acme = ConnectionId.random();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void tell_the_budget_of_each_connection_as_it_is_now() {
    assertThat(scrape()).doesNotContain("superit_halo_budget");

    loads.put(acme, load(Optional.empty(), 7, 0));
    assertThat(scrape()).contains(line("limit", "", "NaN")).contains(line("used", "", "7.0"));

    loads.put(acme, load(Optional.of(300L), 120, 2));
    assertThat(scrape())
        .contains(line("limit", "", "300.0"))
        .contains(line("window_seconds", "", "300.0"))
        .contains(line("used", "", "120.0"))
        .contains(line("waiting", ",lane=\"poll\"", "3.0"))
        .contains(line("waiting", ",lane=\"person\"", "0.0"))
        .contains(line("refused_total", "", "2.0"));
  }

  private String scrape() {
    meters.refresh();
    return registry.scrape();
  }

  private String line(String name, String more, String value) {
    return "superit_halo_budget_%s{connection=\"%s\"%s} %s".formatted(name, acme, more, value);
  }

  private static Load load(Optional<Long> limit, long used, long refused) {
    var state =
        new TenantBudget.State(limit, Duration.ofMinutes(5), used, 300 - used, 0, Optional.empty());
    return new Load(state, Map.of(Lane.POLL, 3), refused);
  }
}
