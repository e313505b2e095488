package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;

/// The endpoint in a real server on loopback, with one connection of each scheme.
final class RunningEndpoint implements AutoCloseable {
  /// What whoever is refused is told, whatever was wrong.
  static final String NOT_ACCEPTED =
      "Not accepted: check the address, the authentication and the secret of this webhook.\n";

  static final String HEADER = "X-Halo-Signature";
  static final Secret SECRET = new Secret("a-secret-of-more-than-24-bytes");

  /// Longer than a busy machine takes for anything.
  private static final Duration PATIENT = Duration.ofMinutes(1);

  final RememberingInbox inbox = new RememberingInbox();
  final KnownSchemes schemes = new KnownSchemes();
  final KnownSenders senders = new KnownSenders();
  final DeliveryRules rules = new InMemoryStore().rules();
  final ConnectionId signed = ConnectionId.random();
  final ConnectionId basic = ConnectionId.random();
  final ConnectionId open = ConnectionId.random();
  final HaloWebhookEndpoint endpoint;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final WebServer server;

  RunningEndpoint() {
    this(InstantSource.system());
  }

  RunningEndpoint(InstantSource clock) {
    this(clock, TrustedProxies.NONE, 0);
  }

  RunningEndpoint(InstantSource clock, TrustedProxies proxies, int postsPerSecond) {
    this(clock, proxies, postsPerSecond, PATIENT);
  }

  private RunningEndpoint(
      InstantSource clock, TrustedProxies proxies, int postsPerSecond, Duration readTime) {
    schemes.save(signed, new WebhookScheme.HmacSha256(HEADER, SECRET));
    schemes.save(basic, new WebhookScheme.Basic("halo", new Secret("pass:wörter")));
    schemes.save(open, new WebhookScheme.None());
    var limits =
        new WebhookLimits(100_000, 400_000, readTime, Duration.ofSeconds(5), postsPerSecond);
    endpoint =
        new HaloWebhookEndpoint(
            new HaloWebhookEndpoint.Ports(schemes, senders, rules, inbox), proxies, clock, limits);
    server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .maxPayloadSize(limits.maxBytes() + 1_000L)
            .contentEncoding(HaloWebhookEndpoint.encodings())
            .routing(routing -> routing.register("/webhooks/halo", endpoint))
            .build()
            .start();
  }

  /// One that hardly waits for bodies.
  static RunningEndpoint hasty() {
    return new RunningEndpoint(
        InstantSource.system(), TrustedProxies.NONE, 0, Duration.ofMillis(300));
  }

  static String signature(byte[] body) {
    return signature(SECRET, body);
  }

  static String signature(Secret secret, byte[] body) {
    return new String(Signature.base64(secret.reveal().getBytes(UTF_8)).of(body), UTF_8);
  }

  /// A connection with this scheme.
  ConnectionId connection(WebhookScheme scheme) {
    var id = ConnectionId.random();
    schemes.save(id, scheme);
    return id;
  }

  HttpRequest.Builder to(Object connection) {
    return HttpRequest.newBuilder(
        URI.create("http://127.0.0.1:" + server.port() + "/webhooks/halo/" + connection));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  /// What comes back for a body with one header besides; the header is left out if its value is
  /// empty.
  HttpResponse<String> post(Object connection, byte[] body, String header, String value) {
    var request = to(connection).POST(HttpRequest.BodyPublishers.ofByteArray(body));
    return send((value.isEmpty() ? request : request.header(header, value)).build());
  }

  HttpResponse<String> postSigned(byte[] body) {
    return post(signed, body, HEADER, signature(body));
  }

  Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), server.port());
  }

  @Override
  public void close() {
    server.stop();
  }
}
