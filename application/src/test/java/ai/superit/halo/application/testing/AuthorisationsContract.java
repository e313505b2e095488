package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Authorisations.Begun;
import ai.superit.halo.application.connection.Authorisations.Taken;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.testing.Moments;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// What every store of authorisations under way keeps.
public interface AuthorisationsContract extends StoreContract {
  Digest TICKET = Digest.of(new Secret("ticket"));
  Digest STATE = Digest.of(new Secret("state"));
  Digest BROWSER = Digest.of(new Secret("browser"));
  Secret VERIFIER = new Secret("verifier");

  @Test
  default void the_browser_that_began_gets_the_verifier_back() {
    var acme = begun();

    assertThat(take(acme)).isEqualTo(new Taken.Mine(VERIFIER));
  }

  @Test
  default void a_ticket_is_spent_once_and_in_time() {
    var acme = connected("Acme");
    store().authorisations().offer(acme, TICKET, Moments.minute(10));

    assertThat(begin(acme, 10)).isFalse();
    assertThat(begin(acme, 9)).isTrue();
    assertThat(begin(acme, 9)).isFalse();
    assertThat(begin(connected("Globex"), 9)).isFalse();
  }

  @Test
  default void a_state_is_spent_once() {
    var acme = begun();
    take(acme);

    assertThat(take(acme)).isEqualTo(Taken.Not.USED);
  }

  @Test
  default void of_many_at_once_one_gets_the_state() throws Exception {
    var acme = begun();
    Callable<Taken> taking = () -> take(acme);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var taken = threads.invokeAll(Collections.nCopies(50, taking));

      assertThat(taken).filteredOn(each -> each.resultNow() instanceof Taken.Mine).hasSize(1);
    }
  }

  @Test
  default void another_browser_gets_nothing_and_spends_nothing() {
    var acme = begun();
    var other = Digest.of(new Secret("other"));

    assertThat(store().authorisations().take(acme, STATE, other, Moments.minute(12)))
        .isEqualTo(Taken.Not.OTHER_BROWSER);
    assertThat(take(acme)).isInstanceOf(Taken.Mine.class);
  }

  @Test
  default void a_state_expires() {
    var acme = begun();

    assertThat(store().authorisations().take(acme, STATE, BROWSER, Moments.minute(20)))
        .isEqualTo(Taken.Not.EXPIRED);
  }

  @Test
  default void an_unknown_state_and_one_of_another_connection_are_unknown() {
    var acme = begun();
    var other = Digest.of(new Secret("another state"));

    assertThat(store().authorisations().take(acme, other, BROWSER, Moments.NOON))
        .isEqualTo(Taken.Not.UNKNOWN);
    assertThat(take(connected("Globex"))).isEqualTo(Taken.Not.UNKNOWN);
  }

  private ConnectionId begun() {
    var acme = connected("Acme");
    store().authorisations().offer(acme, TICKET, Moments.minute(10));
    begin(acme, 9);
    return acme;
  }

  private boolean begin(ConnectionId connection, int minute) {
    var begun = new Begun(STATE, BROWSER, VERIFIER, Moments.minute(19));
    return store().authorisations().begin(connection, TICKET, begun, Moments.minute(minute));
  }

  private Taken take(ConnectionId connection) {
    return store().authorisations().take(connection, STATE, BROWSER, Moments.minute(12));
  }
}
