package ai.superit.halo.halo;

import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.connection.Capability;
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
import ai.superit.halo.simulator.TenantControl;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A small simulated tenant, and our adapter connected to it.
final class SimulatedTenant implements AutoCloseable {
  static final TenantUrl.Rules LOOPBACK = new TenantUrl.Rules(true, Set.of());

  static final URI CALLBACK = URI.create("https://it.example/api/integrations/halo/callback");

  final ConnectionId connection = ConnectionId.random();
  private final HaloHttp http = new HaloHttp(quick());
  final CountingBudget budget = new CountingBudget();
  final SimulatorConfig config;
  final HaloSimulator simulator;
  final Halo halo;

  /// What the connection asks for.
  volatile Set<Capability> wanted = Capability.ALL;

  SimulatedTenant() {
    this(RateLimit.unlimited());
  }

  SimulatedTenant(RateLimit limit) {
    this(limit, Optional.empty());
  }

  /// @param other used by the adapter instead of one that grants everything
  SimulatedTenant(RateLimit limit, Optional<RateBudget> other) {
    this(limit, other, false);
  }

  /// @param tells whether each answer says in its headers what is left
  SimulatedTenant(RateLimit limit, Optional<RateBudget> other, boolean tells) {
    this(built -> built.rateLimit(limit.telling(tells)), other);
  }

  /// @param changed what is different about the tenant, which has no limit of its own
  SimulatedTenant(UnaryOperator<SimulatorConfig.Builder> changed) {
    this(changed, Optional.empty());
  }

  private SimulatedTenant(
      UnaryOperator<SimulatorConfig.Builder> changed, Optional<RateBudget> other) {
    var small =
        SimulatorConfig.builder()
            .scale(Scale.small())
            .rateLimit(RateLimit.unlimited())
            .redirectUris(Set.of(CALLBACK.toString()));
    config = changed.apply(small).build();
    simulator = HaloSimulator.start(config);
    halo =
        Halo.open(
            quick(),
            id -> Optional.of(wanting(wanted)).filter(_ -> id.equals(connection)),
            new InMemoryStore().consents(),
            health(),
            other.orElse(budget));
  }

  /// Of connections that nobody has stored.
  static ConnectionHealth health() {
    return new ConnectionHealth(new InMemoryStore().connections(), InstantSource.system());
  }

  /// Limits that make failures fail fast.
  static HaloConfig quick() {
    return new HaloConfig(
        Duration.ofSeconds(10),
        Duration.ofSeconds(2),
        4 << 20,
        LOOPBACK,
        new HaloConfig.Retries(3, Duration.ofMillis(2)));
  }

  HaloAccess access() {
    return access(config.tenant(), config.clientSecret());
  }

  HaloAccess access(String tenantName, String secret) {
    return access(tenantName, secret, Grant.CLIENT_CREDENTIALS);
  }

  HaloAccess access(String tenantName, String secret, Grant grant) {
    var url = simulator.uri().toString();
    return new HaloAccess(
        connection,
        new Connection.Endpoint(
            TenantUrl.parse(url, LOOPBACK),
            URI.create(url + "/auth"),
            tenantName,
            config.clientId(),
            grant),
        new Secret(secret));
  }

  /// Asks for no more than that.
  HaloAccess wanting(Set<Capability> some) {
    var access = access();
    return new HaloAccess(
        access.connection(), access.endpoint().wanting(some), access.clientSecret());
  }

  /// Within the same budget as the adapter's own calls.
  BudgetedCalls calls() {
    return calls(InstantSource.system());
  }

  /// @param clock says how long a tenant that did not answer is left alone
  BudgetedCalls calls(InstantSource clock) {
    return new BudgetedCalls(http, budget, quick(), clock);
  }

  HaloTenant tenant() {
    return halo.tenants().tenant(connection, Lane.POLL);
  }

  TenantControl control() {
    return simulator.control();
  }

  @Override
  public void close() {
    http.close();
    halo.close();
    simulator.close();
  }
}
