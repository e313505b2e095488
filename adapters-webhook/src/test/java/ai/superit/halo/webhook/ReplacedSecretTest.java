package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static ai.superit.halo.webhook.RunningEndpoint.SECRET;
import static ai.superit.halo.webhook.RunningEndpoint.signature;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplacedSecretTest {
  private static final byte[] BODY = "{\"object_id\": 1}".getBytes(UTF_8);
  private static final Secret NEW = new Secret("a-new-secret-of-more-than-24-bytes");
  private static final Secret THIRD = new Secret("a-third-secret-of-more-than-24-bytes");
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");
  private static final Instant END = START.plus(Duration.ofHours(24));

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final RunningEndpoint running = new RunningEndpoint(now::get);

  ReplacedSecretTest() {
    var schemes = AcceptedSchemes.only(new WebhookScheme.HmacSha256(HEADER, NEW));
    running.schemes.save(
        running.signed, schemes.also(new WebhookScheme.HmacSha256(HEADER, SECRET), END));
  }

  @AfterEach
  void stop() {
    running.close();
  }

  @Test
  void both_secrets_count_during_the_overlap() {
    assertThat(post(NEW).statusCode()).isEqualTo(202);
    assertThat(post(SECRET).statusCode()).isEqualTo(202);

    now.set(END.minusMillis(1));

    assertThat(post(NEW).statusCode()).isEqualTo(202);
    assertThat(post(SECRET).statusCode()).isEqualTo(202);
  }

  @Test
  void the_former_secret_is_refused_once_the_overlap_has_ended() {
    assertThat(post(SECRET).statusCode()).isEqualTo(202);

    now.set(END);

    assertThat(post(SECRET).statusCode()).isEqualTo(401);
    assertThat(post(NEW).statusCode()).isEqualTo(202);
  }

  @Test
  void a_third_secret_and_an_unknown_connection_get_the_same_refusal_at_all_times() {
    var during = post(THIRD);
    var unknown = running.post(ConnectionId.random(), BODY, HEADER, signature(NEW, BODY));
    now.set(END);
    var after = post(SECRET);

    assertThat(during.statusCode()).isEqualTo(401);
    assertThat(during.body()).isEqualTo(RunningEndpoint.NOT_ACCEPTED);
    for (var other : new HttpResponse<?>[] {unknown, after}) {
      assertThat(other.statusCode()).isEqualTo(401);
      assertThat(other.body()).isEqualTo(during.body());
      assertThat(other.headers().map().keySet()).isEqualTo(during.headers().map().keySet());
    }
  }

  @Test
  void what_cannot_be_checked_here_is_sent_elsewhere_and_not_refused() {
    running.schemes.close(running.signed);

    var answer = post(NEW);

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    assertThat(running.inbox.stored).isEmpty();
    assertThat(running.post(ConnectionId.random(), BODY, HEADER, "x").statusCode()).isEqualTo(401);
  }

  @Test
  void schemes_of_two_kinds_count_beside_each_other() {
    var basic = new WebhookScheme.Basic("halo", new Secret("password"));
    running.schemes.save(
        running.signed,
        AcceptedSchemes.only(basic).also(new WebhookScheme.HmacSha256(HEADER, SECRET), END));

    var byPassword =
        running.post(running.signed, BODY, "Authorization", "Basic aGFsbzpwYXNzd29yZA==");

    assertThat(byPassword.statusCode()).isEqualTo(202);
    assertThat(post(SECRET).statusCode()).isEqualTo(202);
    assertThat(post(NEW).statusCode()).isEqualTo(401);
  }

  private HttpResponse<String> post(Secret secret) {
    return running.post(running.signed, BODY, HEADER, signature(secret, BODY));
  }
}
