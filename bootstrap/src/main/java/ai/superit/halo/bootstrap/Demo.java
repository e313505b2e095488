package ai.superit.halo.bootstrap;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.connection.AuthoriseConnection;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The whole product on one machine, set up and running: PostgreSQL, a simulated tenant and the
/// service.
public final class Demo implements AutoCloseable {
  private static final Duration TOKEN_LIFETIME = Duration.ofDays(7);

  /// What the tenant grants for each 5,000 of its tickets.
  ///
  /// @param calls how many calls within `window`, or 0 for as many as it can answer
  /// @param told whether the service is told, or has to find out
  public record Limit(int calls, Duration window, boolean told) {
    /// No rate limit.
    public static final Limit NONE = new Limit(0, Duration.ofMinutes(5), true);

    /// Twenty calls a second: enough to be ready in seconds, and still a limit.
    static final Limit USUAL = new Limit(6_000, Duration.ofMinutes(5), true);
  }

  /// How big the tenant is and how it behaves.
  ///
  /// @param folder keeps all data; a later start on it continues with them
  /// @param scale multiplies the tenant's 5,000 tickets and all else
  /// @param changesPerSecond how many tickets change by themselves
  /// @param more of the service's settings, by key
  public record Options(
      Path folder,
      int scale,
      int port,
      Limit limit,
      double changesPerSecond,
      Map<String, String> more) {
    public Options {
      more = Map.copyOf(more);
    }
  }

  /// Bearer tokens, one for each kind of caller.
  public record Tokens(String manager, String agent, String assistant) {}

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Options options;
  private final DemoFolder folder;
  private final Tokens tokens;
  private final URI base;
  private String connection = "";
  private URI webhookAddress = URI.create("about:blank");
  private DemoSetup.Tenant account = new DemoSetup.Tenant("", "", "", "");
  private URI simulatorControl = URI.create("about:blank");
  private String database = "";
  private @Nullable Settings settings;

  private Demo(Options options) {
    this.options = options;
    this.folder = new DemoFolder(options.folder());
    this.base = URI.create("http://localhost:" + options.port());
    var issuer = DevelopmentIssuer.in(folder.keys());
    var desk = Set.of(new TeamId("service-desk"));
    this.tokens =
        new Tokens(
            issuer.token(
                "demo-manager",
                Caller.Role.MANAGER,
                Set.of(new TeamId(DemoSetup.MANAGER_TEAM)),
                TOKEN_LIFETIME),
            issuer.token("demo-agent", Caller.Role.AGENT, desk, TOKEN_LIFETIME),
            issuer.token("demo-assistant", Caller.Role.ASSISTANT, desk, TOKEN_LIFETIME));
  }

  /// Starts and sets up everything, and returns when the first sync is complete. What was started
  /// is stopped again if something fails.
  ///
  /// @param out told how far it is
  public static Demo start(Options options, PrintStream out) {
    var demo = new Demo(options);
    try {
      demo.startParts(out);
      return demo;
    } catch (RuntimeException | Error failure) {
      demo.close();
      throw failure;
    }
  }

  private void startParts(PrintStream out) {
    var scale = folder.scale(options.scale());
    out.println("Data: " + folder.root());
    var postgres = opened(EmbeddedDatabase.start(folder.postgres(), folder.log("postgres")));
    database = postgres.jdbcUrl();
    var config = simulatorConfig(scale);
    var tenant = opened(HaloSimulator.start(config));
    account =
        new DemoSetup.Tenant(
            tenant.uri().toString(), config.tenant(), config.clientId(), config.clientSecret());
    simulatorControl = tenant.controlUri();
    settings = settings(postgres, scale);
    opened(Service.start(settings));
    try (var manager = new GraphqlCaller(graphql(), tokens.manager())) {
      var setup = new DemoSetup(manager, out);
      connection = setup.connectAndSync(account);
      webhookAddress = setup.webhook(connection);
    }
    if (options.changesPerSecond() > 0) {
      tenant.control().live(options.changesPerSecond());
    }
  }

  /// Asks the service as the manager, and gives the `data` of the answer.
  ///
  /// @throws IllegalStateException if the answer has errors
  public JsonNode ask(String document, Map<String, ?> variables) {
    try (var manager = new GraphqlCaller(graphql(), tokens.manager())) {
      return manager.ask(document, variables);
    }
  }

  private SimulatorConfig simulatorConfig(int scale) {
    return SimulatorConfig.builder()
        .port(folder.simulatorPort())
        .scale(Scale.standard().times(scale))
        .rateLimit(new RateLimit(options.limit().calls() * scale, options.limit().window()))
        .stateFile(folder.simulator())
        .redirectUris(Set.of(AuthoriseConnection.callback(base).toString()))
        .build();
  }

  private Settings settings(EmbeddedDatabase postgres, int scale) {
    var values = new HashMap<String, String>();
    values.put("server.port", Integer.toString(options.port()));
    values.put("server.public-url", base.toString());
    values.put("database.url", postgres.jdbcUrl());
    values.put("database.user", postgres.user());
    values.put("secrets.keys.demo", folder.sealKey());
    values.put("tokens.jwks", folder.keys().resolve("jwks.json").toString());
    values.put("tokens.issuer", DevelopmentIssuer.ISSUER);
    values.put("tokens.audience", DevelopmentIssuer.AUDIENCE);
    if (options.limit().told()) {
      values.put("halo.rate-limit.calls", Integer.toString(options.limit().calls() * scale));
      values.put("halo.rate-limit.window", options.limit().window().toSeconds() + "s");
    }
    values.put("webhooks.posts-per-second", "0");
    values.put("development.loopback-tenants", "true");
    values.put("development.graphiql", "true");
    values.putAll(options.more());
    return Settings.read(new SettingsSource(values));
  }

  private <T extends AutoCloseable> T opened(T part) {
    parts.push(part);
    return part;
  }

  public Tokens tokens() {
    return tokens;
  }

  /// The connection's id in GraphQL.
  public String connection() {
    return connection;
  }

  public URI graphql() {
    return base.resolve("/graphql");
  }

  URI graphiql() {
    return base.resolve("/graphiql");
  }

  URI health() {
    return base.resolve("/health/ready");
  }

  URI metrics() {
    return base.resolve("/metrics");
  }

  /// Where the tenant posts its deliveries to.
  URI webhookAddress() {
    return webhookAddress;
  }

  public URI simulator() {
    return URI.create(account.url());
  }

  /// How the tenant is connected, for whoever wants to do it again by hand.
  DemoSetup.Tenant account() {
    return account;
  }

  URI simulatorControl() {
    return simulatorControl;
  }

  /// How deliveries are posted as the tenant does it.
  public TenantWebhook webhook() {
    return TenantWebhook.of(requireNonNull(settings));
  }

  /// JDBC URL of the database; its user is `postgres`, without a password.
  public String database() {
    return database;
  }

  /// Stops everything in the reverse order of starting, whatever of it fails.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception failure) {
        System.err.println("superit: while stopping: " + Failures.explain(failure));
      }
    }
  }
}
