package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.simulator.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances that share what a person has consented to, on a simulated tenant.
class ConsentedSignInTest {
  private final SimulatedTenant simulated = new SimulatedTenant();
  private final ManualClock clock = new ManualClock();
  private final HaloConsents consents = new InMemoryStore().consents();
  private final HaloAccess access =
      simulated.access(
          simulated.config.tenant(), simulated.config.clientSecret(), Grant.AUTHORIZATION_CODE);
  private final Sessions one = instance();
  private final Sessions two = instance();

  private Sessions instance() {
    return new Sessions(_ -> Optional.of(access), consents, simulated.calls(), clock);
  }

  @BeforeEach
  void authorise() throws Exception {
    store(authorised());
    simulated.control().resetStatistics();
  }

  @AfterEach
  void stop() {
    simulated.close();
  }

  @Test
  void a_fresh_consent_is_used_without_a_call() {
    assertThat(token(one)).isEqualTo(token(two));
    assertThat(tokenCalls()).isZero();
  }

  @Test
  void of_all_threads_of_all_instances_one_renews() throws Exception {
    clock.advance(Duration.ofHours(1));
    Callable<Secret> signing = () -> token(one);
    Callable<Secret> elsewhere = () -> token(two);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tokens =
          IntStream.range(0, 64)
              .mapToObj(i -> threads.submit(i % 2 == 0 ? signing : elsewhere))
              .toList();

      for (var each : tokens) {
        assertThat(each.get()).isEqualTo(token(one));
      }
    }
    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void renewing_again_and_again_uses_the_newest_refresh_token() {
    for (var sessions : List.of(one, two, one)) {
      clock.advance(Duration.ofHours(1));

      assertThat(token(sessions).reveal()).isNotEmpty();
    }

    assertThat(tokenCalls()).isEqualTo(3);
  }

  @Test
  void a_token_that_halo_has_forgotten_is_replaced_though_it_looks_fresh() {
    var session = one.session(simulated.connection);
    one.drop(simulated.connection, session);

    assertThat(token(one)).isNotEqualTo(session.token());
    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void a_withdrawn_consent_ends_the_work_after_one_call() {
    simulated.control().revokeGrants();
    clock.advance(Duration.ofHours(1));

    IntStream.range(0, 10).forEach(_ -> assertNeedsAuthorisation(one));
    assertNeedsAuthorisation(two);

    assertThat(tokenCalls()).isEqualTo(1);
    assertThat(consents.find(simulated.connection)).isEmpty();
  }

  @Test
  void authorising_again_brings_the_work_back() throws Exception {
    simulated.control().revokeGrants();
    clock.advance(Duration.ofHours(1));
    assertNeedsAuthorisation(one);

    store(authorised());

    assertThat(token(one)).isEqualTo(token(two));
  }

  @Test
  void a_tenant_that_does_not_answer_leaves_the_consent_as_it_is() {
    clock.advance(Duration.ofHours(1));
    simulated.control().addFault(Fault.status(503).onPath("/auth/token"));
    assertThat(catchThrowableOfType(HaloUnavailable.class, () -> token(one)).reason())
        .isEqualTo(HaloUnavailable.Cause.SERVER_ERROR);
    simulated.control().clearFaults();

    assertThat(token(two).reveal()).isNotEmpty();
  }

  private void assertNeedsAuthorisation(Sessions sessions) {
    var failure = catchThrowableOfType(HaloUnavailable.class, () -> token(sessions));
    assertThat(failure.reason()).isEqualTo(HaloUnavailable.Cause.UNAUTHORIZED);
    assertThat(failure).hasMessageContaining("authorise");
  }

  private Secret token(Sessions sessions) {
    return sessions.session(simulated.connection).token();
  }

  private void store(HaloConsent consent) {
    var connected = new ConnectionStatus(ConnectionStatus.State.CONNECTED, "", clock.instant());
    consents.store(simulated.connection, consent, connected);
  }

  private HaloConsent authorised() throws IOException, InterruptedException {
    return Consenting.to(access, simulated.calls(), clock);
  }

  private long tokenCalls() {
    return simulated.control().statistics().calls().getOrDefault("POST /auth/token", 0L);
  }
}
