package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
import ai.superit.halo.application.connection.HaloDoctor;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Breaks a tenant in every way that we know of, alone and in pairs, and asks what is wrong.
@Order(1)
class HttpHaloDoctorTest {
  private static final double RIGHT_IN_PAIRS = 0.9;

  /// By what faults shape; what else they do is undone after each.
  private static final Map<Quirks, HaloSimulator> SIMULATORS = new HashMap<>();

  @AfterAll
  static void stop() {
    SIMULATORS.values().forEach(HaloSimulator::close);
  }

  @Test
  void a_healthy_tenant_has_nothing_wrong() {
    var diagnosis = diagnosed(List.of());

    assertThat(diagnosis.firstCause()).isEmpty();
    assertThat(diagnosis.findings()).extracting(Finding::probe).containsExactly(Probe.values());
    assertThat(diagnosis.findings())
        .filteredOn(found -> found.result() != Result.PASSED)
        .extracting(Finding::probe)
        .containsExactly(Probe.CERTIFICATE);
  }

  @Test
  void what_the_connection_does_not_ask_for_need_not_be_there() {
    var wanted = Set.of(Capability.READ_TICKETS, Capability.READ_USERS);
    var diagnosis =
        diagnosed(
            List.of(TenantFault.NO_ASSETS, TenantFault.NO_WEBHOOKS),
            access ->
                new HaloAccess(
                    access.connection(), access.endpoint().wanting(wanted), access.clientSecret()));

    assertThat(diagnosis.firstCause()).isEmpty();
    assertThat(diagnosis.tokenScope()).isEqualTo("read:tickets read:customers");
    assertThat(diagnosis.findings())
        .filteredOn(found -> found.text().contains("does not ask for read:assets"))
        .extracting(Finding::probe)
        .containsExactly(Probe.ASSETS);
  }

  @ParameterizedTest
  @EnumSource(TenantFault.class)
  void a_single_fault_is_the_first_cause(TenantFault fault) {
    var diagnosis = diagnosed(List.of(fault));

    assertThat(diagnosis.firstCause().map(Finding::probe)).contains(fault.probe);
    var cure = diagnosis.firstCause().orElseThrow().cure();
    assertThat(cure.likelyCause()).isNotEmpty();
    assertThat(cure.toString()).doesNotContainIgnoringCase("administrator");
  }

  @ParameterizedTest
  @EnumSource(TenantFault.class)
  void whatever_could_not_be_tested_names_a_failed_probe(TenantFault fault) {
    var diagnosis = diagnosed(List.of(fault));

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
  void of_two_faults_one_is_the_first_cause() {
    var wrong = new ArrayList<String>();
    var pairs = 0;
    for (var one : TenantFault.values()) {
      for (var other : TenantFault.values()) {
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

  /// Every call is counted, granted by the budget, and seen by the tenant.
  private static Diagnosis diagnosed(List<TenantFault> faults) {
    return diagnosed(faults, UnaryOperator.identity());
  }

  private static Diagnosis diagnosed(List<TenantFault> faults, UnaryOperator<HaloAccess> changing) {
    var builder = SimulatorConfig.builder().scale(Scale.small()).rateLimit(RateLimit.unlimited());
    faults.forEach(fault -> fault.shape(builder));
    var config = builder.build();
    var budget = new CountingBudget();
    var simulator = SIMULATORS.computeIfAbsent(config.quirks(), _ -> HaloSimulator.start(config));
    TenantFault.mend(simulator.control(), config);
    simulator.control().resetStatistics();
    try (var halo = open(budget)) {
      var access = changing.apply(TenantFault.healthy(simulator, config));
      for (var fault : faults) {
        fault.strike(simulator.control(), budget);
        access = fault.bend(access);
      }
      var diagnosis = halo.doctor().diagnose(access, Lane.PERSON);
      var seen =
          simulator.control().statistics().calls().values().stream()
              .mapToLong(Long::longValue)
              .sum();
      assertThat(diagnosis.calls()).isLessThanOrEqualTo(HaloDoctor.MAX_CALLS);
      assertThat(budget.granted).hasSize(diagnosis.calls());
      assertThat(seen).isLessThanOrEqualTo(diagnosis.calls());
      return diagnosis;
    }
  }

  private static Halo open(CountingBudget budget) {
    return Halo.open(
        SimulatedTenant.quick(),
        _ -> Optional.<HaloAccess>empty(),
        new InMemoryStore().consents(),
        SimulatedTenant.health(),
        budget);
  }
}
