package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.Discovery.Source;
import ai.superit.halo.application.connection.HaloDiscovery;
import ai.superit.halo.application.testing.FreeRateBudget;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.connection.Connection.Endpoint;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Installation;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHaloDiscoveryTest {
  private static final String SECRET = SimulatorConfig.builder().build().clientSecret();

  private final Halo halo =
      Halo.open(
          SimulatedTenant.quick(),
          _ -> Optional.<HaloAccess>empty(),
          new InMemoryStore().consents(),
          SimulatedTenant.health(),
          new FreeRateBudget());

  @AfterEach
  void stop() {
    halo.close();
  }

  @ParameterizedTest
  @EnumSource(Installation.class)
  void who_enters_the_tenants_address_alone_can_sign_in(Installation installation) {
    try (var simulator = simulator(installation)) {
      var needsName = installation == Installation.SEPARATE_BY_OPENID;
      var entered = access(simulator, needsName ? "simulated" : "", Grant.CLIENT_CREDENTIALS);

      var found = halo.discovery().discover(entered).orElseThrow();

      assertThat(found.authorisation()).hasToString(simulator.signInUri() + "/auth");
      assertThat(calls(simulator)).isLessThanOrEqualTo(HaloDiscovery.MAX_CALLS);
      assertThat(halo.probe().probe(moved(entered, found)).passed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HOSTED, AUTH_INFO, ''",
    "SEPARATE_AUTHORISATION, AUTH_INFO, simulated",
    "TENANT_NAME_NEEDED, AUTH_INFO, simulated",
    "ON_PREMISES, AUTH_INFO, ''",
    "SILENT, USUAL, ''"
  })
  void what_worked_is_remembered(Installation installation, Source source, String tenantName) {
    try (var simulator = simulator(installation)) {
      var entered = access(simulator, "", Grant.CLIENT_CREDENTIALS);

      var found = halo.discovery().discover(entered).orElseThrow();

      assertThat(found.source()).isEqualTo(source);
      assertThat(found.tenantName()).isEqualTo(tenantName);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Installation.class,
      names = {"HOSTED", "TENANT_NAME_NEEDED", "ON_PREMISES"})
  void a_wrong_tenant_name_is_replaced_by_the_right_one(Installation installation) {
    try (var simulator = simulator(installation)) {
      var entered = access(simulator, "somebody-else", Grant.CLIENT_CREDENTIALS);

      var found = halo.discovery().discover(entered).orElseThrow();

      assertThat(found.tenantName())
          .isEqualTo(installation == Installation.ON_PREMISES ? "" : "simulated");
    }
  }

  @Test
  void a_tenant_that_does_not_answer_is_not_waited_for_until_its_calls_time_out() {
    var limits = SimulatedTenant.quick();
    var patience = Duration.ofSeconds(3);
    try (var simulator = simulator(Installation.HOSTED);
        var http = new HaloHttp(limits)) {
      var discovery = new HttpHaloDiscovery(http, limits.rules(), InstantSource.system(), patience);
      simulator.control().addFault(Fault.always(Fault.Effect.DELAY).after(Duration.ofMinutes(1)));
      var began = System.nanoTime();

      assertThat(discovery.discover(access(simulator, "", Grant.CLIENT_CREDENTIALS))).isEmpty();

      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(limits.callTimeout());
      assertThat(calls(simulator)).isEqualTo(1);
    }
  }

  @Test
  void with_wrong_credentials_the_place_is_found_all_the_same() {
    try (var simulator = simulator(Installation.SEPARATE_AUTHORISATION)) {
      var right = access(simulator, "", Grant.CLIENT_CREDENTIALS);
      var wrong = new HaloAccess(right.connection(), right.endpoint(), new Secret("wrong"));

      var found = halo.discovery().discover(wrong).orElseThrow();

      assertThat(found.authorisation()).hasToString(simulator.signInUri() + "/auth");
      assertThat(found.tenantName()).isEqualTo("simulated");
    }
  }

  @Test
  void for_a_persons_consent_nothing_is_tried() {
    try (var simulator = simulator(Installation.SEPARATE_AUTHORISATION)) {
      var entered = access(simulator, "", Grant.AUTHORIZATION_CODE);

      var found = halo.discovery().discover(entered).orElseThrow();

      assertThat(found.authorisation()).hasToString(simulator.signInUri() + "/auth");
      assertThat(found.tenantName()).isEqualTo("simulated");
      assertThat(simulator.control().statistics().calls().keySet())
          .noneMatch(call -> call.contains("token"));
    }
  }

  @ParameterizedTest
  @CsvSource({"NAMES_ITSELF, true", "HOSTED, false"})
  void whether_it_promises_to_name_itself_is_remembered(
      Installation installation, boolean promised) {
    try (var simulator = simulator(installation)) {
      var found =
          halo.discovery().discover(access(simulator, "", Grant.AUTHORIZATION_CODE)).orElseThrow();

      assertThat(found.issuer().promised()).isEqualTo(promised);
      assertThat(found.issuer().name()).isEqualTo(simulator.uri() + "/auth");
    }
  }

  @Test
  void a_tenant_that_gives_web_pages_only_shows_nothing() {
    try (var simulator = simulator(Installation.HOSTED)) {
      simulator.control().addFault(Fault.always(Fault.Effect.HTML));

      assertThat(halo.discovery().discover(access(simulator, "", Grant.CLIENT_CREDENTIALS)))
          .isEmpty();
      assertThat(calls(simulator)).isLessThanOrEqualTo(HaloDiscovery.MAX_CALLS);
    }
  }

  @Test
  void a_host_that_is_not_there_is_asked_once() {
    var simulator = simulator(Installation.HOSTED);
    var entered = access(simulator, "", Grant.CLIENT_CREDENTIALS);
    simulator.close();

    assertThat(halo.discovery().discover(entered)).isEmpty();
  }

  /// The tenant must not make us call what nobody may type.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/auth",
        "https://10.0.0.1/auth",
        "https://metadata.internal/auth",
        "https://[fd00::1]/auth",
        "https://sso.example:5432/auth",
        "file:///etc/passwd",
        "https://user:word@sso.example/auth"
      })
  void a_place_that_nobody_may_enter_is_not_called(String told) throws IOException {
    try (var server = new ScriptedServer()) {
      server.thenJson("{\"auth_url\":\"" + told + "\",\"tenant_id\":\"<b>evil</b>\"}");
      server.then("404 Not Found", "", "");

      var found =
          halo.discovery()
              .discover(access(server.url(), "", Grant.CLIENT_CREDENTIALS))
              .orElseThrow();

      assertThat(found.source()).isEqualTo(Source.USUAL);
      assertThat(found.authorisation()).hasToString(server.url() + "/auth");
      assertThat(found.tenantName()).isEmpty();
      assertThat(server.tokenRequests).hasSize(1);
    }
  }

  @Test
  void nothing_of_a_strange_answer_is_kept() throws IOException {
    try (var server = new ScriptedServer()) {
      server.thenJson("{\"auth_url\":[\"<script>\"],\"tenant_id\":{\"a\":\"<script>\"}}");
      server.thenJson("{\"issuer\":\"https://evil.example/<script>\",\"token_endpoint\":7}");

      var found = halo.discovery().discover(access(server.url(), "", Grant.CLIENT_CREDENTIALS));

      assertThat(found.orElseThrow().issuer()).isEqualTo(Discovery.Issuer.SILENT);
      assertThat(found.toString()).doesNotContain("script", "evil");
    }
  }

  private static HaloSimulator simulator(Installation installation) {
    return HaloSimulator.start(
        SimulatorConfig.builder().scale(Scale.small()).installation(installation).build());
  }

  private static HaloAccess access(HaloSimulator simulator, String tenantName, Grant grant) {
    return access(simulator.uri().toString(), tenantName, grant);
  }

  private static HaloAccess access(String address, String tenantName, Grant grant) {
    var url = TenantUrl.parse(address, SimulatedTenant.LOOPBACK);
    var client = SimulatorConfig.builder().build().clientId();
    return new HaloAccess(
        ConnectionId.random(),
        new Endpoint(url, url.defaultAuthorisation(), tenantName, client, grant),
        new Secret(SECRET));
  }

  private static HaloAccess moved(HaloAccess from, Discovery found) {
    var of = from.endpoint();
    return new HaloAccess(
        from.connection(),
        new Endpoint(
            of.tenant(), found.authorisation(), found.tenantName(), of.clientId(), of.grant()),
        from.clientSecret());
  }

  private static long calls(HaloSimulator simulator) {
    return simulator.control().statistics().calls().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
