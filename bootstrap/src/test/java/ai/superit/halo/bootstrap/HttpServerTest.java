package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
  private static final Duration HEAD = Duration.ofSeconds(2);

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final HttpServer server =
      HttpServer.start(
          "127.0.0.1",
          0,
          HttpRouting.builder()
              .get("/hello", (_, response) -> response.send("hello"))
              .get("/slow", (_, response) -> sendWhenItMay(response)),
          HttpLimits.DEFAULT.withHead(HEAD));
  private final int port = server.port();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_head_that_drips_is_cut() throws IOException {
    try (var socket = connect()) {
      send(socket, "GET /hello HTTP/1.1\r\nHost: x\r\n");
      assertDrippingEnds(socket);
    }
  }

  @Test
  void a_head_after_an_answered_request_is_timed_anew() throws IOException {
    try (var socket = connect()) {
      for (int i = 0; i < 3; i++) {
        send(socket, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("hello");
        rest(HEAD.dividedBy(2));
      }
      send(socket, "GET /hello HTTP/1.1\r\n");
      assertDrippingEnds(socket);
    }
  }

  @Test
  void a_stop_takes_nothing_new_and_ends_after_the_answer_to_what_it_had_taken() throws Exception {
    try (var socket = connect();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      send(socket, "GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(begun.await(30, SECONDS)).isTrue();

      var stopped = threads.submit(server::close);

      await().until(this::isClosed);
      rest(Duration.ofMillis(100));
      assertThat(stopped.isDone()).isFalse();
      mayEnd.countDown();
      assertThat(answer(socket)).startsWith("HTTP/1.1 200").endsWith("hello");
      stopped.get(30, SECONDS);
    }
  }

  private void sendWhenItMay(ServerResponse response) throws InterruptedException {
    begun.countDown();
    mayEnd.await();
    response.send("hello");
  }

  private boolean isClosed() {
    try (var _ = connect()) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }

  private static void assertDrippingEnds(Socket socket) throws IOException {
    var drops = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          try {
            send(socket, "x");
            drops.incrementAndGet();
            return false;
          } catch (IOException cut) {
            return true;
          }
        });
    assertThat(drops).hasPositiveValue();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }

  private static String answer(Socket socket) throws IOException {
    var answer = new StringBuilder();
    while (answer.indexOf("hello") < 0) {
      var next = socket.getInputStream().read();
      if (next < 0) {
        throw new EOFException("after: " + answer);
      }
      answer.append((char) next);
    }
    return answer.toString();
  }

  private static void rest(Duration span) {
    await().pollDelay(span).until(() -> true);
  }
}
