package ai.superit.halo.notification;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// An HTTP server on loopback that keeps what it is posted. It answers `/200` with 200 and so on,
/// always with the body `echoed`; `/302` leads to `/200`, and `/hang` is not answered.
final class Receiver implements AutoCloseable {
  record Received(String path, Map<String, String> headers, String body) {}

  final List<Received> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::take);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    var path = exchange.getRequestURI().toString();
    received.add(
        new Received(path, headers, new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    if (path.equals("/hang")) {
      return;
    }
    exchange.getResponseHeaders().add("Location", "/200");
    var answer = "echoed".getBytes(UTF_8);
    exchange.sendResponseHeaders(Integer.parseInt(path.substring(1, 4)), answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
