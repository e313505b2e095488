package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Diagnosis;
import ai.superit.halo.application.connection.Diagnosis.Finding;
import ai.superit.halo.application.connection.Diagnosis.Probe;
import ai.superit.halo.application.connection.Diagnosis.Result;
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
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import ai.superit.halo.simulator.TenantControl;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Breaks the tenant of a connection that a person has authorised, and asks what is wrong.
class ConsentedDoctorTest {
  @Test
  void a_healthy_tenant_has_nothing_wrong() throws Exception {
    var diagnosis = diagnosed((_, _) -> {});

    assertThat(diagnosis.firstCause()).isEmpty();
    assertThat(diagnosis.tokenScope()).isNotEmpty();
  }

  /// Which scopes are allowed counts when somebody consents, not when the token is renewed.
  @ParameterizedTest
  @EnumSource(value = TenantFault.class, names = "SCOPE", mode = EnumSource.Mode.EXCLUDE)
  void a_single_fault_is_the_first_cause(TenantFault fault) throws Exception {
    var diagnosis = diagnosed(fault);

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
  void a_withdrawn_consent_is_the_first_cause() throws Exception {
    var diagnosis = diagnosed((control, _) -> control.revokeGrants());

    var cause = diagnosis.firstCause().orElseThrow();
    assertThat(cause.probe()).isEqualTo(Probe.TOKEN);
    assertThat(cause.text()).contains("authorise it in a browser");
  }

  /// The token has run out, so that signing in is seen by the tenant.
  private static Diagnosis diagnosed(TenantFault fault) throws Exception {
    return diagnosed(fault::shape, fault::strike, fault::bend);
  }

  private static Diagnosis diagnosed(BiConsumer<TenantControl, CountingBudget> strike)
      throws Exception {
    return diagnosed(_ -> {}, strike, UnaryOperator.identity());
  }

  private static Diagnosis diagnosed(
      Consumer<SimulatorConfig.Builder> shape,
      BiConsumer<TenantControl, CountingBudget> strike,
      UnaryOperator<HaloAccess> bend)
      throws Exception {
    var builder =
        SimulatorConfig.builder()
            .scale(Scale.small())
            .rateLimit(RateLimit.unlimited())
            .redirectUris(Set.of(SimulatedTenant.CALLBACK.toString()));
    shape.accept(builder);
    var config = builder.build();
    var budget = new CountingBudget();
    var consents = new InMemoryStore().consents();
    var clock = InstantSource.system();
    try (var simulator = HaloSimulator.start(config);
        var http = new HaloHttp(SimulatedTenant.quick())) {
      var access = new AtomicReference<>(authorised(TenantFault.healthy(simulator, config)));
      var calls = new BudgetedCalls(http, budget, SimulatedTenant.quick(), clock);
      var consent = Consenting.to(access.get(), calls, clock);
      consents.store(
          access.get().connection(),
          new HaloConsent(
              consent.refreshToken(), consent.accessToken(), consent.scope(), Moments.NOON),
          new ConnectionStatus(ConnectionStatus.State.CONNECTED, "", Moments.NOON));
      simulator.control().resetStatistics();
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
