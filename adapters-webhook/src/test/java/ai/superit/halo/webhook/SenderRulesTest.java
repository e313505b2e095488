package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.domain.webhook.AddressRange;
import ai.superit.halo.domain.webhook.SenderRules;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// From where deliveries may come, with and without a proxy in front. The test itself is the peer,
/// at 127.0.0.1; the other proxies are 10.0.0.0/8, and Halo is 203.0.113.0/24 or 2001:db8::/32.
class SenderRulesTest {
  private static final byte[] BODY = "{\"object_id\":1}".getBytes(UTF_8);
  private static final List<AddressRange> PROXIES = ranges("127.0.0.1", "10.0.0.0/8");
  private static final List<AddressRange> HALO = ranges("203.0.113.0/24", "2001:db8::/32");

  private final RunningEndpoint direct = new RunningEndpoint();
  private final RunningEndpoint behind =
      new RunningEndpoint(InstantSource.system(), new TrustedProxies(PROXIES), 0);

  @AfterEach
  void stop() {
    direct.close();
    behind.close();
  }

  private static List<AddressRange> ranges(String... texts) {
    return Stream.of(texts).map(AddressRange::parse).toList();
  }

  private static void restrict(RunningEndpoint running, List<AddressRange> allowed, boolean https) {
    running.senders.save(running.signed, new SenderRules(allowed, https));
  }

  /// @param headers name and value by turns
  private static HttpResponse<String> post(RunningEndpoint running, String... headers) {
    var request = running.to(running.signed).POST(BodyPublishers.ofByteArray(BODY));
    request.header(HEADER, signature(BODY));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return running.send(request.build());
  }

  private static int status(RunningEndpoint running, String... headers) {
    return post(running, headers).statusCode();
  }

  @Test
  void only_the_listed_addresses_may_send() {
    restrict(direct, ranges("127.0.0.0/8"), false);
    assertThat(status(direct)).isEqualTo(202);

    restrict(direct, HALO, false);
    var calls = direct.inbox.calls.get();

    var refused = post(direct);

    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(refused.body()).isEqualTo(RunningEndpoint.NOT_ACCEPTED);
    assertThat(refused.headers().map().keySet())
        .isEqualTo(direct.post(direct.signed, BODY, HEADER, "x").headers().map().keySet());
    assertThat(direct.inbox.calls).hasValue(calls);
    assertThat(direct.endpoint.refusals().totals())
        .isEqualTo(Map.of(new Refusals.Kind(direct.signed, Refusal.SENDER_NOT_ALLOWED), 2L));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Forwarded-For, 203.0.113.9",
    "Forwarded, for=203.0.113.9",
    "X-Real-IP, 203.0.113.9",
  })
  void nobody_gets_in_by_claiming_another_address(String header, String value) {
    restrict(direct, HALO, false);

    assertThat(status(direct, header, value)).isEqualTo(401);
  }

  @Test
  void nobody_gets_in_by_claiming_https() {
    restrict(direct, List.of(), true);

    assertThat(status(direct)).isEqualTo(401);
    assertThat(status(direct, "X-Forwarded-Proto", "https")).isEqualTo(401);
    assertThat(status(direct, "Forwarded", "proto=https")).isEqualTo(401);
    assertThat(direct.endpoint.refusals().totals())
        .isEqualTo(Map.of(new Refusals.Kind(direct.signed, Refusal.NOT_HTTPS), 3L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For | 203.0.113.9",
        "X-Forwarded-For | 203.0.113.9:4711",
        "X-Forwarded-For | 203.0.113.9, 10.1.2.3",
        "X-Forwarded-For | 198.51.100.1, 203.0.113.9, 10.1.2.3, 10.1.2.4",
        "X-Forwarded-For | nonsense, 203.0.113.9",
        "X-Forwarded-For | 2001:db8::7",
        "X-Forwarded-For | [2001:db8::7]:4711",
        "Forwarded | for=203.0.113.9;proto=http;by=10.0.0.1",
        "Forwarded | For=\"[2001:db8::7]:4711\"",
        "Forwarded | for=198.51.100.1, for=203.0.113.9;host=x, for=10.1.2.3",
      })
  void the_rightmost_hop_that_is_no_proxy_of_ours_is_the_sender(String header, String value) {
    restrict(behind, HALO, false);

    assertThat(status(behind, header, value)).isEqualTo(202);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Forwarded-For | 198.51.100.1",
        "X-Forwarded-For | 203.0.113.9, 198.51.100.1",
        "X-Forwarded-For | 203.0.113.9, 198.51.100.1, 10.1.2.3",
        "X-Forwarded-For | 203.0.113.9, nonsense",
        "X-Forwarded-For | 203.0.113.9,",
        "X-Forwarded-For | unknown",
        "X-Forwarded-For | 2001:db9::7",
        "X-Forwarded-For | 10.1.2.3",
        "Forwarded | for=unknown",
        "Forwarded | for=_hidden",
        "Forwarded | for=203.0.113.9, for=198.51.100.1",
        "Forwarded | for=203.0.113.9, proto=https",
        "Forwarded | for=\"203.0.113.9, for=198.51.100.1",
      })
  void what_stands_left_of_a_strangers_hop_counts_for_nothing(String header, String value) {
    restrict(behind, HALO, false);

    assertThat(status(behind, header, value)).isEqualTo(401);
  }

  @Test
  void two_headers_that_name_different_senders_are_refused() {
    restrict(behind, HALO, false);

    assertThat(status(behind, "X-Forwarded-For", "198.51.100.1", "Forwarded", "for=203.0.113.9"))
        .isEqualTo(401);
    assertThat(status(behind, "X-Forwarded-For", "203.0.113.9", "Forwarded", "for=198.51.100.1"))
        .isEqualTo(401);
    assertThat(status(behind, "X-Forwarded-For", "203.0.113.9", "Forwarded", "for=203.0.113.9"))
        .isEqualTo(202);
    assertThat(status(behind, "X-Forwarded-For", "203.0.113.9", "X-Forwarded-For", "198.51.100.1"))
        .isEqualTo(401);
  }

  @Test
  void a_trusted_proxy_says_whether_it_was_https() {
    restrict(behind, List.of(), true);

    assertThat(status(behind, "X-Forwarded-Proto", "https")).isEqualTo(202);
    assertThat(status(behind, "Forwarded", "for=203.0.113.9;proto=https")).isEqualTo(202);
    assertThat(status(behind)).isEqualTo(401);
    assertThat(status(behind, "X-Forwarded-Proto", "http")).isEqualTo(401);
    assertThat(status(behind, "X-Forwarded-Proto", "https, http")).isEqualTo(401);
    assertThat(status(behind, "X-Forwarded-Proto", "http", "Forwarded", "proto=https"))
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", ""})
  void an_allowed_address_does_not_stand_for_a_signature(String given) {
    restrict(direct, ranges("127.0.0.1"), false);

    assertThat(direct.post(direct.signed, BODY, HEADER, given).statusCode()).isEqualTo(401);
    assertThat(direct.endpoint.refusals().totals())
        .isEqualTo(Map.of(new Refusals.Kind(direct.signed, Refusal.NOT_AUTHENTIC), 1L));
  }
}
