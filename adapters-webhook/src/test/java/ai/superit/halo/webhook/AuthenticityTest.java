package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticityTest {
  private static final byte[] BODY =
      "{\"object_id\": 10482, \"event\": \"closed\"}".getBytes(UTF_8);
  private static final String GOOD = signature(BODY);

  private final RunningEndpoint running = new RunningEndpoint();

  @AfterEach
  void stop() {
    running.close();
  }

  static Stream<String> wrong_signatures() {
    var raw = Base64.getDecoder().decode(GOOD);
    return Stream.of(
        "",
        "x",
        GOOD.substring(0, 20),
        GOOD.replace("=", ""),
        GOOD + "=",
        GOOD + " =",
        "\"" + GOOD + "\"",
        "SHA256=" + GOOD,
        "sha256=" + GOOD,
        GOOD.toUpperCase(Locale.ROOT),
        HexFormat.of().formatHex(raw),
        Base64.getUrlEncoder().encodeToString(raw) + "-",
        GOOD + ", " + GOOD,
        "A".repeat(5_000),
        signature(new Secret("another-tenant's-long-secret"), BODY),
        signature("{\"event\":\"closed\",\"object_id\":10482}".getBytes(UTF_8)),
        signature(new String(BODY, UTF_8).getBytes(UTF_16)));
  }

  @ParameterizedTest
  @MethodSource("wrong_signatures")
  void a_wrong_signature_is_refused(String signature) {
    assertRefused(running.post(running.signed, BODY, HEADER, signature));
  }

  @Test
  void two_signature_headers_are_refused_though_one_is_right() {
    var request =
        running
            .to(running.signed)
            .POST(BodyPublishers.ofByteArray(BODY))
            .header(HEADER, GOOD)
            .header(HEADER, "x");

    assertRefused(running.send(request.build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "%2e%2e", "a/b", "1-1-1-1-1"})
  void a_path_that_names_no_connection_is_refused(String path) {
    assertRefused(running.post(path, BODY, HEADER, GOOD));
  }

  @Test
  void an_unknown_connection_is_refused_in_the_same_words() {
    var unknown = running.post(ConnectionId.random(), BODY, HEADER, GOOD);
    var wrong = running.post(running.signed, BODY, HEADER, "x");

    assertRefused(unknown);
    assertThat(names(unknown)).isEqualTo(names(wrong));
  }

  @Test
  void a_signature_does_not_open_a_connection_with_a_password() {
    assertRefused(running.post(running.basic, BODY, HEADER, GOOD));
  }

  static Stream<String> wrong_passwords() {
    return Stream.of(
        "",
        "Basic",
        basic("halo:"),
        basic("halo:pass:worter"),
        basic("Halo:pass:wörter"),
        basic("halo:pass"),
        basic("intruder:pass:wörter"),
        basic("halo:pass:wörter").replace("=", ""),
        "Bearer " + basic("halo:pass:wörter").substring(6),
        basic("halo:pass:wörter") + " x");
  }

  @ParameterizedTest
  @MethodSource("wrong_passwords")
  void a_wrong_password_is_refused(String authorization) {
    assertRefused(running.post(running.basic, BODY, "Authorization", authorization));
  }

  @Test
  void the_right_password_is_accepted() {
    var answer = running.post(running.basic, BODY, "Authorization", basic("halo:pass:wörter"));

    assertThat(answer.statusCode()).isEqualTo(202);
  }

  @Test
  void a_connection_without_authentication_accepts_anybody() {
    assertThat(running.post(running.open, BODY, HEADER, "").statusCode()).isEqualTo(202);
  }

  @Test
  void a_changed_secret_counts_at_once() {
    assertThat(running.postSigned(BODY).statusCode()).isEqualTo(202);
    var changed = new Secret("a-new-secret-of-more-than-24-bytes");
    running.schemes.save(running.signed, new WebhookScheme.HmacSha256(HEADER, changed));

    assertThat(running.postSigned(BODY).statusCode()).isEqualTo(401);
  }

  private void assertRefused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo(RunningEndpoint.NOT_ACCEPTED);
    assertThat(running.inbox.calls).hasValue(0);
  }

  private static Set<String> names(HttpResponse<String> answer) {
    return answer.headers().map().keySet();
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
