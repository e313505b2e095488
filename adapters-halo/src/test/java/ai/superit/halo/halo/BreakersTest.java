package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionId;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakersTest {
  private static final Call CALL = Call.get("GET /Tickets", URI.create("https://x.test"));

  private final ManualClock clock = new ManualClock();
  private final Breakers breakers = new Breakers(clock, Duration.ofMinutes(1));
  private final ConnectionId acme = ConnectionId.random();

  @Test
  void a_tenant_that_answers_now_and_then_is_called() {
    fail(Breakers.FAILURES - 1);
    breakers.answered(acme);
    fail(Breakers.FAILURES - 1);

    assertIsCalled(acme);
  }

  @Test
  void a_tenant_that_never_answers_is_left_alone_and_no_other() {
    fail(Breakers.FAILURES);

    assertIsLeftAlone();
    assertIsCalled(ConnectionId.random());
  }

  @Test
  void one_call_tries_while_the_others_are_held_back() {
    fail(Breakers.FAILURES);
    clock.advance(Duration.ofSeconds(5));

    assertIsCalled(acme);
    assertIsLeftAlone();
  }

  @Test
  void an_answer_lets_everybody_call() {
    fail(Breakers.FAILURES);
    clock.advance(Duration.ofSeconds(5));
    assertIsCalled(acme);
    assertThat(breakers.isSilent(acme)).isTrue();

    breakers.answered(acme);

    assertThat(breakers.isSilent(acme)).isFalse();

    assertIsCalled(acme);
    assertIsCalled(acme);
  }

  @Test
  void a_sign_in_lets_one_call_try_and_ends_no_silence() {
    fail(Breakers.FAILURES);
    clock.advance(Duration.ofSeconds(5));
    assertIsCalled(acme);
    assertIsLeftAlone();

    breakers.signedIn(acme);

    assertThat(breakers.isSilent(acme)).isTrue();
    assertIsCalled(acme);
    assertIsLeftAlone();
  }

  @Test
  void the_rest_grows_up_to_fifteen_seconds() {
    fail(200);
    clock.advance(Duration.ofSeconds(14));
    assertIsLeftAlone();

    clock.advance(Duration.ofSeconds(1));

    assertIsCalled(acme);
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      breakers.failed(acme);
    }
  }

  private void assertIsCalled(ConnectionId connection) {
    assertThatCode(() -> breakers.check(connection, CALL)).doesNotThrowAnyException();
  }

  private void assertIsLeftAlone() {
    assertThatThrownBy(() -> breakers.check(acme, CALL))
        .isInstanceOf(HaloUnavailable.class)
        .hasMessage("GET /Tickets was not sent: Halo does not answer, and is tried again soon.");
  }
}
