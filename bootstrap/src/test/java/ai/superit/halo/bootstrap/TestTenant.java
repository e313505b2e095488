package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A durable PostgreSQL, a simulated tenant and a configuration file, ready for `superit run` in a
/// process that may be killed.
final class TestTenant implements AutoCloseable {
  private final EmbeddedDatabase database;
  private final HaloSimulator simulator;
  private final DevelopmentIssuer issuer;
  private final SimulatorConfig simulatorConfig;
  private final Path config;
  private final int port;

  TestTenant(Path folder) throws IOException {
    this(folder, Quirks.defaults());
  }

  TestTenant(Path folder, Quirks quirks) throws IOException {
    this(folder, Scale.small(), quirks, RateLimit.unlimited());
  }

  /// @param limit what the tenant grants; the file lets the service call as often as it likes
  TestTenant(Path folder, Scale scale, Quirks quirks, RateLimit limit) throws IOException {
    this(folder, scale, quirks, limit, SimulatorConfig.builder().build().retries());
  }

  /// @param retries the waits before each further attempt of a failed delivery
  TestTenant(Path folder, Scale scale, Quirks quirks, RateLimit limit, List<Duration> retries)
      throws IOException {
    port = EmbeddedDatabase.freePort();
    MigratedDatabase.copyTo(folder.resolve("postgres"));
    database = EmbeddedDatabase.start(folder.resolve("postgres"), folder.resolve("postgres.log"));
    simulatorConfig =
        SimulatorConfig.builder()
            .scale(scale)
            .quirks(quirks)
            .rateLimit(limit)
            .retries(retries)
            .redirectUris(Set.of("http://localhost:" + port + "/api/integrations/halo/callback"))
            .build();
    simulator = HaloSimulator.start(simulatorConfig);
    issuer = DevelopmentIssuer.in(folder.resolve("keys"));
    config = folder.resolve("halo.yaml");
    Files.writeString(
        config,
        """
        server:
          port: %d
        database:
          url: %s
          user: %s
        secrets:
          keys:
            test: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=
        tokens:
          jwks: %s
          issuer: %s
          audience: %s
        halo:
          rate-limit:
            calls: 100000
        development:
          loopback-tenants: true
        """
            .formatted(
                port,
                database.jdbcUrl(),
                database.user(),
                issuer.jwks(),
                DevelopmentIssuer.ISSUER,
                DevelopmentIssuer.AUDIENCE));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
  }

  Path config() {
    return config;
  }

  EmbeddedDatabase database() {
    return database;
  }

  HaloSimulator simulator() {
    return simulator;
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + port);
  }

  DemoSetup.Tenant tenant() {
    return new DemoSetup.Tenant(
        simulator.uri().toString(),
        simulatorConfig.tenant(),
        simulatorConfig.clientId(),
        simulatorConfig.clientSecret());
  }

  GraphqlCaller manager() {
    var token =
        issuer.token(
            "tester",
            Caller.Role.MANAGER,
            Set.of(new TeamId(DemoSetup.MANAGER_TEAM)),
            Duration.ofHours(1));
    return new GraphqlCaller(base().resolve("/graphql"), token);
  }

  boolean isReady() {
    try (var client = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(base().resolve("/health/ready")).build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  TenantWebhook webhook() {
    return TenantWebhook.of(Settings.read(SettingsSource.of(config, Map.of())));
  }

  @Override
  public void close() {
    simulator.close();
    database.close();
  }
}
