package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.webhook.KeptHeaders;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which request headers are kept with a delivery.
class KeptHeadersTest {
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  private final RunningEndpoint running = new RunningEndpoint();

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void only_the_headers_that_were_asked_for_are_kept_and_never_more_than_a_part_of_a_long_one() {
    keep("x-team", "x-urgency", "x-absent");
    post("X-Team", "north", "X-Urgency", "h".repeat(1_000), "X-Other", "no");

    assertThat(kept()).containsOnlyKeys("x-team", "x-urgency").containsEntry("x-team", "north");
    assertThat(kept().get("x-urgency")).hasSize(KeptHeaders.MOST_CHARACTERS);
  }

  @Test
  void all_values_of_a_header_that_comes_twice_are_kept() {
    keep("x-team");
    post("X-Team", "north", "X-Team", "south");

    assertThat(kept()).containsEntry("x-team", "north, south");
  }

  @Test
  void what_proves_the_sender_is_not_kept_whatever_the_header_is_called() {
    var routed = new WebhookScheme.HmacSha256("X-Proof", RunningEndpoint.SECRET);
    running.schemes.save(running.signed, routed);
    keep("x-proof", "x-team");
    post("X-Team", "north", "X-Proof", signature(BODY));

    assertThat(kept()).containsOnlyKeys("x-team");
  }

  @Test
  void an_id_that_no_signature_covers_is_never_kept() {
    keep("webhook-id", "x-team");
    post("X-Team", "north", "webhook-id", "forged");

    assertThat(kept()).containsOnlyKeys("x-team");
  }

  private void keep(String... headers) {
    running.rules.save(running.signed, new KeptHeaders(Set.of(headers)));
  }

  private Map<String, String> kept() {
    return requireNonNull(running.inbox.headers.get(new String(BODY, UTF_8)));
  }

  private void post(String... headers) {
    var request =
        running
            .to(running.signed)
            .POST(BodyPublishers.ofByteArray(BODY))
            .header("Content-Type", "application/json")
            .header(HEADER, signature(BODY))
            .headers(headers);
    assertThat(running.send(request.build()).statusCode()).isEqualTo(202);
  }
}
