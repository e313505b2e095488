package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.HaloUnavailable;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final String ADVICE =
      "(?is).*(: |\\. )(let|check|give|call|enter|see|try|find|it is|there is nothing)\\b.*";

  static Stream<HaloUnavailable> all() {
    var call = call("GET /Tickets");
    var ofStatus =
        IntStream.of(302, 400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503)
            .mapToObj(status -> Failures.ofStatus(call, status));
    var others =
        Stream.of(
            Failures.webPage(call),
            Failures.brokenJson(call),
            Failures.strangeJson("GET /Tickets", "a list"),
            Failures.tooLong(call, 1024),
            Failures.timedOut(call, 60),
            Failures.interrupted(call),
            Failures.needsAuthorization(),
            Failures.renewalStuck(),
            Failures.gone(),
            Failures.broken(call, new IOException("cut")),
            Failures.broken(call, new UnknownHostException("acme.test")),
            Failures.broken(call, new SSLException("expired")),
            Failures.broken(
                call, new IllegalStateException("Proxy sent wrong HTTP response code: 407")));
    return Stream.concat(ofStatus, others);
  }

  @ParameterizedTest
  @MethodSource("all")
  void says_what_to_do(HaloUnavailable failure) {
    assertThat(failure).message().matches(ADVICE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Agent", "Team", "Status", "Priority", "TicketType"})
  void asks_for_no_scope_where_none_is_needed(String table) {
    assertThat(Failures.ofStatus(call("GET /" + table), 403))
        .hasMessage(
            "GET /%s is forbidden (403): let the application's agent see this table; it needs no"
                + " scope of its own.",
            table);
  }

  @ParameterizedTest
  @CsvSource({
    "Actions, read:tickets",
    "Users, read:customers",
    "Invoice, read:invoices",
    "WebhookEvent, admin:webhooks"
  })
  void names_the_least_scope(String resource, String scope) {
    assertThat(Failures.ofStatus(call("GET /" + resource), 403))
        .hasMessageContaining("the scope " + scope + ", and its agent");
  }

  @Test
  void asks_for_no_scope_to_sign_in() {
    assertThat(Failures.ofStatus(call("GET /authinfo"), 403)).message().doesNotContain("scope");
  }

  private static Call call(String name) {
    return Call.get(name, URI.create("https://acme.test/api"));
  }
}
