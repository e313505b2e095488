package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.webhook.TrustedProxies;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
          HttpRouting.builder().get("/hello", (_, response) -> response.send("hello")),
          HttpLimits.DEFAULT
              .withHead(Duration.ofMillis(500))
              .withProxies(new TrustedProxies(List.of(AddressRange.parse(PROXY)))));
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (var socket : open) {
      socket.close();
    }
    server.close();
  }

  @Test
  void a_connection_too_many_is_closed_and_all_others_are_served() throws IOException {
    connect(ONE, MOST);

    assertThat(greeting(connect(ONE))).isEqualTo(REFUSED);

    assertThat(greeting(connect(OTHER))).endsWith("hello");
    for (var held : open.subList(0, MOST)) {
      assertThat(greeting(held)).endsWith("hello");
    }
  }

  @Test
  void a_connection_too_many_is_closed_without_waiting_for_a_request() throws IOException {
    connect(ONE, MOST);

    assertThat(connect(ONE).getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void connections_on_which_nothing_is_sent_count() throws IOException {
    for (int each = 0; each < MOST; each++) {
      connect(ONE);
    }

    awaitPlace(ONE, false);
    assertThat(greeting(connect(OTHER))).endsWith("hello");
  }

  @Test
  void a_connection_that_its_client_closes_frees_its_place() throws IOException {
    var held = connect(ONE, MOST);

    held.getFirst().close();

    awaitPlace(ONE, true);
  }

  @Test
  void a_connection_that_its_client_resets_frees_its_place() throws IOException {
    var held = connect(ONE, MOST);

    held.getFirst().setSoLinger(true, 0);
    held.getFirst().close();

    awaitPlace(ONE, true);
  }

  @Test
  void a_connection_that_is_cut_frees_its_place() throws IOException {
    var held = connect(ONE, MOST);

    send(held.getFirst(), "GET /hello HTTP/1.1\r\n");

    awaitPlace(ONE, true);
  }

  @Test
  void a_connection_that_is_answered_last_frees_its_place() throws IOException {
    var held = connect(ONE, MOST);

    send(held.getFirst(), "GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n");

    awaitPlace(ONE, true);
  }

  @Test
  void refused_connections_take_no_places() throws IOException {
    var held = connect(ONE, MOST);
    for (int each = 0; each < MOST; each++) {
      assertThat(greeting(connect(ONE))).isEqualTo(REFUSED);
    }

    held.getFirst().close();

    awaitPlace(ONE, true);
    assertThat(greeting(connect(ONE))).isEqualTo(REFUSED);
  }

  @Test
  void a_trusted_proxy_may_hold_more() throws IOException {
    connect(PROXY, MOST + 10);

    assertThat(greeting(connect(PROXY))).endsWith("hello");
  }

  /// Requests under way have ten seconds.
  @Test
  @Timeout(5)
  void a_stop_does_not_wait_for_connections_without_a_request() throws IOException {
    var held = connect(ONE, 2);

    server.close();

    assertThat(held.getFirst().getInputStream().read()).isEqualTo(-1);
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

  private void awaitPlace(String from, boolean there) {
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> greeting(connect(from)).isEmpty() != there);
  }

  /// What a request for a greeting is answered; [#REFUSED] if nothing.
  private static String greeting(Socket socket) throws IOException {
    var answer = new StringBuilder();
    try {
      send(socket, "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n");
      for (int next = 0; next >= 0 && answer.indexOf("hello") < 0; ) {
        next = socket.getInputStream().read();
        if (next >= 0) {
          answer.append((char) next);
        }
      }
    } catch (SocketException _) {
      // The request met a connection that was closed already.
    }
    return answer.toString();
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(US_ASCII));
  }
}
