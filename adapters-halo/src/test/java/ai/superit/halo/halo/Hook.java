package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who receives deliveries, on loopback; answers 202 at first.
final class Hook implements AutoCloseable {
  /// A delivery as it came.
  record Received(Headers headers, String body) {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  final URI address;
  private final HttpServer server;
  private volatile int status = 202;

  Hook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    server.createContext("/hook", this::receive);
    server.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    received.add(new Received(exchange.getRequestHeaders(), body));
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  /// Answers so from now on.
  void answer(int next) {
    status = next;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
