package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.webhook.WebhookScheme;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people send who know the secret and mean no good, or do not know it and try all the same.
class HostileDeliveriesTest {
  private static final byte[] BODY = "{\"object_id\":10482}".getBytes(UTF_8);

  private static final InstantSource CLOCK = InstantSource.system();

  private final RunningEndpoint running = new RunningEndpoint();

  @AfterEach
  void stop() {
    running.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/json; charset=utf-16",
        "application/vnd.halo+json",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
        "nonsense"
      })
  void a_signed_body_is_kept_whatever_type_it_claims_and_an_unsigned_one_never(String type) {
    assertThat(post(type, signature(BODY))).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
    var calls = running.inbox.calls.get();

    assertThat(post(type, "x")).isEqualTo(401);
    assertThat(running.inbox.calls).hasValue(calls);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text/plain",
        "application/json; charset=utf-16",
        "multipart/form-data; boundary=x",
        "application/jsonp",
        "nonsense"
      })
  void what_does_not_come_as_json_in_utf_8_is_marked_so_that_it_is_set_aside(String type) {
    post(type, signature(BODY));

    assertThat(running.inbox.headers.get(new String(BODY, UTF_8)))
        .containsEntry("content-type", type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json;charset=UTF-8",
        "application/json; charset=\"utf-8\"",
        "application/vnd.halo+json"
      })
  void json_in_utf_8_is_not_marked(String type) {
    post(type, signature(BODY));

    assertThat(running.inbox.headers.get(new String(BODY, UTF_8))).isEmpty();
  }

  @Test
  void parameters_behind_the_path_of_a_connection_lead_nowhere() {
    for (var parameters : new String[] {";a=b", ";", ";a=b;c"}) {
      assertThat(
              running.post(running.signed + parameters, BODY, HEADER, signature(BODY)).statusCode())
          .isEqualTo(401);
    }
    assertThat(running.inbox.calls).hasValue(0);
  }

  private int post(String type, String signature) {
    var request = running.to(running.signed).POST(BodyPublishers.ofByteArray(BODY));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return running.send(request.header(HEADER, signature).build()).statusCode();
  }

  static Stream<byte[]> bodies_that_are_no_event() {
    return Stream.concat(
        Stream.of(
                "",
                "not json",
                "{\"object_id\":",
                "[".repeat(90_000),
                "9".repeat(90_000),
                "{\"object_id\":1,\"object_id\":2}",
                "\uFEFF{}",
                "{\"a\":\"\\u0000\\ud800\"}",
                "\u0000",
                "<script>alert(1)</script>")
            .map(text -> text.getBytes(UTF_8)),
        Stream.of(
            "{\"object_id\":1}".getBytes(UTF_16),
            new byte[] {(byte) 0xc0, (byte) 0xaf, (byte) 0xed, (byte) 0xa0, (byte) 0x80}));
  }

  @ParameterizedTest
  @MethodSource("bodies_that_are_no_event")
  void a_signed_body_is_kept_byte_for_byte_whatever_it_says(byte[] body) {
    assertThat(running.postSigned(body).statusCode()).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, body)).isTrue();
  }

  @Test
  void an_empty_signature_header_is_refused() throws IOException {
    assertThat(answerTo(HEADER + ":\r\n")).startsWith("HTTP/1.1 401");
    assertThat(answerTo(HEADER + ": \r\n" + HEADER + ": " + signature(BODY) + "\r\n"))
        .startsWith("HTTP/1.1 401");
    assertThat(running.inbox.calls).hasValue(0);
  }

  @Test
  void an_id_that_goes_up_the_path_reaches_no_connection() throws IOException {
    var up = "/webhooks/halo/x/../" + running.signed;
    try (var socket = running.socket()) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(("POST " + up + head(HEADER + ": x\r\n")).getBytes(US_ASCII));

      assertThat(new String(socket.getInputStream().readNBytes(12), US_ASCII))
          .isIn("HTTP/1.1 401", "HTTP/1.1 400", "HTTP/1.1 404");
    }
    assertThat(running.inbox.calls).hasValue(0);
  }

  @Test
  void a_connection_that_was_deleted_answers_as_one_that_never_was() {
    assertThat(running.postSigned(BODY).statusCode()).isEqualTo(202);
    running.schemes.forget(running.signed);

    var answer = running.postSigned(BODY);

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body()).isEqualTo(RunningEndpoint.NOT_ACCEPTED);
  }

  @Test
  void a_delivery_is_kept_though_its_sender_left_before_the_answer() throws IOException {
    try (var socket = running.socket()) {
      var request = "POST /webhooks/halo/" + running.signed + head(signed());
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.setSoLinger(true, 0);
      await().until(() -> running.inbox.calls.get() > 0);
    }

    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
    assertThat(running.postSigned(BODY).statusCode()).isEqualTo(202);
    assertThat(running.inbox.stored).hasSize(1);
  }

  @Test
  void a_flood_of_bad_signatures_reaches_no_store_and_keeps_no_good_one_out() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var bad =
          IntStream.range(0, 2_000)
              .mapToObj(_ ->
                  threads.submit(
                      () -> running.post(running.signed, BODY, HEADER, "wrong").statusCode()))
              .toList();
      for (int i = 0; i < 20; i++) {
        assertThat(running.postSigned(BODY).statusCode()).isEqualTo(202);
      }
      for (var answer : bad) {
        assertThat(answer.get()).isEqualTo(401);
      }
    }
    assertThat(running.inbox.calls).hasValue(20);
  }

  /// Without the network: what a sender can make this service compute. Of many rounds the fastest
  /// counts, since others share the machine.
  @Test
  void refusing_a_bad_signature_costs_less_than_a_millisecond_of_computing() {
    var check = new Checks(CLOCK).of(new WebhookScheme.HmacSha256(HEADER, RunningEndpoint.SECRET));
    var body = new byte[3_000];
    var headers =
        ServerRequestHeaders.create(
            WritableHeaders.create().add(HeaderNames.create(HEADER), "wrong"));
    var fastest = Long.MAX_VALUE;

    for (int round = 0; round < 50; round++) {
      var started = System.nanoTime();
      assertThat(check.passes(headers, body)).isFalse();
      fastest = Math.min(fastest, System.nanoTime() - started);
    }

    assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(1));
  }

  private String answerTo(String headers) throws IOException {
    try (var socket = running.socket()) {
      socket.setSoTimeout(30_000);
      var request = "POST /webhooks/halo/" + running.signed + head(headers);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), US_ASCII);
    }
  }

  private static String signed() {
    return HEADER + ": " + signature(BODY) + "\r\n";
  }

  private static String head(String headers) {
    return " HTTP/1.1\r\nHost: x\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(headers, BODY.length, new String(BODY, UTF_8));
  }
}
