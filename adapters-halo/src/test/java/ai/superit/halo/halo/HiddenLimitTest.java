package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The adapter and a simulated tenant whose limit it does not know, in a time that leaps.
class HiddenLimitTest {
  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final ManualClock clock = new ManualClock();
  private final ConnectionId connection = ConnectionId.random();
  private final SimulatorConfig config =
      SimulatorConfig.builder()
          .scale(Scale.small())
          .rateLimit(new RateLimit(100, WINDOW))
          .clock(clock)
          .build();

  @Test
  @Timeout(120)
  void a_backfill_learns_the_limit_and_is_hardly_refused_any_more() throws Exception {
    var budget = new LeapingBudget(clock);
    try (var simulator = HaloSimulator.start(config);
        var halo =
            Halo.open(
                SimulatedTenant.quick(),
                _ -> Optional.of(access(simulator.uri())),
                new InMemoryStore().consents(),
                SimulatedTenant.health(),
                budget)) {
      var began = clock.instant();

      assertThat(readClients(halo.tenants().tenant(connection, Lane.BACKFILL), 250)).isEqualTo(250);

      var windows = Duration.between(began, clock.instant()).dividedBy(WINDOW);
      assertThat(windows).isPositive();
      assertThat(simulator.control().statistics().throttled()).isBetween(1L, 5L + windows);
      var learned = budget.findState(connection).orElseThrow();
      assertThat(learned.window()).isEqualTo(WINDOW);
      assertThat(learned.calls().orElseThrow()).isBetween(90L, 110L);
    }
  }

  private static int readClients(HaloTenant tenant, int calls) throws Exception {
    var answers = new ArrayList<Future<?>>();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < calls; i++) {
        answers.add(threads.submit(() -> tenant.findClient(new ClientId(1))));
      }
    }
    for (var answer : answers) {
      answer.get();
    }
    return answers.size();
  }

  private HaloAccess access(URI address) {
    return new HaloAccess(
        connection,
        new Connection.Endpoint(
            TenantUrl.parse(address.toString(), SimulatedTenant.LOOPBACK),
            URI.create(address + "/auth"),
            config.tenant(),
            config.clientId(),
            Grant.CLIENT_CREDENTIALS),
        new Secret(config.clientSecret()));
  }
}
