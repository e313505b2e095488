package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schemes that Halo does not offer, for what stands between Halo and us.
class FurtherSchemesTest {
  private static final byte[] BODY = "{\"object_id\":10482}".getBytes(UTF_8);
  private static final String TEXT = "a-secret-of-more-than-24-bytes";
  private static final Secret SECRET = new Secret(TEXT);
  private static final byte[] KEY = "0123456789abcdef01234567".getBytes(UTF_8);

  private final RunningEndpoint running = new RunningEndpoint();
  private final ConnectionId standard =
      running.connection(
          new WebhookScheme.StandardWebhooks(new Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3")));

  @AfterEach
  void stop() {
    running.close();
  }

  private static String hex(byte[] body) {
    return new String(Signature.hex(TEXT.getBytes(UTF_8)).of(body), UTF_8);
  }

  static Stream<String> wrong_hex() {
    var good = hex(BODY);
    return Stream.of(
        "",
        good.substring("sha256=".length()),
        good.toUpperCase(Locale.ROOT),
        good.replace("sha256", "sha1"),
        good.replace("sha256", "SHA256"),
        good.substring(0, good.length() - 1),
        good + "0",
        good + "," + good,
        hex("other".getBytes(UTF_8)),
        RunningEndpoint.signature(SECRET, BODY));
  }

  @ParameterizedTest
  @MethodSource("wrong_hex")
  void a_wrong_hex_signature_is_refused(String given) {
    var hub = running.connection(new WebhookScheme.HmacSha256Hex("X-Hub-Signature-256", SECRET));

    assertThat(running.post(hub, BODY, "X-Hub-Signature-256", given).statusCode()).isEqualTo(401);
    assertThat(running.post(hub, BODY, "X-Hub-Signature-256", hex(BODY)).statusCode())
        .isEqualTo(202);
  }

  /// The example in GitHub's documentation of webhooks, so that not only our own arithmetic says
  /// so.
  @Test
  void the_published_example_of_a_hex_signature_is_accepted() {
    var signature = Signature.hex("It's a Secret to Everybody".getBytes(UTF_8));

    assertThat(new String(signature.of("Hello, World!".getBytes(UTF_8)), UTF_8))
        .isEqualTo("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Bearer", "Bearer x", "Basic " + TEXT, TEXT, "Bearer " + TEXT + "x"})
  void a_wrong_token_is_refused(String given) {
    var bearer = running.connection(new WebhookScheme.Bearer(SECRET));

    assertThat(running.post(bearer, BODY, "Authorization", given).statusCode()).isEqualTo(401);
    assertThat(running.post(bearer, BODY, "Authorization", "bearer " + TEXT).statusCode())
        .isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "A-secret-of-more-than-24-bytes", TEXT + "," + TEXT})
  void a_wrong_key_is_refused(String given) {
    var key = running.connection(new WebhookScheme.ApiKey("X-Api-Key", SECRET));

    assertThat(running.post(key, BODY, "X-Api-Key", given).statusCode()).isEqualTo(401);
    assertThat(running.post(key, BODY, "X-Api-Key", TEXT).statusCode()).isEqualTo(202);
  }

  private static String now(int seconds) {
    return Long.toString(Instant.now().getEpochSecond() + seconds);
  }

  private static String sign(String id, String time) {
    var before = (id + "." + time + ".").getBytes(UTF_8);
    return "v1," + new String(Signature.base64(KEY).of(before, BODY), UTF_8);
  }

  private int post(String id, String time, String signature) {
    var request = running.to(standard).POST(BodyPublishers.ofByteArray(BODY));
    if (!id.isEmpty()) {
      request.header("webhook-id", id);
    }
    if (!time.isEmpty()) {
      request.header("webhook-timestamp", time);
    }
    request.header("webhook-signature", signature);
    return running.send(request.build()).statusCode();
  }

  /// The example of the specification's reference libraries.
  @Test
  void the_published_example_of_a_standard_signature_is_made_alike() {
    var scheme =
        new WebhookScheme.StandardWebhooks(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    var before = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.".getBytes(UTF_8);
    var body = "{\"test\": 2432232314}".getBytes(UTF_8);

    assertThat(new String(Signature.base64(scheme.key()).of(before, body), UTF_8))
        .isEqualTo("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @ParameterizedTest
  @ValueSource(ints = {-295, 0, 295})
  void a_standard_delivery_is_accepted_for_five_minutes(int seconds) {
    var time = now(seconds);

    assertThat(post("msg_1", time, sign("msg_1", time))).isEqualTo(202);
  }

  @Test
  void the_id_that_a_standard_signature_covers_is_kept() {
    var time = now(0);

    assertThat(post("msg_1", time, sign("msg_1", time))).isEqualTo(202);

    assertThat(keptId()).isEqualTo("msg_1");
  }

  @Test
  void no_id_is_kept_while_a_delivery_may_prove_itself_in_another_way() {
    var time = now(0);
    var present = running.schemes.find(standard).orElseThrow();
    var hmac = new WebhookScheme.HmacSha256("X-Other", SECRET);
    running.schemes.save(
        standard, AcceptedSchemes.only(present).also(hmac, Instant.now().plus(Duration.ofDays(1))));
    assertThat(post("msg_1", time, sign("msg_1", time))).isEqualTo(202);
    assertThat(keptId()).isEmpty();

    running.schemes.save(standard, AcceptedSchemes.only(present).also(hmac, Instant.EPOCH));
    assertThat(post("msg_1", time, sign("msg_1", time))).isEqualTo(202);
    assertThat(keptId()).isEqualTo("msg_1");
  }

  private String keptId() {
    return requireNonNull(running.inbox.headers.get(new String(BODY, UTF_8)))
        .getOrDefault("webhook-id", "");
  }

  static Stream<String> strange_times() {
    var now = now(0);
    return Stream.of(
        now(-305),
        now(305),
        "0",
        "-1",
        "1e20",
        now + ".5",
        "+" + now,
        "0" + now,
        "",
        "9".repeat(30));
  }

  @ParameterizedTest
  @MethodSource("strange_times")
  void a_standard_delivery_of_another_time_is_refused_though_it_is_signed(String time) {
    assertThat(post("msg_1", time, sign("msg_1", time))).isEqualTo(401);
  }

  @Test
  void an_id_with_a_dot_is_refused_since_it_could_shift_what_is_signed() {
    var time = now(0);

    assertThat(post("msg.1", time, sign("msg.1", time))).isEqualTo(401);
    assertThat(post("", time, sign("", time))).isEqualTo(401);
  }

  @Test
  void one_good_signature_among_eight_is_enough_but_no_more_are_looked_at() {
    var time = now(0);
    var good = sign("msg_1", time);
    var others = String.join(" ", Collections.nCopies(7, "v1,x"));

    assertThat(post("msg_1", time, others + " " + good)).isEqualTo(202);
    assertThat(post("msg_1", time, others + " v1,x " + good)).isEqualTo(401);
    assertThat(post("msg_1", time, "v1,x ".repeat(2_000) + good)).isEqualTo(401);
  }

  @Test
  void other_versions_of_signatures_count_for_nothing() {
    var time = now(0);
    var good = sign("msg_1", time);

    assertThat(post("msg_1", time, good.replace("v1,", "v1a,"))).isEqualTo(401);
    assertThat(post("msg_1", time, good.replace("v1,", "v2,"))).isEqualTo(401);
    assertThat(post("msg_1", time, good.replace("v1,", "V1,"))).isEqualTo(401);
    assertThat(post("msg_1", time, good.substring(3))).isEqualTo(401);
    assertThat(post("msg_2", time, good)).isEqualTo(401);
  }

  /// By a clock that stands still on a whole second.
  @ParameterizedTest
  @CsvSource({
    "-299, 202",
    "299, 202",
    "-300, 202",
    "300, 202",
    "-301, 401",
    "301, 401",
    "-302, 401"
  })
  void a_standard_delivery_ages_by_the_second(int seconds, int status) {
    var now = Instant.parse("2026-01-01T12:00:00Z");
    try (var still = new RunningEndpoint(InstantSource.fixed(now))) {
      var connection =
          still.connection(
              new WebhookScheme.StandardWebhooks(
                  new Secret(Base64.getEncoder().encodeToString(KEY))));
      var time = Long.toString(now.getEpochSecond() + seconds);
      var request =
          still
              .to(connection)
              .POST(BodyPublishers.ofByteArray(BODY))
              .header("webhook-id", "msg_1")
              .header("webhook-timestamp", time)
              .header("webhook-signature", sign("msg_1", time));

      assertThat(still.send(request.build()).statusCode()).isEqualTo(status);
    }
  }
}
