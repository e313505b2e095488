package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.testing.InMemoryRateBudget;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.simulator.RateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// The adapter and a simulated tenant whose limit it does not know, a hundred times as fast as in
/// life: 100 calls in 5 minutes become 100 calls in 3 seconds.
class HiddenLimitTest {
  private static final int SPEED = 100;
  private static final Duration WINDOW = Duration.ofSeconds(3);

  @Test
  void a_backfill_learns_the_limit_and_is_hardly_refused_any_more() throws Exception {
    var budget = new InMemoryRateBudget(TenantBudget.Bound.NONE, SPEED);
    try (var simulated = new SimulatedTenant(new RateLimit(100, WINDOW), Optional.of(budget))) {
      var began = System.nanoTime();

      assertThat(readClients(simulated, 250)).isEqualTo(250);

      var windows = Duration.ofNanos(System.nanoTime() - began).dividedBy(WINDOW);
      assertThat(windows).isPositive();
      assertThat(simulated.control().statistics().throttled()).isBetween(1L, 5L + windows);
      var learned = budget.findState(simulated.connection).orElseThrow();
      assertThat(learned.window()).isEqualTo(WINDOW.multipliedBy(SPEED));
      assertThat(learned.calls().orElseThrow()).isBetween(90L, 110L);
    }
  }

  private static int readClients(SimulatedTenant simulated, int calls) throws Exception {
    var tenant = simulated.halo.tenants().tenant(simulated.connection, Lane.BACKFILL);
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
}
