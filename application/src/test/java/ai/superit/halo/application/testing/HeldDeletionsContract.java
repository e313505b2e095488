package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.HeldDeletions;
import ai.superit.halo.application.sync.HeldDeletions.Cause;
import ai.superit.halo.application.sync.HeldDeletions.Decided;
import ai.superit.halo.application.sync.HeldDeletions.Decision;
import ai.superit.halo.application.sync.HeldDeletions.Found;
import ai.superit.halo.application.sync.HeldDeletions.Held;
import ai.superit.halo.application.sync.HeldDeletions.Sampled;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every store of held deletions keeps.
public interface HeldDeletionsContract extends StoreContract {
  @Test
  default void what_is_held_is_shown_with_names_under_its_connection() {
    var acme = connected("acme");
    clients(acme, aClient(7).named("Bakery"), aClient(8).named("Cars"), aClient(9));
    tickets(acme, UNROUTED, aTicket(7).saying("Cold oven"));
    hold(acme, Resource.TICKETS, 1, NOON, 7L);
    hold(acme, Resource.CLIENTS, 30, minute(1), 8L, 7L, 5L);

    var held = all(acme, minute(2));

    assertThat(held).extracting(Held::resource).containsExactly(Resource.CLIENTS, Resource.TICKETS);
    assertThat(held.getFirst())
        .isEqualTo(
            new Held(
                Resource.CLIENTS,
                new Found(Cause.GONE, 30, 40),
                List.of(new Sampled(7, "Bakery"), new Sampled(8, "Cars")),
                minute(1),
                minute(1),
                Optional.empty()));
    assertThat(held.getLast().sample()).containsExactly(new Sampled(7, "Cold oven"));
    assertThat(all(connected("beta"), NOON)).isEmpty();
  }

  @Test
  default void a_later_run_replaces_what_is_held_and_keeps_since_when() {
    var acme = connected("acme");
    hold(acme, Resource.SITES, 30, NOON, 1L);
    hold(acme, Resource.SITES, 20, minute(5));

    assertThat(all(acme, minute(6)))
        .singleElement()
        .satisfies(held -> {
          assertThat(held.found().records()).isEqualTo(20);
          assertThat(held.since()).isEqualTo(NOON);
          assertThat(held.seenAt()).isEqualTo(minute(5));
        });
  }

  @Test
  default void only_exactly_the_number_that_is_held_is_approved() {
    var acme = connected("acme");
    hold(acme, Resource.SITES, 30, NOON);

    assertThat(approve(acme, 29)).isFalse();
    assertThat(approve(acme, 31)).isFalse();
    assertThat(held().approved(acme, Resource.SITES, minute(1))).isZero();
    assertThat(approve(acme, 30)).isTrue();
    assertThat(held().approved(acme, Resource.SITES, minute(1))).isEqualTo(30);
    assertThat(held().approved(acme, Resource.CLIENTS, minute(1))).isZero();
    assertThat(held().approved(connected("beta"), Resource.SITES, minute(1))).isZero();
  }

  @Test
  default void an_approval_lapses_after_a_day() {
    var acme = connected("acme");
    hold(acme, Resource.SITES, 30, NOON);
    approve(acme, 30);
    var end = NOON.plus(HeldDeletions.APPROVAL_HOLDS);

    assertThat(held().approved(acme, Resource.SITES, end.minusSeconds(1))).isEqualTo(30);
    assertThat(all(acme, end.minusSeconds(1)).getFirst().decided())
        .contains(new Decided(Decision.APPROVED, "grace", NOON));
    assertThat(held().approved(acme, Resource.SITES, end)).isZero();
    assertThat(all(acme, end).getFirst().decided()).isEmpty();
  }

  @Test
  default void an_approval_is_used_up_when_deletions_are_held_again() {
    var acme = connected("acme");
    hold(acme, Resource.SITES, 30, NOON);
    approve(acme, 30);

    hold(acme, Resource.SITES, 30, minute(1));

    assertThat(held().approved(acme, Resource.SITES, minute(2))).isZero();
    assertThat(all(acme, minute(2)).getFirst().decided()).isEmpty();
  }

  @Test
  default void a_refusal_ends_an_approval_and_lasts_until_more_are_held() {
    var acme = connected("acme");
    hold(acme, Resource.SITES, 30, NOON);
    approve(acme, 30);
    var refused = new Decided(Decision.REFUSED, "ada", minute(1));
    held().decide(acme, Resource.SITES, 30, refused);

    assertThat(held().approved(acme, Resource.SITES, minute(2))).isZero();
    hold(acme, Resource.SITES, 30, minute(2));
    assertThat(all(acme, minute(5000)).getFirst().decided()).contains(refused);
    hold(acme, Resource.SITES, 31, minute(3));
    assertThat(all(acme, minute(3)).getFirst().decided()).isEmpty();
  }

  @Test
  default void what_is_settled_is_held_no_more() {
    var acme = connected("acme");
    hold(acme, Resource.SITES, 30, NOON);
    hold(acme, Resource.CLIENTS, 30, NOON);

    held().settle(acme, Resource.SITES);

    assertThat(all(acme, NOON)).extracting(Held::resource).containsExactly(Resource.CLIENTS);
  }

  private HeldDeletions held() {
    return store().held();
  }

  private List<Held> all(ConnectionId connection, Instant now) {
    return held().list(connection, now);
  }

  private boolean approve(ConnectionId connection, long records) {
    var decided = new Decided(Decision.APPROVED, "grace", NOON);
    return held().decide(connection, Resource.SITES, records, decided);
  }

  private void hold(
      ConnectionId connection, Resource resource, long records, Instant now, Long... sample) {
    var run = SyncRun.begun(connection, resource, now);
    held().hold(run, new Found(Cause.GONE, records, 40), List.of(sample), now);
  }
}
