package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.HaloConsents.Renewal;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.HaloConsent;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.Moments;
import java.time.Duration;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every store of consents keeps.
public interface HaloConsentsContract extends StoreContract {
  HaloConsent FIRST_CONSENT = consent("one");
  HaloConsent SECOND_CONSENT = consent("two");
  Duration LONG = Duration.ofMinutes(5);
  ConnectionStatus CONNECTED = new ConnectionStatus(State.CONNECTED, "", Moments.minute(1));
  ConnectionStatus LOST = ConnectionStatus.needsAuthorization(Moments.minute(2));

  static HaloConsent consent(String name) {
    return new HaloConsent(
        new Secret("refresh " + name), new Secret("access " + name), "all", Moments.minute(60));
  }

  @Test
  default void a_consent_is_found_as_it_was_and_connects() {
    var acme = authorised();

    assertThat(store().consents().find(acme)).contains(FIRST_CONSENT);
    assertThat(status(acme)).isEqualTo(CONNECTED);
    assertThat(store().consents().find(connected("Globex"))).isEmpty();
  }

  @Test
  default void of_many_at_once_one_may_renew() throws Exception {
    var acme = authorised();
    Callable<Boolean> claiming = () -> store().consents().claim(acme, LONG).isPresent();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var claims = threads.invokeAll(Collections.nCopies(50, claiming));

      assertThat(claims).filteredOn(claim -> claim.resultNow()).hasSize(1);
    }
  }

  @Test
  default void who_renews_sees_what_there_is_and_replaces_it() {
    var acme = authorised();

    var renewal = claim(acme);

    assertThat(renewal.current()).isEqualTo(FIRST_CONSENT);
    assertThat(store().consents().renewed(acme, renewal.lease(), SECOND_CONSENT)).isTrue();
    assertThat(store().consents().find(acme)).contains(SECOND_CONSENT);
    assertThat(claim(acme).current()).isEqualTo(SECOND_CONSENT);
  }

  @Test
  default void nothing_is_stored_without_the_lease() {
    var acme = authorised();
    claim(acme);

    assertThat(store().consents().renewed(acme, UUID.randomUUID(), SECOND_CONSENT)).isFalse();
    assertThat(store().consents().lost(acme, UUID.randomUUID(), LOST)).isFalse();
    assertThat(store().consents().find(acme)).contains(FIRST_CONSENT);
  }

  @Test
  default void a_released_lease_is_free_for_the_next() {
    var acme = authorised();

    store().consents().release(acme, claim(acme).lease());

    assertThat(store().consents().find(acme)).contains(FIRST_CONSENT);
    assertThat(store().consents().claim(acme, LONG)).isPresent();
  }

  @Test
  default void a_lease_ends_by_itself() {
    var acme = authorised();
    var crashed = store().consents().claim(acme, Duration.ZERO).orElseThrow();

    assertThat(store().consents().claim(acme, LONG)).isPresent();
    assertThat(store().consents().renewed(acme, crashed.lease(), SECOND_CONSENT)).isFalse();
  }

  @Test
  default void a_lease_that_is_made_longer_stays_with_whoever_has_it() {
    var acme = authorised();
    var slow = store().consents().claim(acme, Duration.ZERO).orElseThrow();

    assertThat(store().consents().extend(acme, slow.lease(), LONG)).isTrue();

    assertThat(store().consents().claim(acme, LONG)).isEmpty();
    assertThat(store().consents().extend(acme, UUID.randomUUID(), LONG)).isFalse();
  }

  @Test
  default void a_lease_that_was_given_back_is_not_made_longer() {
    var acme = authorised();
    var before = claim(acme);
    store().consents().release(acme, before.lease());

    assertThat(store().consents().extend(acme, before.lease(), LONG)).isFalse();
    assertThat(store().consents().renewed(acme, before.lease(), SECOND_CONSENT)).isFalse();
    assertThat(store().consents().claim(acme, LONG)).isPresent();
  }

  @Test
  default void what_halo_gave_too_late_is_stored_unless_somebody_else_has_asked_since() {
    var acme = authorised();
    var slow = store().consents().claim(acme, Duration.ZERO).orElseThrow();

    assertThat(store().consents().renewed(acme, slow.lease(), SECOND_CONSENT)).isTrue();

    assertThat(store().consents().find(acme)).contains(SECOND_CONSENT);
  }

  @Test
  default void a_lost_consent_is_forgotten_and_work_on_the_connection_stops() {
    var acme = authorised();

    assertThat(store().consents().lost(acme, claim(acme).lease(), LOST)).isTrue();

    assertThat(store().consents().find(acme)).isEmpty();
    assertThat(store().consents().claim(acme, LONG)).isEmpty();
    assertThat(status(acme)).isEqualTo(LOST);
    assertThat(store().connections().all()).isEmpty();
  }

  @Test
  default void authorising_again_replaces_the_consent_and_whoever_renewed_it() {
    var acme = authorised();
    var before = claim(acme);

    store().consents().store(acme, SECOND_CONSENT, CONNECTED);

    assertThat(store().consents().renewed(acme, before.lease(), FIRST_CONSENT)).isFalse();
    assertThat(store().consents().find(acme)).contains(SECOND_CONSENT);
    assertThat(store().connections().all()).hasSize(1);
  }

  private ConnectionId authorised() {
    var acme = connected("Acme");
    store().consents().store(acme, FIRST_CONSENT, CONNECTED);
    return acme;
  }

  private Renewal claim(ConnectionId connection) {
    return store().consents().claim(connection, LONG).orElseThrow();
  }

  private ConnectionStatus status(ConnectionId connection) {
    return store().connections().find(MANAGERS, connection).orElseThrow().status();
  }
}
