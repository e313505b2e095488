package ai.superit.halo.webhook;

import static ai.superit.halo.webhook.RunningEndpoint.HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PostRatesTest {
  private static final byte[] BODY = "{\"object_id\":1}".getBytes(UTF_8);

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
  private final PostRates rates = new PostRates(100, nanos::get);
  private final ConnectionId acme = ConnectionId.random();
  private final ConnectionId beta = ConnectionId.random();

  @Test
  void a_connection_has_ten_seconds_worth_at_once_and_then_its_rate() {
    assertThat(admitted(acme, 5_000)).isEqualTo(1_000);

    nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
    assertThat(admitted(acme, 5_000)).isEqualTo(200);

    nanos.addAndGet(TimeUnit.HOURS.toNanos(1));
    assertThat(admitted(acme, 5_000)).isEqualTo(1_000);
  }

  @Test
  void the_flood_of_one_connection_takes_nothing_from_another() {
    admitted(acme, 100_000);

    assertThat(admitted(beta, 1_000)).isEqualTo(1_000);
  }

  @Test
  void there_may_be_no_limit() {
    assertThat(new PostRates(0, nanos::get).admits(acme)).isTrue();
    assertThat(admitted(new PostRates(0, nanos::get), acme, 100_000)).isEqualTo(100_000);
  }

  @Test
  void who_has_used_up_the_share_is_told_to_come_back_and_others_are_not() {
    try (var running = new RunningEndpoint(InstantSource.system(), TrustedProxies.NONE, 1)) {
      var answers = IntStream.range(0, 40).mapToObj(_ -> running.postSigned(BODY)).toList();

      var last = answers.getLast();
      assertThat(answers.getFirst().statusCode()).isEqualTo(202);
      assertThat(last.statusCode()).isEqualTo(503);
      assertThat(last.headers().firstValue("Retry-After")).contains("5");
      assertThat(running.post(running.open, BODY, HEADER, "").statusCode()).isEqualTo(202);
      assertThat(running.endpoint.meters().tooMany()).isPositive();
      assertThat(running.endpoint.refusals().totals())
          .containsKey(new Refusals.Kind(running.signed, Refusal.TOO_MANY));
    }
  }

  @Test
  void what_is_not_authentic_uses_up_nobodys_share() {
    try (var running = new RunningEndpoint(InstantSource.system(), TrustedProxies.NONE, 1)) {
      for (int i = 0; i < 100; i++) {
        assertThat(running.post(running.signed, BODY, HEADER, "x").statusCode()).isEqualTo(401);
      }

      assertThat(running.postSigned(BODY).statusCode()).isEqualTo(202);
    }
  }

  private int admitted(ConnectionId connection, int tries) {
    return admitted(rates, connection, tries);
  }

  private static int admitted(PostRates rates, ConnectionId connection, int tries) {
    return (int) IntStream.range(0, tries).filter(_ -> rates.admits(connection)).count();
  }
}
