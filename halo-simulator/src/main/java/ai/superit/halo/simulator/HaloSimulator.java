package ai.superit.halo.simulator;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// A running HaloPSA tenant: the API under [#uri()], the control surface under [#controlUri()] and,
/// in the same process, [#control()]. Thread-safe; close it to free the port.
public final class HaloSimulator implements AutoCloseable {
  private final WebServer server;
  private final Optional<WebServer> signIn;
  private final TenantState state;
  private final String host;

  private HaloSimulator(SimulatorConfig config) {
    this.host = config.bindAddress();
    this.state = TenantState.open(config);
    var resources = new Resources(state.tenant(), state.webhooks());
    var api =
        new HaloApi(
            config,
            this::signInUri,
            state.tokens(),
            state.throttle(),
            state.faults(),
            state.counts(),
            resources);
    var surface = new ControlSurface(state.control());
    this.signIn =
        config.installation().isSeparate()
            ? Optional.of(started(0, routing -> routing.any(api::handleSignIn)))
            : Optional.empty();
    this.server =
        started(
            config.port(), routing -> routing.any("/control/*", surface::handle).any(api::handle));
  }

  private WebServer started(int port, Consumer<HttpRouting.Builder> routing) {
    return WebServer.builder()
        .address(address(host))
        .port(port)
        .maxPayloadSize(32 << 20)
        .maxTcpConnections(4_000)
        .backlog(1024)
        .shutdownHook(false)
        .shutdownGracePeriod(Duration.ZERO)
        .featuresDiscoverServices(false)
        .connectionOptions(options -> options.tcpNoDelay(true))
        .routing(routing)
        .build()
        .start();
  }

  /// Starts a tenant and returns when it answers.
  public static HaloSimulator start(SimulatorConfig config) {
    return new HaloSimulator(config);
  }

  /// The tenant's site, without a trailing slash: `/api` and `/auth` are below it.
  public URI uri() {
    return URI.create("http://" + host + ":" + server.port());
  }

  /// The host that people and applications sign in at; [#uri()] unless the installation has
  /// another.
  public URI signInUri() {
    return signIn
        .map(other -> URI.create("http://" + host + ":" + other.port()))
        .orElseGet(this::uri);
  }

  public URI controlUri() {
    return URI.create(uri() + "/control");
  }

  public int port() {
    return server.port();
  }

  /// The control surface without HTTP.
  public TenantControl control() {
    return state.control();
  }

  @Override
  public void close() {
    server.stop();
    signIn.ifPresent(WebServer::stop);
    state.close();
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("Unknown bind address " + host, e);
    }
  }
}
