package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.domain.connection.ConnectionId;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HaloWebhookEndpointTest {
  private static final byte[] BODY = "{\"object_id\":10482}".getBytes(UTF_8);

  private final RunningEndpoint running = new RunningEndpoint();

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void a_signed_delivery_is_stored_and_answered_without_words() {
    var answer = running.postSigned(BODY);

    assertThat(answer.statusCode()).isEqualTo(202);
    assertThat(answer.body()).isEmpty();
    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
    assertThat(running.endpoint.meters().accepted()).isEqualTo(1);
  }

  @Test
  void a_hundred_parallel_copies_are_all_accepted() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 100)
              .mapToObj(_ -> threads.submit(() -> running.postSigned(BODY)))
              .toList();

      assertThat(answers).allSatisfy(sent -> assertThat(sent.get().statusCode()).isEqualTo(202));
    }
    assertThat(running.inbox.stored).hasSize(1);
    assertThat(running.endpoint.meters().accepted()).isEqualTo(100);
  }

  @Test
  void any_bytes_are_kept_exactly_when_they_are_signed() {
    var bytes = new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 0, (byte) 0xc0, (byte) 0xaf};

    assertThat(running.postSigned(bytes).statusCode()).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, bytes)).isTrue();
  }

  @Test
  void a_chunked_body_is_read_to_its_end() {
    var publisher = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY));
    var request = running.to(running.signed).POST(publisher).header(HEADER, signature(BODY));

    assertThat(running.send(request.build()).statusCode()).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
  }

  @Test
  void a_compressed_body_is_stored_inflated_whichever_form_was_signed() throws IOException {
    var sent = gzip(BODY);

    assertThat(postGzip(sent, signature(sent))).isEqualTo(202);
    assertThat(postGzip(sent, signature(BODY))).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
    assertThat(running.inbox.stored).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_deflated_body_is_stored_inflated_with_and_without_the_zlib_header(boolean bare)
      throws IOException {
    var sent = deflate(BODY, bare);

    assertThat(post("deflate", sent, signature(sent))).isEqualTo(202);
    assertThat(post("deflate", sent, signature(BODY))).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
    assertThat(running.inbox.stored).hasSize(1);
  }

  @Test
  void a_deflated_body_that_inflates_beyond_the_limit_is_too_large() throws IOException {
    var bomb = deflate(new byte[500_000], false);

    assertThat(post("deflate", bomb, signature(bomb))).isEqualTo(413);
    assertThat(running.inbox.calls).hasValue(0);
  }

  static Stream<byte[]> strange_bodies() {
    return Stream.of(
            "",
            "null",
            "[".repeat(50_000),
            "1e999999999",
            "9".repeat(90_000),
            "{\"object_id\":1,\"object_id\":2}",
            "{\"id\":\"\\u0000\\ud800\"}",
            "{\"object_id\":\"../1\"}",
            "{\"summary\":\"\\u001b[31m\\r\\nfaked line\"}",
            "<script>alert(1)</script>")
        .map(text -> text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @MethodSource("strange_bodies")
  void a_signed_body_is_kept_exactly_whatever_it_says(byte[] body) {
    assertThat(running.postSigned(body).statusCode()).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "application/json; charset=utf-16", "multipart/form-data", "x"})
  void the_type_of_a_body_does_not_matter(String type) {
    var request =
        running
            .to(running.signed)
            .POST(BodyPublishers.ofByteArray(BODY))
            .header("Content-Type", type)
            .header(HEADER, signature(BODY));

    assertThat(running.send(request.build()).statusCode()).isEqualTo(202);
  }

  @Test
  void a_delivery_is_kept_when_its_sender_does_not_wait_for_the_answer() throws IOException {
    try (var socket = running.socket()) {
      var request =
          "POST /webhooks/halo/%s HTTP/1.1\r\nHost: x\r\n%s: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(running.signed, HEADER, signature(BODY), BODY.length);
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      socket.getOutputStream().write(BODY);
    }

    await().until(() -> running.inbox.holds(running.signed, BODY));
  }

  @Test
  void a_thousand_wrong_signatures_never_reach_the_store() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(running.post(running.signed, BODY, HEADER, "x" + i).statusCode()).isEqualTo(401);
    }

    assertThat(running.inbox.calls).hasValue(0);
    assertThat(running.endpoint.meters().refused()).isEqualTo(1_000);
  }

  @Test
  void what_only_claims_to_be_compressed_is_kept_as_it_came() {
    assertThat(postGzip(BODY, signature(BODY))).isEqualTo(202);
    assertThat(running.inbox.holds(running.signed, BODY)).isTrue();
  }

  @Test
  void a_body_that_inflates_beyond_the_limit_is_too_large() throws IOException {
    var bomb = gzip(new byte[500_000]);

    assertThat(postGzip(bomb, signature(bomb))).isEqualTo(413);
    assertThat(running.inbox.calls).hasValue(0);
    assertThat(running.endpoint.refusals().totals())
        .containsExactly(Map.entry(new Refusals.Kind(running.signed, Refusal.TOO_LARGE), 1L));
    assertThat(running.endpoint.meters().tooLarge()).isEqualTo(1);
  }

  @Test
  void a_body_that_does_not_prove_itself_is_never_said_to_be_too_large() throws IOException {
    var bomb = gzip(new byte[500_000]);

    assertThat(postGzip(bomb, signature(BODY))).isEqualTo(401);
    assertThat(running.endpoint.refusals().totals())
        .containsOnlyKeys(new Refusals.Kind(running.signed, Refusal.NOT_AUTHENTIC));
  }

  @Test
  void a_body_in_an_encoding_that_is_not_known_is_refused() {
    assertThat(post("br", BODY, signature(BODY))).isEqualTo(400);
    assertThat(post("gzip, br", BODY, signature(BODY))).isEqualTo(400);

    assertThat(running.endpoint.refusals().totals())
        .containsExactly(
            Map.entry(new Refusals.Kind(running.signed, Refusal.UNKNOWN_ENCODING), 2L));
    assertThat(running.endpoint.meters().received()).isEqualTo(2);
    assertThat(running.endpoint.meters().unknownEncoding()).isEqualTo(2);
    assertThat(running.inbox.calls).hasValue(0);
  }

  @Test
  void a_body_in_an_encoding_that_is_not_known_counts_for_no_connection_that_there_is_not() {
    var nobody = ConnectionId.random();

    assertThat(running.post(nobody, BODY, "Content-Encoding", "br").statusCode()).isEqualTo(400);

    assertThat(running.endpoint.refusals().totals()).isEmpty();
    assertThat(running.endpoint.meters().unknownEncoding()).isEqualTo(1);
  }

  @Test
  void a_body_beyond_the_limit_is_refused_before_it_is_read() throws IOException {
    try (var socket = running.socket()) {
      socket.setSoTimeout(30_000);
      var head =
          "POST /webhooks/halo/%s HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000000\r\n\r\n"
              .formatted(running.signed);
      socket.getOutputStream().write(head.getBytes(US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
    }
  }

  @Test
  void a_chunked_body_beyond_the_limit_is_refused() {
    var endless = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[100_001]));

    assertThat(running.send(running.to(running.signed).POST(endless).build()).statusCode())
        .isEqualTo(413);
    assertThat(running.endpoint.meters().tooLarge()).isEqualTo(1);
  }

  @Test
  void a_chunk_that_announces_too_much_is_refused_before_it_is_collected() throws IOException {
    try (var socket = running.socket()) {
      socket.setSoTimeout(30_000);
      var head =
          "POST /webhooks/halo/%s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n7fffffff\r\nab"
              .formatted(running.signed);
      socket.getOutputStream().write(head.getBytes(US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), US_ASCII);

      assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("connection: close");
    }
    assertThat(running.endpoint.meters().tooLarge()).isEqualTo(1);
  }

  @Test
  void a_body_that_dribbles_is_cut_off_in_time() throws IOException {
    try (var hasty = RunningEndpoint.hasty();
        var socket = hasty.socket()) {
      socket.setSoTimeout(30_000);
      var head =
          "POST /webhooks/halo/%s HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nab"
              .formatted(hasty.signed);
      socket.getOutputStream().write(head.getBytes(US_ASCII));

      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      await().until(() -> hasty.endpoint.meters().tooSlow() == 1);
      await().ignoreExceptions().until(() -> hasty.postSigned(BODY).statusCode() == 202);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"})
  void anything_but_post_is_not_allowed(String method) {
    var answer =
        running.send(running.to(running.signed).method(method, BodyPublishers.noBody()).build());

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void a_store_that_is_down_makes_the_sender_come_back() {
    running.inbox.down = true;

    var answer = running.postSigned(BODY);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(running.endpoint.meters().unavailable()).isEqualTo(1);
  }

  @Test
  void the_log_tells_why_deliveries_are_sent_away() {
    var overload =
        new StoreUnavailable("too many deliveries wait to be stored", new IllegalStateException());

    assertThat(told(() -> new StoreLog(() -> Instant.EPOCH).sentAway(overload)))
        .containsExactly("event=deliveries_sent_away reason=too many deliveries wait to be stored");
  }

  @Test
  void the_log_tells_when_deliveries_are_sent_away_and_when_no_longer() {
    var told =
        told(() -> {
          running.postSigned(BODY);
          running.inbox.down = true;
          running.postSigned(BODY);
          running.postSigned(BODY);
          running.inbox.down = false;
          running.postSigned(BODY);
          running.postSigned(BODY);
        });

    assertThat(told).hasSize(2);
    assertThat(told.getFirst()).contains("deliveries_sent_away", "refused");
    assertThat(told.getLast()).contains("deliveries_stored_again");
  }

  /// Whatever the log is set to.
  private static List<String> told(Runnable work) {
    var logger = Loggers.of(StoreLog.class);
    var level = logger.getLevel();
    var events = new ListAppender<ILoggingEvent>();
    events.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(events);
    try {
      work.run();
    } finally {
      logger.detachAppender(events);
      logger.setLevel(level);
    }
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private int postGzip(byte[] sent, String signature) {
    return post("gzip", sent, signature);
  }

  private int post(String encoding, byte[] sent, String signature) {
    var request =
        running
            .to(running.signed)
            .POST(BodyPublishers.ofByteArray(sent))
            .header("Content-Encoding", encoding)
            .header(HEADER, signature);
    return running.send(request.build()).statusCode();
  }

  /// @param bare without the zlib header, as some senders misunderstand the word
  private static byte[] deflate(byte[] content, boolean bare) throws IOException {
    var sent = new ByteArrayOutputStream();
    var deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, bare);
    try (var deflate = new DeflaterOutputStream(sent, deflater)) {
      deflate.write(content);
    } finally {
      deflater.end();
    }
    return sent.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    var sent = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(sent)) {
      gzip.write(content);
    }
    return sent.toByteArray();
  }
}
