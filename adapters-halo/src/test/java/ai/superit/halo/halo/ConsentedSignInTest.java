package ai.superit.halo.halo;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.ConnectionHealth;
import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable.Cause;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.StoreContract;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
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
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances that share what a person has consented to, on a simulated tenant.
class ConsentedSignInTest {
  private final SimulatedTenant simulated = new SimulatedTenant();
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final HaloConsents consents = store.consents();
  private final HaloAccess access =
      simulated.access(
          simulated.config.tenant(), simulated.config.clientSecret(), Grant.AUTHORIZATION_CODE);
  private final Sessions one = instance(consents);
  private final Sessions two = instance(consents);

  private Sessions instance(HaloConsents consents) {
    return new Sessions(
        _ -> Optional.of(access),
        consents,
        new ConnectionHealth(store.connections(), clock),
        simulated.calls(),
        clock);
  }

  @BeforeEach
  void authorise() throws Exception {
    var acme = aConnection("Acme").as(simulated.connection).build();
    store.connections().create(acme, new Secret("s"));
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
    var session = one.session(simulated.connection, Lane.BACKFILL.patience());
    one.drop(simulated.connection, Lane.BACKFILL.patience(), session);

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

  @Test
  void a_refused_secret_is_not_sent_again_by_everybody_who_waits() {
    changeSecret("another");
    clock.advance(Duration.ofHours(1));

    IntStream.range(0, 10).forEach(_ -> assertFails(one, Cause.UNAUTHORIZED));
    assertThat(tokenCalls()).isEqualTo(1);
    assertThat(state()).isEqualTo(State.UNAUTHORIZED);
    assertThat(consents.find(simulated.connection)).isPresent();

    changeSecret(simulated.config.clientSecret());
    clock.advance(Duration.ofSeconds(61));
    assertThat(token(one).reveal()).isNotEmpty();
    assertThat(tokenCalls()).isEqualTo(2);
  }

  @Test
  void authorising_again_ends_a_refusal_at_once() throws Exception {
    changeSecret("another");
    clock.advance(Duration.ofHours(1));
    assertFails(one, Cause.UNAUTHORIZED);
    changeSecret(simulated.config.clientSecret());

    store(authorised());

    assertThat(token(one).reveal()).isNotEmpty();
    assertThat(state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void a_person_who_tests_has_halo_asked_again_at_once() {
    changeSecret("another");
    clock.advance(Duration.ofHours(1));
    assertFails(one, Cause.UNAUTHORIZED);
    changeSecret(simulated.config.clientSecret());
    assertFails(one, Cause.UNAUTHORIZED);

    try (var http = new HaloHttp(SimulatedTenant.quick())) {
      var probe = new HttpHaloProbe(http, one, simulated.budget, clock);
      assertThat(probe.probe(access).passed()).isTrue();
    }

    assertThat(token(one).reveal()).isNotEmpty();
  }

  @Test
  void a_test_sends_whoever_has_not_authorised_yet_to_a_browser() {
    var nobody = instance(new InMemoryStore(clock).consents());

    assertThat(remedy(nobody))
        .isEqualTo("Call startAuthorization, and open its address in a browser.");
  }

  @Test
  void a_test_sends_whoever_has_a_wrong_secret_to_halo_first() {
    changeSecret("another");
    clock.advance(Duration.ofHours(1));

    assertThat(remedy(one)).startsWith("Copy client id").contains("then call startAuthorization");
  }

  private String remedy(Sessions sessions) {
    try (var http = new HaloHttp(SimulatedTenant.quick())) {
      var probe = new HttpHaloProbe(http, sessions, simulated.budget, clock);
      return probe.probe(access).firstFailure().orElseThrow().remedy();
    }
  }

  /// Another instance may well use the tenant.
  @Test
  void a_consent_that_cannot_be_opened_here_is_no_failure_of_the_tenant() {
    var watched = new WatchedConsents(consents);
    watched.locked.set(true);

    try (var http = new HaloHttp(SimulatedTenant.quick())) {
      var probe = new HttpHaloProbe(http, instance(watched), simulated.budget, clock);
      assertThatThrownBy(() -> probe.probe(access)).isInstanceOf(SecretUnreadable.class);
    }

    assertThat(state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void what_it_takes_to_sign_in_is_opened_without_a_call() {
    var watched = new WatchedConsents(consents);
    var sessions = instance(watched);
    clock.advance(Duration.ofHours(1));

    sessions.unlock(simulated.connection);
    watched.locked.set(true);
    assertThatThrownBy(() -> sessions.unlock(simulated.connection))
        .isInstanceOf(SecretUnreadable.class);

    assertThat(tokenCalls()).isZero();
  }

  @Test
  void a_busy_tenant_is_asked_again_with_the_same_token() {
    clock.advance(Duration.ofHours(1));
    simulated.control().addFault(Fault.status(429).onPath("/auth/token").times(2));

    assertThat(token(one).reveal()).isNotEmpty();

    assertThat(tokenCalls()).isEqualTo(3);
  }

  @Test
  void a_tenant_that_stays_busy_leaves_everything_as_it_is() {
    clock.advance(Duration.ofHours(1));
    simulated.control().addFault(Fault.status(429).onPath("/auth/token"));
    assertFails(one, Cause.RATE_LIMITED);
    simulated.control().clearFaults();

    assertThat(state()).isEqualTo(State.CONNECTED);
    assertThat(token(one).reveal()).isNotEmpty();
  }

  @Test
  void a_renewal_without_an_answer_is_not_sent_twice_and_ends_nothing() {
    clock.advance(Duration.ofHours(1));
    simulated.control().addFault(Fault.always(Fault.Effect.CUT).onPath("/auth/token"));
    assertFails(one, Cause.UNREACHABLE);
    simulated.control().clearFaults();

    assertThat(tokenCalls()).isEqualTo(1);
    assertThat(state()).isEqualTo(State.CONNECTED);
    assertThat(token(two).reveal()).isNotEmpty();
  }

  @Test
  void a_renewal_that_takes_too_long_is_given_up_and_ends_nothing() {
    clock.advance(Duration.ofHours(1));
    var slow = new Fault(Fault.Effect.DELAY, "/auth/token", 1, 1, 500, Duration.ofSeconds(20));
    simulated.control().addFault(slow);
    var hurried =
        new HaloConfig(
            Duration.ofSeconds(2),
            Duration.ofSeconds(2),
            1 << 20,
            SimulatedTenant.LOOPBACK,
            SimulatedTenant.quick().retries());
    try (var http = new HaloHttp(hurried)) {
      var calls = new BudgetedCalls(http, simulated.budget, hurried, clock);
      var signIn = new ConsentedSignIn(consents, calls, new RefusedCredentials(clock), clock);

      assertThat(
              failure(() -> signIn.session(access, Lane.BACKFILL.patience(), "", Optional.empty()))
                  .reason())
          .isEqualTo(Cause.UNREACHABLE);
    }
    assertThat(tokenCalls()).isEqualTo(1);
    assertThat(token(two).reveal()).isNotEmpty();
  }

  /// Nobody else may use the refresh token meanwhile.
  @Test
  void whoever_waits_for_the_budget_longer_than_a_lease_keeps_it() throws Exception {
    clock.advance(Duration.ofHours(1));
    var watched = new WatchedConsents(consents);
    var budget = new StandingBudget();
    try (var http = new HaloHttp(SimulatedTenant.quick());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new BudgetedCalls(http, budget, SimulatedTenant.quick(), clock);
      var patient =
          new ConsentedSignIn(
              watched, calls, new RefusedCredentials(clock), clock, Duration.ofMillis(5));
      var signing =
          threads.submit(
              () -> patient.session(access, Lane.BACKFILL.patience(), "", Optional.empty()));
      budget.asked.await();
      for (var minute = 0; minute < 4; minute++) {
        clock.advance(Duration.ofMinutes(1));
        watched.awaitExtension();
      }

      assertThat(consents.claim(simulated.connection, Duration.ofMinutes(2))).isEmpty();
      budget.granted.countDown();

      assertThat(signing.get().token()).isEqualTo(token(two));
    }
    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void a_store_that_is_away_for_a_moment_loses_nothing() {
    clock.advance(Duration.ofHours(1));
    var watched = new WatchedConsents(consents);
    watched.failing.set(3);

    assertThat(
            renewing(watched)
                .session(access, Lane.BACKFILL.patience(), "", Optional.empty())
                .token())
        .isEqualTo(token(two));

    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void what_could_not_be_stored_is_stored_when_the_store_is_back() {
    clock.advance(Duration.ofHours(1));
    var watched = new WatchedConsents(consents);
    watched.failing.set(5);
    var renewing = renewing(watched);
    assertThatThrownBy(
            () -> renewing.session(access, Lane.BACKFILL.patience(), "", Optional.empty()))
        .isInstanceOf(StoreUnavailable.class);

    assertThat(renewing.session(access, Lane.BACKFILL.patience(), "", Optional.empty()).token())
        .isEqualTo(token(two));

    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void who_is_interrupted_while_storing_stores_all_the_same() {
    clock.advance(Duration.ofHours(1));
    var watched = new WatchedConsents(consents);
    watched.interruptingStore.set(true);

    var renewed = renewing(watched).session(access, Lane.BACKFILL.patience(), "", Optional.empty());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(renewed.token()).isEqualTo(token(two));
    assertThat(tokenCalls()).isEqualTo(1);
  }

  @Test
  void who_is_interrupted_before_the_call_lets_others_renew() {
    clock.advance(Duration.ofHours(1));
    var watched = new WatchedConsents(consents);
    watched.interruptingClaim.set(true);
    assertThatThrownBy(
            () -> renewing(watched).session(access, Lane.BACKFILL.patience(), "", Optional.empty()))
        .isInstanceOf(HaloUnavailable.class);
    assertThat(Thread.interrupted()).isTrue();

    assertThat(consents.claim(simulated.connection, Duration.ofMinutes(2))).isPresent();
  }

  /// As after a crash between the two.
  @Test
  void a_token_that_was_rotated_and_never_stored_needs_a_person_and_no_more_calls() {
    clock.advance(Duration.ofHours(1));
    var watched = new WatchedConsents(consents);
    watched.failing.set(5);
    assertThatThrownBy(
            () -> renewing(watched).session(access, Lane.BACKFILL.patience(), "", Optional.empty()))
        .isInstanceOf(StoreUnavailable.class);
    clock.advance(Duration.ofMinutes(2));

    IntStream.range(0, 10).forEach(_ -> assertNeedsAuthorisation(two));

    assertThat(state()).isEqualTo(State.NEEDS_AUTHORIZATION);
    assertThat(tokenCalls()).isEqualTo(2);
  }

  private ConsentedSignIn renewing(HaloConsents through) {
    return new ConsentedSignIn(through, simulated.calls(), new RefusedCredentials(clock), clock);
  }

  private void changeSecret(String secret) {
    simulated.control().putApplication(simulated.config.clientId(), secret);
  }

  private State state() {
    return store
        .connections()
        .find(StoreContract.MANAGERS, simulated.connection)
        .orElseThrow()
        .status()
        .state();
  }

  private void assertFails(Sessions sessions, Cause cause) {
    assertThat(failure(() -> token(sessions)).reason()).isEqualTo(cause);
  }

  private static HaloUnavailable failure(ThrowingCallable work) {
    return catchThrowableOfType(HaloUnavailable.class, work);
  }

  private void assertNeedsAuthorisation(Sessions sessions) {
    var failure = catchThrowableOfType(HaloUnavailable.class, () -> token(sessions));
    assertThat(failure.reason()).isEqualTo(HaloUnavailable.Cause.UNAUTHORIZED);
    assertThat(failure).hasMessageContaining("authorise");
  }

  private Secret token(Sessions sessions) {
    return sessions.session(simulated.connection, Lane.BACKFILL.patience()).token();
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
