package ai.superit.halo.bootstrap;

import ai.superit.halo.webhook.HaloWebhookEndpoint;
import ai.superit.halo.webhook.WebhookLimits;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The listener that everything is served on, with limits on all that a stranger can send.
final class HttpServer implements AutoCloseable {
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_REQUEST_LINE = 4 * 1024;

  /// More than any endpoint takes, so that each refuses in its own words. Helidon needs a limit
  /// because it collects a whole chunk before it hands out the first byte.
  private static final long BEYOND_MAX_BODY = 64 * 1024L;

  /// Longer than the longest request takes; ends connections on which none begins.
  private static final Duration IDLE = Duration.ofSeconds(75);

  private static final Duration LINGER = Duration.ofMillis(250);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final WebServer server;
  private final RequestHeads heads;
  private final ConnectionsPerAddress connections;

  private HttpServer(WebServer server, RequestHeads heads, ConnectionsPerAddress connections) {
    this.server = server;
    this.heads = heads;
    this.connections = connections;
  }

  /// @throws Failures.Refused if the address cannot be bound
  static HttpServer start(String bind, int port, HttpRouting.Builder routing) {
    return start(bind, port, routing, HttpLimits.DEFAULT);
  }

  /// @throws Failures.Refused if the address cannot be bound
  static HttpServer start(String bind, int port, HttpRouting.Builder routing, HttpLimits limits) {
    var maxBody =
        Math.max(limits.maxDelivery(), WebhookLimits.DEFAULT.maxBytes()) + BEYOND_MAX_BODY;
    var heads = new RequestHeads(limits.head());
    var http =
        Http1Config.builder()
            .maxHeadersSize(MAX_HEADERS)
            .maxPrologueLength(MAX_REQUEST_LINE)
            .validatePath(true)
            .sendKeepAliveHeader(false)
            .addReceiveListener(heads)
            .build();
    var connections =
        new ConnectionsPerAddress(http, limits.connectionsPerAddress(), limits.proxies());
    var address = address(bind);
    var server =
        WebServer.builder()
            .address(address)
            .port(port)
            .protocolsDiscoverServices(false)
            .addConnectionSelector(connections)
            .contentEncoding(HaloWebhookEndpoint.encodings())
            .maxTcpConnections(HttpLimits.MAX_CONNECTIONS)
            .maxPayloadSize(maxBody)
            .idleConnectionTimeout(IDLE)
            .idleConnectionPeriod(Duration.ofSeconds(5))
            .connectionOptions(options -> options.tcpNoDelay(true))
            .shutdownGracePeriod(DRAIN)
            .shutdownHook(false)
            .routing(routing.addFilter(HttpServer::closeAsAnswered).any(HttpServer::notFound))
            .build()
            .start();
    if (!server.isRunning()) {
      heads.close();
      throw notStarted(address, port);
    }
    return new HttpServer(server, heads, connections);
  }

  private static InetAddress address(String bind) {
    try {
      return InetAddress.getByName(bind);
    } catch (UnknownHostException unknown) {
      throw new Failures.Refused("server.bind is not an address of this machine", unknown);
    }
  }

  /// Helidon logs why it did not start and says nothing, so the most common reason is looked for.
  private static RuntimeException notStarted(InetAddress address, int port) {
    try (var _ = new ServerSocket(port, 1, address)) {
      return new IllegalStateException("the HTTP server did not start; the log says why");
    } catch (IOException taken) {
      return new Failures.Refused(
          "cannot listen on %s port %d (%s); choose another port or stop what uses it"
              .formatted(address.getHostAddress(), port, taken.getMessage()),
          taken);
    }
  }

  /// Helidon reads what is left of a body before it takes the next request, without a deadline;
  /// where no body belongs, the connection is closed instead. And Helidon only says that it closes:
  /// what came after the header would be taken for the next request.
  private static void closeAsAnswered(
      FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (request.content().hasEntity() && !request.prologue().method().equals(Method.POST)) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    try {
      chain.proceed();
    } catch (CloseConnectionException closing) {
      if (response.isSent()) {
        linger(request);
      }
      throw closing;
    }
    if (response.headers().contains(HeaderValues.CONNECTION_CLOSE)) {
      linger(request);
      throw new CloseConnectionException("The answer said that the connection is closed.");
    }
  }

  /// Closing over unread bytes resets the connection, under an answer not yet read.
  private static void linger(RoutingRequest request) {
    if (request.content().hasEntity() && !request.content().consumed()) {
      LockSupport.parkNanos(LINGER.toNanos());
    }
  }

  private static void notFound(ServerRequest request, ServerResponse response) {
    response.status(Status.NOT_FOUND_404).header(HeaderValues.CONNECTION_CLOSE).send();
  }

  int port() {
    return server.port();
  }

  ConnectionsPerAddress connections() {
    return connections;
  }

  /// Takes no new requests and waits for those under way.
  @Override
  public void close() {
    server.stop();
    heads.close();
  }
}
