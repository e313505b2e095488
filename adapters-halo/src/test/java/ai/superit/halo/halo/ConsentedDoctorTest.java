package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloDoctor;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.connection.Connection.Endpoint;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import ai.superit.halo.simulator.TenantControl;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Breaks the tenant of a connection that a person has authorised, alone and in pairs, and asks
/// what is wrong.
@Order(2)
class ConsentedDoctorTest {
  private static final double RIGHT_IN_PAIRS = 0.9;

  /// Which scopes are allowed counts when somebody consents, not when the token is renewed.
  private static final Set<TenantFault> FAULTS =
      EnumSet.complementOf(EnumSet.of(TenantFault.SCOPE));

  private final Map<Quirks, HaloSimulator> simulators = new HashMap<>();

  @AfterEach
  void stop() {
    simulators.values().forEach(HaloSimulator::close);
  }

  @Test
  void a_healthy_tenant_has_nothing_wrong() throws Exception {
    var diagnosis = diagnosed(List.of());

    assertThat(diagnosis.firstCause()).isEmpty();
    assertThat(diagnosis.tokenScope()).isNotEmpty();
    assertThat(diagnosis.findings())
        .filteredOn(found -> found.result() != Result.PASSED)
        .extracting(Finding::probe)
        .containsExactly(Probe.CERTIFICATE);
  }

  @ParameterizedTest
  @EnumSource(value = TenantFault.class, names = "SCOPE", mode = EnumSource.Mode.EXCLUDE)
  void a_single_fault_is_the_first_cause(TenantFault fault) throws Exception {
    var diagnosis = diagnosed(List.of(fault));

    assertThat(diagnosis.firstCause().map(Finding::probe)).contains(fault.probe);
    var failed =
        diagnosis.findings().stream()
            .filter(found -> found.result() == Result.FAILED)
            .map(Finding::probe)
            .toList();
    assertThat(diagnosis.findings())
        .flatExtracting(found -> found.because().stream().toList())
        .isSubsetOf(failed);
  }

  @Test
  void of_two_faults_one_is_the_first_cause() throws Exception {
    var wrong = new ArrayList<String>();
    var pairs = 0;
    for (var one : FAULTS) {
      for (var other : FAULTS) {
        if (one.compareTo(other) < 0) {
          pairs++;
          var named = diagnosed(List.of(one, other)).firstCause().map(Finding::probe);
          if (named.filter(probe -> probe == one.probe || probe == other.probe).isEmpty()) {
            wrong.add(one + " and " + other + ": " + named);
          }
        }
      }
    }

    assertThat(wrong)
        .as("of %d pairs", pairs)
        .hasSizeLessThan((int) (pairs * (1 - RIGHT_IN_PAIRS)));
  }

  @Test
  void a_withdrawn_consent_is_the_first_cause() throws Exception {
    var diagnosis =
        diagnosed(List.of(), (control, _) -> control.revokeGrants(), UnaryOperator.identity());

    var cause = diagnosis.firstCause().orElseThrow();
    assertThat(cause.probe()).isEqualTo(Probe.TOKEN);
    assertThat(cause.text()).contains("authorise it in a browser");
  }

  private Diagnosis diagnosed(List<TenantFault> faults) throws Exception {
    return diagnosed(
        faults,
        (control, budget) -> faults.forEach(fault -> fault.strike(control, budget)),
        access -> {
          var bent = access;
          for (var fault : faults) {
            bent = fault.bend(bent);
          }
          return bent;
        });
  }

  /// The token has run out, so that signing in is seen by the tenant.
  private Diagnosis diagnosed(
      List<TenantFault> shaping,
      BiConsumer<TenantControl, CountingBudget> strike,
      UnaryOperator<HaloAccess> bend)
      throws Exception {
    var builder =
        SimulatorConfig.builder()
            .scale(Scale.small())
            .rateLimit(RateLimit.unlimited())
            .redirectUris(Set.of(SimulatedTenant.CALLBACK.toString()));
    shaping.forEach(fault -> fault.shape(builder));
    var config = builder.build();
    var simulator = simulators.computeIfAbsent(config.quirks(), _ -> HaloSimulator.start(config));
    TenantFault.mend(simulator.control(), config);
    var budget = new CountingBudget();
    var consents = new InMemoryStore().consents();
    var access = new AtomicReference<>(authorised(TenantFault.healthy(simulator, config)));
    store(consents, access.get(), budget);
    budget.granted.clear();
    strike.accept(simulator.control(), budget);
    access.updateAndGet(bend);
    try (var halo =
        Halo.open(
            SimulatedTenant.quick(),
            _ -> Optional.of(access.get()),
            consents,
            SimulatedTenant.health(),
            budget)) {
      var diagnosis = halo.doctor().diagnose(access.get(), Lane.BACKFILL);
      assertThat(budget.granted).hasSizeLessThanOrEqualTo(HaloDoctor.MAX_CALLS);
      return diagnosis;
    }
  }

  private static void store(HaloConsents consents, HaloAccess access, CountingBudget budget)
      throws Exception {
    var clock = InstantSource.system();
    try (var http = new HaloHttp(SimulatedTenant.quick())) {
      var calls = new BudgetedCalls(http, budget, SimulatedTenant.quick(), clock);
      var consent = Consenting.to(access, calls, clock);
      consents.store(
          access.connection(),
          new HaloConsent(
              consent.refreshToken(), consent.accessToken(), consent.scope(), Moments.NOON),
          new ConnectionStatus(ConnectionStatus.State.CONNECTED, "", Moments.NOON));
    }
  }

  private static HaloAccess authorised(HaloAccess access) {
    var of = access.endpoint();
    return new HaloAccess(
        access.connection(),
        new Endpoint(
            of.tenant(),
            of.authorisation(),
            of.tenantName(),
            of.clientId(),
            Grant.AUTHORIZATION_CODE),
        access.clientSecret());
  }
}
