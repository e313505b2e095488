package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A durable PostgreSQL, a simulated tenant and a configuration file, ready for `superit run` in a
/// process that may be killed.
final class TestTenant implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path folder;
  private EmbeddedDatabase database;
  private final TestStore store;
  private final HaloSimulator simulator;
  private final DevelopmentIssuer issuer;
  private final SimulatorConfig simulatorConfig;
  private final Path config;
  private final int port;
  private @Nullable ServiceProcess served;

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
    this.folder = folder;
    port = TestPorts.next();
    MigratedDatabase.copyTo(folder.resolve("postgres"));
    database =
        EmbeddedDatabase.start(
            folder.resolve("postgres"), folder.resolve("postgres.log"), TestPorts.next());
    store = new TestStore(database);
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

  /// Starts the service in a process of its own, which ends with this tenant unless it is killed
  /// before. Each one goes on with the same log.
  ServiceProcess serve() {
    served = ServiceProcess.serve(folder.resolve("service.log"), config, base());
    return served;
  }

  /// Kills the service that was started last.
  void kill() throws InterruptedException {
    requireNonNull(served).kill();
  }

  Path config() {
    return config;
  }

  /// The same for another service on the same store; the webhook stays where it is.
  Path configOn(int otherPort) throws IOException {
    var file = config.resolveSibling("other.yaml");
    var address = "port: %d\n  public-url: http://localhost:%d".formatted(otherPort, port);
    Files.writeString(file, Files.readString(config).replace("port: " + port, address));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return file;
  }

  EmbeddedDatabase database() {
    return database;
  }

  TestStore store() {
    return store;
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
    return caller(Caller.Role.MANAGER, DemoSetup.MANAGER_TEAM);
  }

  GraphqlCaller agent(String team) {
    return caller(Caller.Role.AGENT, team);
  }

  private GraphqlCaller caller(Caller.Role role, String team) {
    var token = issuer.token("tester", role, Set.of(new TeamId(team)), Duration.ofHours(1));
    return new GraphqlCaller(base().resolve("/graphql"), token);
  }

  boolean isReady() {
    return isReady(base());
  }

  static boolean isReady(URI base) {
    try {
      var request = HttpRequest.newBuilder(base.resolve("/health/ready")).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
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

  /// The first sync of all, as the demo does it.
  ///
  /// @return the id of the connection
  String connectAndSync() {
    try (var manager = manager()) {
      return setup(manager).connectAndSync(tenant());
    }
  }

  /// Without a sync.
  ///
  /// @return the id of the connection
  String connect() {
    try (var manager = manager()) {
      return setup(manager).connect(tenant());
    }
  }

  private static DemoSetup setup(GraphqlCaller manager) {
    return new DemoSetup(manager, new PrintStream(OutputStream.nullOutputStream(), false, UTF_8));
  }

  /// Asks for one and does not wait for it.
  void startSync(String connection, String resource) {
    try (var manager = manager()) {
      manager.ask(
          """
          mutation($id: ID!) {
            startSync(connectionId: $id, resources: [%s]) { userErrors { message } }
          }
          """
              .formatted(resource),
          Map.of("id", connection));
    }
  }

  /// @param sql selects numbers from the store
  List<Integer> numbers(String sql) throws SQLException {
    return store.numbers(sql);
  }

  /// @param sql changes the store behind the service's back
  void execute(String sql) throws SQLException {
    store.execute(sql);
  }

  /// Numbers of some tickets.
  List<Integer> tickets(int atMost) {
    try (var manager = manager()) {
      return manager
          .ask(
              """
              query($first: Int!) {
                tickets(first: $first) { edges { node { number } } }
              }
              """,
              Map.of("first", atMost))
          .at("/tickets/edges")
          .valueStream()
          .map(edge -> edge.at("/node/number").asInt())
          .toList();
    }
  }

  /// Ends all processes of PostgreSQL with SIGKILL, as a machine does that loses its power. None of
  /// them can begin another one meanwhile.
  void killDatabase() throws IOException, InterruptedException {
    var postmaster = postmaster();
    signal("-STOP", postmaster.pid());
    var all = Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().orTimeout(30, TimeUnit.SECONDS).join());
    store.close();
    database.close();
  }

  /// Starts it again on the same files and the same port.
  void startDatabase() {
    database =
        EmbeddedDatabase.start(
            folder.resolve("postgres"), folder.resolve("postgres.log"), database.port());
  }

  /// Stops it, copies its files, and starts it again.
  void backUpDatabase() throws IOException {
    store.close();
    database.close();
    MigratedDatabase.copy(folder.resolve("postgres"), folder.resolve("backup"));
    startDatabase();
  }

  /// Stops it and starts it again as it was backed up.
  void restoreDatabase() throws IOException {
    store.close();
    database.close();
    Files.move(folder.resolve("postgres"), folder.resolve("lost"));
    Files.move(folder.resolve("backup"), folder.resolve("postgres"));
    startDatabase();
  }

  private ProcessHandle postmaster() throws IOException {
    var pid = Files.readAllLines(folder.resolve("postgres/postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", name, Long.toString(pid)).start().waitFor()).isZero();
  }

  @Override
  public void close() {
    if (served != null) {
      served.close();
    }
    simulator.close();
    store.close();
    database.close();
  }
}
