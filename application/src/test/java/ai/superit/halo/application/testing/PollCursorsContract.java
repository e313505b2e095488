package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every keeper of cursors does.
public interface PollCursorsContract extends StoreContract {
  @Test
  default void a_list_that_was_never_read_is_not_polled() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.CLIENTS, NOON);

    assertThat(claim(acme, Resource.SITES, NOON)).isEmpty();
    assertThat(claim(connected("beta"), Resource.CLIENTS, NOON)).isEmpty();
  }

  @Test
  default void a_list_is_polled_from_where_it_was_read() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.CLIENTS, minute(-7));

    assertThat(store().cursors().find(acme, Resource.CLIENTS)).contains(minute(-7));
    assertThat(store().cursors().find(acme, Resource.SITES)).isEmpty();
    assertThat(claim(acme, Resource.CLIENTS, NOON)).contains(minute(-7));
  }

  @Test
  default void a_list_is_left_alone_until_the_next_time() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.CLIENTS, NOON);
    claim(acme, Resource.CLIENTS, NOON);
    store().cursors().reached(acme, Resource.CLIENTS, minute(1));

    assertThat(claim(acme, Resource.CLIENTS, minute(14))).isEmpty();
    assertThat(claim(acme, Resource.CLIENTS, minute(15))).contains(minute(1));
  }

  @Test
  default void a_cursor_never_goes_back() {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.CLIENTS, minute(5));
    store().cursors().reached(acme, Resource.CLIENTS, minute(2));

    assertThat(claim(acme, Resource.CLIENTS, minute(6))).contains(minute(5));
  }

  @Test
  default void of_many_that_poll_at_once_one_does() throws Exception {
    var acme = connected("acme");
    store().cursors().reached(acme, Resource.TICKETS, NOON);
    Callable<Boolean> claiming = () -> claim(acme, Resource.TICKETS, NOON).isPresent();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var claimed =
          threads.invokeAll(Stream.generate(() -> claiming).limit(16).toList()).stream()
              .filter(Future::resultNow)
              .count();

      assertThat(claimed).isEqualTo(1);
    }
  }

  private Optional<Instant> claim(ConnectionId connection, Resource resource, Instant now) {
    return store().cursors().claim(connection, resource, now, now.plusSeconds(900));
  }
}
