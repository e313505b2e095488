package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.ProbeReport.Result;
import ai.superit.halo.application.connection.ProbeReport.Step;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.testing.InMemoryRateBudget;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.RateLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpHaloProbeTest {
  private final SimulatedTenant simulated = new SimulatedTenant();

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void a_good_connection_passes_in_at_most_six_calls() {
    var report = probe(simulated.config.tenant(), simulated.config.clientSecret());

    assertThat(report.passed()).isTrue();
    assertThat(report.checks().getLast().finding()).contains("5 clients");
    assertThat(
            simulated.control().statistics().calls().values().stream()
                .mapToLong(Long::longValue)
                .sum())
        .isBetween(1L, 6L);
  }

  @Test
  void a_wrong_secret_is_named_and_never_repeated() {
    var report = probe(simulated.config.tenant(), "the-wrong-secret");

    var failure = report.firstFailure().orElseThrow();
    assertThat(failure.step()).isEqualTo(Step.AUTHENTICATION);
    assertThat(failure.cause()).contains(Cause.UNAUTHORIZED);
    assertThat(failure.finding()).contains("client secret").doesNotContain("the-wrong-secret");
    assertThat(report.checks())
        .extracting(ProbeReport.Check::result)
        .containsExactly(Result.FAILED, Result.SKIPPED, Result.SKIPPED);
  }

  @Test
  void a_wrong_tenant_name_is_recognised_though_halo_only_says_500() {
    var failure =
        probe("somebody-else", simulated.config.clientSecret()).firstFailure().orElseThrow();

    assertThat(failure.finding()).contains("tenant name");
    assertThat(failure.remedy()).contains("API Details");
  }

  @Test
  void missing_rights_are_told_apart_from_wrong_credentials() {
    simulated.control().addFault(Fault.status(403).onPath("/api/tickets*"));

    var failure = probe(simulated.config.tenant(), simulated.config.clientSecret()).firstFailure();

    assertThat(failure.orElseThrow().step()).isEqualTo(Step.API_ACCESS);
    assertThat(failure.orElseThrow().cause()).contains(Cause.FORBIDDEN);
    assertThat(failure.orElseThrow().finding()).contains("read:tickets");
  }

  @Test
  void an_address_that_is_not_halos_is_recognised() {
    simulated.control().addFault(Fault.always(Fault.Effect.HTML));

    var failure = probe(simulated.config.tenant(), simulated.config.clientSecret()).firstFailure();

    assertThat(failure.orElseThrow().cause()).contains(Cause.NOT_HALO);
  }

  @Test
  void a_tenant_that_is_not_there_is_unreachable() {
    var access = simulated.access();
    simulated.simulator.close();

    var failure = simulated.halo.probe().probe(access).firstFailure();

    assertThat(failure.orElseThrow().cause()).contains(Cause.UNREACHABLE);
  }

  @Test
  void its_calls_are_those_of_a_person_and_count() {
    probe(simulated.config.tenant(), simulated.config.clientSecret());

    assertThat(simulated.budget.granted).isNotEmpty().containsOnly(Lane.PERSON);
    assertThat(simulated.budget.granted)
        .hasSize(
            (int)
                simulated.control().statistics().calls().values().stream()
                    .mapToLong(Long::longValue)
                    .sum());
  }

  @Test
  void a_busy_tenant_is_asked_once_and_left_alone() {
    simulated.control().addFault(Fault.status(429));

    var failure = probe(simulated.config.tenant(), simulated.config.clientSecret()).firstFailure();

    assertThat(failure.orElseThrow().cause()).contains(Cause.RATE_LIMITED);
    assertThat(simulated.budget.granted).hasSize(1);
    assertThat(simulated.budget.pauses).hasSize(1);
  }

  @Test
  void while_the_budget_is_blocked_nothing_is_asked_and_the_time_is_told() {
    var budget = new InMemoryRateBudget(TenantBudget.Bound.NONE);
    try (var busy = new SimulatedTenant(RateLimit.unlimited(), Optional.of(budget))) {
      budget.refused(busy.connection, Duration.ofMinutes(5));

      var failure = busy.halo.probe().probe(busy.access()).firstFailure().orElseThrow();
      var diagnosis = busy.halo.doctor().diagnose(busy.access(), Lane.PERSON);

      assertThat(failure.cause()).contains(Cause.RATE_LIMITED);
      assertThat(failure.finding()).contains("no call of this tenant through until ");
      assertThat(failure.remedy()).isEqualTo("Test again then.");
      assertThat(diagnosis.findings())
          .filteredOn(found -> found.result() == Diagnosis.Result.FAILED)
          .extracting(Diagnosis.Finding::probe)
          .contains(Diagnosis.Probe.CALL_LIMIT)
          .doesNotContain(Diagnosis.Probe.AUTHORISATION_SERVER, Diagnosis.Probe.NETWORK);
      assertThat(busy.control().statistics().calls()).isEmpty();
    }
  }

  @Test
  void a_person_does_not_wait_for_the_sign_in_of_a_blocked_backfill() throws Exception {
    var budget = new InMemoryRateBudget(TenantBudget.Bound.NONE);
    try (var busy = new SimulatedTenant(RateLimit.unlimited(), Optional.of(budget));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      budget.refused(busy.connection, Duration.ofMinutes(5));
      var client = new ClientId(1);
      var tenants = busy.halo.tenants();
      var filling =
          threads.submit(() -> tenants.tenant(busy.connection, Lane.BACKFILL).findClient(client));
      assertThatThrownBy(() -> filling.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      var start = System.nanoTime();

      assertThatThrownBy(() -> tenants.tenant(busy.connection, Lane.PERSON).findClient(client))
          .isInstanceOf(CallsHeldBack.class);

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
      threads.shutdownNow();
    }
  }

  private ProbeReport probe(String tenantName, String secret) {
    return simulated.halo.probe().probe(simulated.access(tenantName, secret));
  }
}
