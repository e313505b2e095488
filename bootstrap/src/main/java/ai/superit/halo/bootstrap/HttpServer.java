package ai.superit.halo.bootstrap;

import ai.superit.halo.webhook.HaloWebhookEndpoint;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http1.Http1Config;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/// The listener that everything is served on, with limits on all that a stranger can send.
final class HttpServer implements AutoCloseable {
  private static final int MAX_HEADERS = 16 * 1024;
  private static final int MAX_REQUEST_LINE = 4 * 1024;
  private static final int MAX_CONNECTIONS = 2_000;
  private static final Duration HEAD = Duration.ofSeconds(12);

  /// Longer than the longest request takes; ends connections on which none begins.
  private static final Duration IDLE = Duration.ofSeconds(75);

  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final WebServer server;
  private final RequestHeads heads;

  private HttpServer(WebServer server, RequestHeads heads) {
    this.server = server;
    this.heads = heads;
  }

  /// @throws Failures.Refused if the address cannot be bound
  static HttpServer start(String bind, int port, HttpRouting.Builder routing) {
    return start(bind, port, routing, HEAD);
  }

  /// @param head how long the head of a request may take
  static HttpServer start(String bind, int port, HttpRouting.Builder routing, Duration head) {
    var heads = new RequestHeads(head);
    var http =
        Http1Config.builder()
            .maxHeadersSize(MAX_HEADERS)
            .maxPrologueLength(MAX_REQUEST_LINE)
            .validatePath(true)
            .sendKeepAliveHeader(false)
            .addReceiveListener(heads)
            .build();
    try {
      return new HttpServer(
          WebServer.builder()
              .address(InetAddress.getByName(bind))
              .port(port)
              .protocolsDiscoverServices(false)
              .addProtocol(http)
              .contentEncoding(HaloWebhookEndpoint.encodings())
              .maxTcpConnections(MAX_CONNECTIONS)
              .idleConnectionTimeout(IDLE)
              .idleConnectionPeriod(Duration.ofSeconds(5))
              .connectionOptions(options -> options.tcpNoDelay(true))
              .shutdownGracePeriod(DRAIN)
              .shutdownHook(false)
              .routing(routing.any((_, response) -> response.status(Status.NOT_FOUND_404).send()))
              .build()
              .start(),
          heads);
    } catch (UnknownHostException unknown) {
      throw new Failures.Refused("server.bind is not an address of this machine", unknown);
    } catch (RuntimeException failed) {
      throw new Failures.Refused(
          "cannot listen on %s port %d; is another program using it?".formatted(bind, port),
          failed);
    }
  }

  int port() {
    return server.port();
  }

  /// Takes no new requests and waits for those under way.
  @Override
  public void close() {
    server.stop();
    heads.close();
  }
}
