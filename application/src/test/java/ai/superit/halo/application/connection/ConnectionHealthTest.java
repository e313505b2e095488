package ai.superit.halo.application.connection;

import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.StoreContract;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.ConnectionStatus.State;
import ai.superit.halo.domain.connection.Secret;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two instances that use the same connection.
class ConnectionHealthTest {
  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final ConnectionHealth one = new ConnectionHealth(store.connections(), clock);
  private final ConnectionHealth two = new ConnectionHealth(store.connections(), clock);
  private final ConnectionId acme = ConnectionId.random();
  private Instant signedIn = clock.instant();

  @BeforeEach
  void connect() {
    var connection = aConnection("Acme").as(acme).build();
    store.connections().create(connection, new Secret("s"));
    later(1);
    set(State.CONNECTED);
    signedIn = clock.instant();
    later(1);
  }

  @Test
  void a_refusal_is_the_state_until_halo_accepts_the_credentials_again() {
    assertThat(one.isRefused(acme, "Check the secret.", clock.instant())).isTrue();
    var refused = new ConnectionStatus(State.UNAUTHORIZED, "Check the secret.", clock.instant());
    assertThat(status()).isEqualTo(refused);

    later(1);
    assertThat(two.works(acme, signedIn)).isFalse();
    assertThat(status()).isEqualTo(refused);

    assertThat(two.works(acme, clock.instant())).isTrue();
    assertThat(status()).isEqualTo(new ConnectionStatus(State.CONNECTED, "", clock.instant()));
  }

  @Test
  void a_tenant_that_is_back_is_connected_though_the_session_is_an_old_one() {
    assertThat(one.isOutOfReach(acme, "Gone.", clock.instant())).isTrue();
    assertThat(status().state()).isEqualTo(State.FAILED);
    later(1);

    assertThat(one.works(acme, signedIn)).isTrue();

    assertThat(status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void an_outage_does_not_hide_that_the_credentials_were_refused() {
    one.isRefused(acme, "Check the secret.", clock.instant());
    later(1);

    assertThat(one.isOutOfReach(acme, "Gone.", clock.instant())).isFalse();

    assertThat(status().state()).isEqualTo(State.UNAUTHORIZED);
  }

  @Test
  void what_was_asked_before_somebody_mended_it_says_nothing() {
    var asked = clock.instant();
    later(1);
    set(State.CONNECTED);
    later(1);

    assertThat(one.isRefused(acme, "Check the secret.", asked)).isFalse();

    assertThat(status().state()).isEqualTo(State.CONNECTED);
  }

  @Test
  void what_waits_for_a_person_stays() {
    store.connections().setStatus(acme, ConnectionStatus.needsAuthorization(clock.instant()));
    later(1);

    assertThat(one.works(acme, clock.instant())).isFalse();
    assertThat(one.isRefused(acme, "No.", clock.instant())).isFalse();
    assertThat(two.isOutOfReach(acme, "No.", clock.instant())).isFalse();

    assertThat(status().state()).isEqualTo(State.NEEDS_AUTHORIZATION);
  }

  @Test
  void what_stays_the_same_is_looked_at_once_a_minute() {
    one.works(acme, signedIn);
    set(State.FAILED);

    later(59);
    assertThat(one.works(acme, signedIn)).isFalse();
    later(1);
    assertThat(one.works(acme, signedIn)).isTrue();
  }

  @Test
  void what_has_changed_is_told_at_once() {
    one.works(acme, signedIn);
    assertThat(one.isOutOfReach(acme, "Gone.", clock.instant())).isTrue();
    assertThat(one.works(acme, signedIn)).isTrue();
    assertThat(one.isRefused(acme, "No.", later(1))).isTrue();
    assertThat(one.works(acme, later(1))).isTrue();
  }

  private void set(State state) {
    store.connections().setStatus(acme, new ConnectionStatus(state, "", clock.instant()));
  }

  private ConnectionStatus status() {
    return store.connections().find(StoreContract.MANAGERS, acme).orElseThrow().status();
  }

  private Instant later(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    return clock.instant();
  }
}
