package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.SECRET;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// That the time of a refusal tells nothing follows from what is done for it, which is the same
/// whatever is wrong: as many signatures and as many comparisons, each of which takes as long
/// whatever is right, and nothing that waits for anybody: that schemes answer without the database
/// is shown by StoredSchemesTest. Measured times would prove less.
class ConstantTimeTest {
  private static final byte[] BODY = "{\"object_id\": 7}".getBytes(UTF_8);
  private static final String AUTH = "Authorization";
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);
  private static final Secret OTHER = new Secret("another-secret-of-more-than-24-bytes");

  private static final AtomicInteger COMPARISONS = new AtomicInteger();
  private static final AtomicReference<Authenticator.Verdict> VERDICT = new AtomicReference<>();
  private static final KnownSchemes SCHEMES = new KnownSchemes();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static WebServer server;

  record Attempt(String name, String connection, String header, String value) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void start() {
    var authenticator =
        new Authenticator(
            SCHEMES,
            new KnownSenders(),
            TrustedProxies.NONE,
            new Checks(ConstantTimeTest::counted, CLOCK),
            CLOCK);
    server =
        WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .routing(routing ->
                routing.register(
                    "/hooks",
                    (HttpService)
                        rules ->
                            rules.any(
                                (request, response) -> answer(authenticator, request, response))))
            .build()
            .start();
  }

  @AfterAll
  static void stop() {
    server.stop();
    CLIENT.close();
  }

  private static boolean counted(byte[] given, byte[] right) {
    COMPARISONS.incrementAndGet();
    return Comparison.CONSTANT_TIME.isEqual(given, right);
  }

  private static void answer(
      Authenticator authenticator, ServerRequest request, ServerResponse response) {
    var body = new Body.Whole(BODY, Compression.NONE, BODY.length);
    VERDICT.set(authenticator.authenticate(request, body));
    response.send();
  }

  static Stream<Attempt> refused() {
    var signed = connection(new WebhookScheme.HmacSha256(HEADER, SECRET));
    var hex = connection(new WebhookScheme.HmacSha256Hex(HEADER, SECRET));
    var basic = connection(new WebhookScheme.Basic("halo", new Secret("pass:wörter")));
    var bearer = connection(new WebhookScheme.Bearer(SECRET));
    var key = connection(new WebhookScheme.ApiKey(HEADER, SECRET));
    var standard =
        connection(new WebhookScheme.StandardWebhooks(new Secret(base64(SECRET.reveal()))));
    var replaced =
        connection(
            AcceptedSchemes.only(new WebhookScheme.HmacSha256(HEADER, SECRET))
                .also(new WebhookScheme.Bearer(SECRET), Instant.EPOCH.plusSeconds(60)));
    var wrong = signature(OTHER, BODY);
    return Stream.of(
        new Attempt("unknown connection", ConnectionId.random().toString(), HEADER, wrong),
        new Attempt(
            "unknown connection, password", ConnectionId.random().toString(), AUTH, "Basic x"),
        new Attempt("no connection at all", "..%2f..%2fx", HEADER, wrong),
        new Attempt("deleted connection", deleted(), HEADER, signature(BODY)),
        new Attempt("wrong signature", signed, HEADER, wrong),
        new Attempt("cut signature", signed, HEADER, signature(BODY).substring(0, 20)),
        new Attempt("no signature", signed, "X-Other", "x"),
        new Attempt("wrong hex", hex, HEADER, wrong),
        new Attempt("wrong user", basic, AUTH, basic("other:pass:wörter")),
        new Attempt("wrong password", basic, AUTH, basic("halo:pass:worter")),
        new Attempt("no padding", basic, AUTH, basic("halo:pass:wörter").replace("=", "")),
        new Attempt("no password", basic, AUTH, basic("halo")),
        new Attempt("other scheme", basic, AUTH, "Bearer " + basic("halo:pass:wörter")),
        new Attempt("nothing given", basic, "X-Other", "x"),
        new Attempt("wrong token", bearer, AUTH, "Bearer " + OTHER.reveal()),
        new Attempt("wrong key", key, HEADER, OTHER.reveal()),
        new Attempt("wrong standard signature", standard, "webhook-signature", "v1," + wrong),
        new Attempt("neither of two secrets", replaced, HEADER, wrong));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void every_refusal_compares_twice(Attempt attempt) throws Exception {
    COMPARISONS.set(0);

    post(attempt);

    assertThat(VERDICT.get()).isNotInstanceOf(Authenticator.Verdict.Authentic.class);
    assertThat(COMPARISONS).hasValue(2);
  }

  @Test
  void what_is_right_passes_by_the_same_code() throws Exception {
    var signed = connection(new WebhookScheme.HmacSha256(HEADER, SECRET));

    post(new Attempt("right", signed, HEADER, signature(BODY)));

    assertThat(VERDICT.get()).isInstanceOf(Authenticator.Verdict.Authentic.class);
  }

  private static void post(Attempt attempt) throws Exception {
    var address = "http://127.0.0.1:" + server.port() + "/hooks/" + attempt.connection();
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(Duration.ofSeconds(30))
            .header(attempt.header(), attempt.value())
            .POST(BodyPublishers.ofByteArray(BODY))
            .build();
    CLIENT.send(request, BodyHandlers.discarding());
  }

  private static String connection(WebhookScheme scheme) {
    return connection(AcceptedSchemes.only(scheme));
  }

  private static String connection(AcceptedSchemes schemes) {
    var id = ConnectionId.random();
    SCHEMES.save(id, schemes);
    return id.toString();
  }

  private static String deleted() {
    var id = ConnectionId.random();
    SCHEMES.save(id, new WebhookScheme.HmacSha256(HEADER, SECRET));
    SCHEMES.forget(id);
    return id.toString();
  }

  private static String basic(String pair) {
    return "Basic " + base64(pair);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
