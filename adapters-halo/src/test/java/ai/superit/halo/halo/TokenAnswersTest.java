package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.testing.FreeRateBudget;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.connection.Connection.Endpoint;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A server that answers the request for a token with anything but a token.
@Order(3)
class TokenAnswersTest {
  private static final String TOKEN =
      "{\"access_token\":\"abc\",\"refresh_token\":\"def\",\"token_type\":\"Bearer\"}";

  record Answering(String name, ScriptedServer.Answering answer) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Answering> answers() {
    return Stream.of(
        answer("web page", "200 OK", "Content-Type: text/html\r\n", "<html>leaked</html>"),
        answer("redirect", "302 Found", "Location: https://evil.example/leaked\r\n", ""),
        answer("permanent redirect", "308 Permanent Redirect", "Location: /leaked\r\n", TOKEN),
        answer("other type", "200 OK", "Content-Type: text/plain\r\n", TOKEN),
        answer("key twice", "200 OK", "", TOKEN.replace("{", "{\"access_token\":\"leaked\",")),
        answer("no token", "200 OK", "", "{\"leaked\":true}"),
        answer("not bearer", "200 OK", "", TOKEN.replace("Bearer", "leaked")),
        answer("ten megabytes", "200 OK", "", " ".repeat(10 << 20) + TOKEN),
        answer("empty", "200 OK", "", ""));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void what_is_no_token_is_refused_and_not_repeated(Answering answering) throws IOException {
    try (var server = new ScriptedServer(answering.answer());
        var halo = open(SimulatedTenant.quick())) {
      var refused = refusal(halo, server);

      assertThat(refused).isNotNull();
      assertThat(refused.getMessage()).doesNotContain("leaked", "evil");
      assertThat(server.requests).hasSize(1);
    }
  }

  /// Although any other call may take a minute.
  @Test
  void a_byte_a_second_is_given_up_after_ten_seconds() throws IOException {
    var patient = HaloConfig.DEFAULT.withRules(SimulatedTenant.LOOPBACK);
    try (var server = new ScriptedServer(TokenAnswersTest::drip);
        var halo = open(patient)) {
      var begun = System.nanoTime();

      assertThat(refusal(halo, server).getMessage()).contains("within 10 seconds");
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(40));
    }
  }

  private static HaloUnavailable refusal(Halo halo, ScriptedServer server) {
    return catchThrowableOfType(
        HaloUnavailable.class,
        () ->
            halo.authorisations()
                .redeem(
                    access(server),
                    URI.create("https://it.example/callback"),
                    new Secret("code"),
                    new Secret("verifier")));
  }

  private static Answering answer(String name, String status, String headers, String body) {
    return new Answering(
        name,
        socket -> ScriptedServer.write(socket, ScriptedServer.response(status, headers, body)));
  }

  private static void drip(Socket socket) throws IOException {
    ScriptedServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    try {
      while (true) {
        ScriptedServer.write(socket, " ");
        Thread.sleep(1_000);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static HaloAccess access(ScriptedServer server) {
    var url = TenantUrl.parse(server.url(), SimulatedTenant.LOOPBACK);
    return new HaloAccess(
        ConnectionId.random(),
        new Endpoint(url, url.defaultAuthorisation(), "", "an-app", Grant.AUTHORIZATION_CODE),
        new Secret(""));
  }

  private static Halo open(HaloConfig config) {
    var store = new InMemoryStore();
    return Halo.open(
        config, store.accounts(), store.consents(), SimulatedTenant.health(), new FreeRateBudget());
  }
}
