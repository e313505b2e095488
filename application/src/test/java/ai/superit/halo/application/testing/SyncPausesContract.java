package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What every keeper of pauses does.
public interface SyncPausesContract extends StoreContract {
  @Test
  default void only_the_connection_that_was_paused_pauses() {
    var acme = connected("acme");
    var beta = connected("beta");
    store().pauses().pause(acme, NOON);

    assertThat(store().pauses().paused()).containsExactly(acme);
    assertThat(store().pauses().pausedSince(acme)).contains(NOON);
    assertThat(store().pauses().pausedSince(beta)).isEmpty();
  }

  @Test
  default void who_pauses_again_does_not_change_since_when() {
    var acme = connected("acme");
    store().pauses().pause(acme, NOON);
    store().pauses().pause(acme, minute(5));

    assertThat(store().pauses().pausedSince(acme)).contains(NOON);
  }

  @Test
  default void a_connection_goes_on_after_it_was_resumed() {
    var acme = connected("acme");
    store().pauses().pause(acme, NOON);
    store().pauses().resume(acme);
    store().pauses().resume(acme);

    assertThat(store().pauses().paused()).isEmpty();
    assertThat(store().pauses().pausedSince(acme)).isEmpty();
  }
}
