package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A web server of people who want to be told of alerts; it takes everything.
final class AlertReceiver implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// A message with the three headers of Standard Webhooks.
  record Message(String id, String timestamp, String signature, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String type() {
      return json().path("type").asString();
    }

    /// Whether one of the signatures is that of the secret, reckoned as Standard Webhooks say.
    boolean isSignedWith(String secret) {
      try {
        var key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        var expected = mac.doFinal((id + "." + timestamp + "." + body).getBytes(UTF_8));
        return List.of(signature.split(" ", -1))
            .contains("v1," + Base64.getEncoder().encodeToString(expected));
      } catch (GeneralSecurityException missing) {
        throw new IllegalStateException(missing);
      }
    }
  }

  private final List<Message> received = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  AlertReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  private void take(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    received.add(
        new Message(
            headers.getFirst("webhook-id"),
            headers.getFirst("webhook-timestamp"),
            headers.getFirst("webhook-signature"),
            new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
    exchange.sendResponseHeaders(204, -1);
    exchange.close();
  }

  /// As `alerts.allowed-hosts` has it.
  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /// Those about alerts of one kind, in the order in which they came.
  List<Message> received(String kind) {
    return received.stream()
        .filter(message -> message.json().at("/data/kind").asString().equals(kind))
        .toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
