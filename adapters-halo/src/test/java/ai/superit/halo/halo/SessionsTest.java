package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.client.ClientId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionsTest {
  private final SimulatedTenant simulated = new SimulatedTenant();
  private final ManualClock clock = new ManualClock();
  private String secret = simulated.config.clientSecret();
  private final Sessions sessions =
      new Sessions(
          _ -> Optional.of(simulated.access(simulated.config.tenant(), secret)),
          new InMemoryStore().consents(),
          SimulatedTenant.health(),
          simulated.calls(),
          clock);

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void signing_in_waits_in_the_lane_of_people_whoever_asked_for_it() {
    simulated.halo.tenants().tenant(simulated.connection, Lane.BACKFILL).findClient(ids(12));

    assertThat(simulated.budget.granted).containsExactly(Lane.PERSON, Lane.BACKFILL);
  }

  @Test
  void many_threads_sign_in_once() throws Exception {
    together(() -> sessions.session(simulated.connection, Lane.BACKFILL.patience()));

    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void refused_credentials_are_not_tried_again_by_everybody_who_waits() throws Exception {
    secret = "wrong";

    together(() ->
        catchThrowableOfType(
            HaloUnavailable.class,
            () -> sessions.session(simulated.connection, Lane.BACKFILL.patience())));

    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void a_refusal_holds_for_a_minute() {
    secret = "wrong";
    assertRefused();
    assertRefused();
    clock.advance(Duration.ofSeconds(61));

    assertRefused();

    assertThat(tokenCalls()).isEqualTo(2);
  }

  @Test
  void changed_credentials_are_tried_at_once() {
    secret = "wrong";
    assertRefused();
    secret = simulated.config.clientSecret();

    assertThat(sessions.session(simulated.connection, Lane.BACKFILL.patience()).token().reveal())
        .isNotEmpty();
  }

  @Test
  void a_test_that_passes_ends_the_rest_of_credentials_that_were_refused() {
    secret = "not yet known";
    assertRefused();
    simulated.control().putApplication(simulated.config.clientId(), secret);
    assertRefused();

    assertThat(test(secret).passed()).isTrue();

    assertThat(sessions.session(simulated.connection, Lane.BACKFILL.patience()).token().reveal())
        .isNotEmpty();
  }

  @Test
  void a_test_of_others_does_not_end_the_rest_of_credentials_that_were_refused() {
    secret = "wrong";
    assertRefused();

    assertThat(test(simulated.config.clientSecret()).passed()).isTrue();
    assertThat(test("wrong").passed()).isFalse();

    var before = tokenCalls();
    assertRefused();
    assertThat(tokenCalls()).isEqualTo(before);
  }

  private ProbeReport test(String tried) {
    try (var http = new HaloHttp(SimulatedTenant.quick())) {
      return new HttpHaloProbe(http, sessions, simulated.budget, clock)
          .probe(simulated.access(simulated.config.tenant(), tried));
    }
  }

  @Test
  void credentials_that_were_replaced_elsewhere_are_taken_up_within_seconds() {
    var before = sessions.session(simulated.connection, Lane.BACKFILL.patience());
    simulated.control().putApplication(simulated.config.clientId(), "a new secret");
    secret = "a new secret";
    assertThat(sessions.session(simulated.connection, Lane.BACKFILL.patience())).isEqualTo(before);

    clock.advance(Duration.ofSeconds(10));

    assertThat(sessions.session(simulated.connection, Lane.BACKFILL.patience()))
        .isNotEqualTo(before);
  }

  private void assertRefused() {
    var failure =
        catchThrowableOfType(
            HaloUnavailable.class,
            () -> sessions.session(simulated.connection, Lane.BACKFILL.patience()));
    assertThat(failure.reason()).isEqualTo(HaloUnavailable.Cause.UNAUTHORIZED);
  }

  private static void together(Callable<?> work) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = IntStream.range(0, 64).mapToObj(_ -> threads.submit(work)).toList();
      for (var each : all) {
        each.get();
      }
    }
  }

  private long tokenCalls() {
    return simulated.control().statistics().calls().entrySet().stream()
        .filter(call -> call.getKey().contains("token"))
        .mapToLong(call -> call.getValue())
        .sum();
  }

  private static ClientId ids(long id) {
    return new ClientId(id);
  }
}
