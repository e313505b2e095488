package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.webhook.TrustedProxies;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Three clients on this machine, told apart by the loopback address that they come from.
class ConnectionsPerAddressTest {
  private static final int MOST = 100;
  private static final String ONE = "127.0.0.1";
  private static final String OTHER = "127.0.0.2";
  private static final String PROXY = "127.0.0.3";
  private static final String REFUSED = "";

  private final HttpServer server =
      HttpServer.start(
          "127.0.0.1",
          0,
          HttpRouting.builder()
              .get("/hello", (_, response) -> response.send("hello"))
              .get("/long", (_, response) -> sendAtTheEnd(response)),
          HttpLimits.DEFAULT
              .withHead(Duration.ofMillis(500))
              .withProxies(new TrustedProxies(List.of(AddressRange.parse(PROXY)))));
  private final List<Socket> open = new ArrayList<>();
  private final Semaphore working = new Semaphore(0);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() throws IOException {
    end.countDown();
    for (var socket : open) {
      socket.close();
    }
    server.close();
  }

  @Test
  void a_connection_too_many_is_closed_while_all_others_are_at_work() throws IOException {
    var working = work(ONE, MOST);

    assertThat(connect(ONE).getInputStream().read()).isEqualTo(-1);

    assertThat(greeting(connect(OTHER))).endsWith("hello");
    assertThat(server.connections().refused()).isEqualTo(1);
    end.countDown();
    for (var each : working) {
      assertThat(rest(each)).endsWith("hello");
    }
    assertThat(greeting(connect(ONE))).endsWith("hello");
  }

  @Test
  void one_that_is_idle_makes_room_and_those_at_work_do_not() throws IOException {
    var idle = connect(ONE, 1).getFirst();
    var working = work(ONE, MOST - 1);

    assertThat(greeting(connect(ONE))).endsWith("hello");

    assertThat(idle.getInputStream().read()).isEqualTo(-1);
    end.countDown();
    for (var each : working) {
      assertThat(rest(each)).endsWith("hello");
    }
  }

  @Test
  void only_as_many_are_closed_as_need_be() throws IOException {
    var idle = connect(ONE, MOST);

    assertThat(greeting(connect(ONE))).endsWith("hello");

    var served = 0;
    for (var each : idle) {
      served += greeting(each).endsWith("hello") ? 1 : 0;
    }
    assertThat(served).isEqualTo(MOST - 1);
  }

  @Test
  void thousands_of_silent_connections_keep_no_request_out() throws IOException {
    for (int each = 0; each < 3_000; each++) {
      connect(ONE);
    }

    assertThat(greeting(connect(ONE))).endsWith("hello");

    assertThat(greeting(connect(OTHER))).endsWith("hello");
    assertThat(server.connections().held()).isLessThanOrEqualTo(MOST + 1);
    assertThat(server.connections().refused()).isZero();
  }

  @Test
  void a_connection_that_its_client_closes_frees_its_place() throws IOException {
    var held = connect(ONE, 3);

    held.getFirst().close();

    awaitHeld(2);
  }

  @Test
  void a_connection_that_its_client_resets_frees_its_place() throws IOException {
    var held = connect(ONE, 3);

    held.getFirst().setSoLinger(true, 0);
    held.getFirst().close();

    awaitHeld(2);
  }

  @Test
  void a_connection_that_is_cut_frees_its_place() throws IOException {
    var held = connect(ONE, 3);

    send(held.getFirst(), "GET /hello HTTP/1.1\r\n");

    awaitHeld(2);
  }

  @Test
  void a_connection_that_is_answered_last_frees_its_place() throws IOException {
    var held = connect(ONE, 3);

    send(held.getFirst(), "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");

    awaitHeld(2);
  }

  @Test
  void refused_connections_take_no_places() throws IOException {
    work(ONE, MOST);
    for (int each = 0; each < MOST; each++) {
      assertThat(greeting(connect(ONE))).isEqualTo(REFUSED);
    }

    assertThat(server.connections().held()).isEqualTo(MOST);
    end.countDown();
  }

  @Test
  void a_trusted_proxy_may_hold_more() throws IOException {
    work(PROXY, MOST + 10);

    assertThat(greeting(connect(PROXY))).endsWith("hello");
  }

  private void sendAtTheEnd(ServerResponse response) throws InterruptedException {
    working.release();
    end.await();
    response.send("hello");
  }

  /// Connections on which a request is under way.
  private List<Socket> work(String from, int number) throws IOException {
    var connected = new ArrayList<Socket>();
    for (int each = 0; each < number; each++) {
      var socket = connect(from);
      send(socket, "GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
      connected.add(socket);
    }
    working.acquireUninterruptibly(number);
    return connected;
  }

  /// Connections that have been served, so that the server has counted them.
  private List<Socket> connect(String from, int number) throws IOException {
    var connected = new ArrayList<Socket>();
    for (int each = 0; each < number; each++) {
      var socket = connect(from);
      assertThat(greeting(socket)).endsWith("hello");
      connected.add(socket);
    }
    return connected;
  }

  private Socket connect(String from) throws IOException {
    var local = InetAddress.ofLiteral(from);
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.port(), local, 0);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    open.add(socket);
    return socket;
  }

  private void awaitHeld(int number) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> server.connections().held() == number);
  }

  /// What a request for a greeting is answered; [#REFUSED] if nothing.
  private static String greeting(Socket socket) throws IOException {
    try {
      send(socket, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
      return rest(socket);
    } catch (SocketException _) {
      // The request met a connection that was closed already.
      return REFUSED;
    }
  }

  /// The answer up to its greeting, or all there is.
  private static String rest(Socket socket) throws IOException {
    var answer = new StringBuilder();
    for (int next = 0; next >= 0 && answer.indexOf("hello") < 0; ) {
      next = socket.getInputStream().read();
      if (next >= 0) {
        answer.append((char) next);
      }
    }
    return answer.toString();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
