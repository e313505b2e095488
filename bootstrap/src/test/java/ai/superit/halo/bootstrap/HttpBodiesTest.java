package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the listener itself does with requests, byte by byte.
class HttpBodiesTest {
  private static final String LOOPBACK = "127.0.0.1";
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  private final HttpServer server =
      HttpServer.start(
          LOOPBACK,
          0,
          HttpRouting.builder()
              .post("/read", HttpBodiesTest::readAll)
              .get("/known", (_, response) -> response.send("known")));

  @AfterEach
  void stop() {
    server.close();
  }

  private static void readAll(ServerRequest request, ServerResponse response) {
    try {
      var bytes = request.content().inputStream().readAllBytes();
      response.send("read " + bytes.length);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Everything until the server closes the connection; fails if it stays open for long.
  private String answerTo(String request) throws IOException {
    try (var socket = sent(request)) {
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    }
  }

  private String statusOf(String request) throws IOException {
    try (var socket = sent(request)) {
      return new String(socket.getInputStream().readNBytes(12), US_ASCII);
    }
  }

  private Socket sent(String request) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(5_000);
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    return socket;
  }

  private static String head(String line, String header) {
    return line + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n";
  }

  @Test
  void a_chunk_that_announces_more_than_any_body_may_have_is_refused_before_it_comes()
      throws IOException {
    assertThat(statusOf(head("POST /read", CHUNKED) + "7fffffff\r\nab")).endsWith("413");
  }

  @Test
  void chunks_that_add_up_to_too_much_are_refused() throws IOException {
    var half = "80000\r\n" + "x".repeat(0x80000) + "\r\n";

    assertThat(statusOf(head("POST /read", CHUNKED) + half + half + "20000\r\n")).endsWith("413");
  }

  @Test
  void an_announced_length_beyond_the_limit_is_refused() throws IOException {
    assertThat(answerTo(head("POST /read", "Content-Length: 10000000000")))
        .startsWith("HTTP/1.1 413");
  }

  @Test
  void what_is_left_of_a_body_is_not_taken_for_the_next_request() throws IOException {
    var hidden = "GET /known HTTP/1.1\r\nHost: x\r\n\r\n";

    var answer = answerTo(head("POST /nowhere", "Content-Length: " + hidden.length()) + hidden);

    assertThat(answer).startsWith("HTTP/1.1 404").doesNotContain("known");
  }

  @ParameterizedTest
  @CsvSource({
    "POST /nowhere, 404",
    "GET /nowhere, 404",
    "GET /known, 200",
  })
  void a_body_that_nobody_reads_is_not_waited_for(String line, int status) throws IOException {
    var chunked = answerTo(head(line, CHUNKED) + "1000\r\nab");
    var announced = answerTo(head(line, "Content-Length: 1000") + "ab");

    assertThat(chunked).startsWith("HTTP/1.1 " + status).containsIgnoringCase("connection: close");
    assertThat(announced).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void a_body_within_the_limit_is_read() throws IOException {
    var request = head("POST /read", "Connection: close\r\nContent-Length: 1048576");

    assertThat(answerTo(request + "x".repeat(1 << 20))).endsWith("read 1048576");
  }

  @Test
  void a_port_that_is_taken_is_named_with_the_reason() {
    assertThatThrownBy(() -> HttpServer.start(LOOPBACK, server.port(), HttpRouting.builder()))
        .isInstanceOf(Failures.Refused.class)
        .hasMessageContaining("port " + server.port())
        .hasMessageContaining("in use");
  }

  @Test
  void what_else_goes_wrong_at_the_start_is_not_blamed_on_the_port() {
    var routing = HttpRouting.builder().register(new Broken());

    assertThatThrownBy(() -> HttpServer.start(LOOPBACK, 0, routing))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("did not start");
  }

  private static final class Broken implements HttpService {
    @Override
    public void routing(HttpRules rules) {
      rules.get("/broken", (_, response) -> response.send());
    }

    @Override
    public void beforeStart() {
      throw new IllegalStateException("broken service");
    }
  }
}
