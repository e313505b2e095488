package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.ProbeReport.Result;
import ai.superit.halo.application.connection.ProbeReport.Step;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.testing.InMemoryRateBudget;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Kind;
import ai.superit.halo.simulator.RateLimit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpHaloProbeTest {
  private static final Set<Probe> LISTS =
      Set.of(Probe.CLIENTS, Probe.SITES, Probe.CONTACTS, Probe.ASSETS);

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
    assertThat(failure.remedy())
        .isEqualTo(
            "Copy client id and secret again from Halo's Configuration > Integrations > HaloPSA"
                + " API.");
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

  @ParameterizedTest
  @CsvSource({
    "READ_TICKETS, Tickets can be read., 'GET /api/tickets'",
    "WRITE_TICKETS, Tickets can be read., 'GET /api/tickets'",
    "READ_CLIENTS, Clients can be read., 'GET /api/client'",
    "READ_USERS, Contacts can be read., 'GET /api/users'",
    "READ_ASSETS, Assets can be read., 'GET /api/asset'",
    "WRITE_WEBHOOKS, Webhooks can be read., 'GET /api/webhook'"
  })
  void only_what_the_connection_asks_for_is_read(Capability wanted, String finding, String list) {
    var access = simulated.wanting(Set.of(wanted));

    var report = simulated.halo.probe().probe(access);

    assertThat(report.passed()).as("%s", report).isTrue();
    assertThat(report.checks().get(1).finding()).isEqualTo(finding);
    assertThat(simulated.control().statistics().calls().keySet())
        .filteredOn(call -> call.startsWith("GET /api/") && !call.endsWith("authinfo"))
        .containsExactly(list);
  }

  @Test
  void tickets_and_clients_tell_of_a_connection_that_asks_for_less_than_all() {
    var wanted = Set.of(Capability.READ_TICKETS, Capability.READ_CLIENTS, Capability.READ_USERS);

    var report = simulated.halo.probe().probe(simulated.wanting(wanted));

    assertThat(report.checks().get(1).finding()).isEqualTo("Tickets and clients can be read.");
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
  void records_out_of_use_are_counted_as_a_sync_counts_them() {
    var tenant = simulated.tenant();
    var client =
        simulated.control().create(Kind.CLIENT, Map.of("name", "Closed", "inactive", true));
    for (var kind : List.of(Kind.SITE, Kind.USER, Kind.ASSET)) {
      var fields = Map.of("name", "Closed", "inactive", true, "client_id", client, "site_id", 1);
      simulated.control().create(kind, fields);
    }

    var told = probe(simulated.config.tenant(), simulated.config.clientSecret());
    var found = simulated.halo.doctor().diagnose(simulated.access(), Lane.PERSON).findings();

    var first = new PageQuery(1, PageQuery.Section.ALL, Optional.empty());
    var clients = tenant.clients(first).total();
    assertThat(told.checks().getLast().finding()).contains(" has " + clients + " clients");
    assertThat(found)
        .filteredOn(finding -> LISTS.contains(finding.probe()))
        .extracting(Finding::text)
        .containsExactly(
            clients + " can be read.",
            tenant.sites(first).total() + " can be read.",
            tenant.contacts(first).total() + " can be read.",
            tenant.assets(first).total() + " can be read.");
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
