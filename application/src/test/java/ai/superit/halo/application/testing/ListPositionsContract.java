package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.ListPosition;
import ai.superit.halo.application.sync.ListPosition.SectionCount;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every keeper of positions does.
public interface ListPositionsContract extends StoreContract {
  @Test
  default void a_position_is_found_as_it_was_saved() {
    var acme = connected("acme");
    save(running(acme), position(4));
    save(running(connected("beta")), position(5));

    assertThat(store().positions().find(acme, Resource.TICKETS, minute(1))).contains(position(4));
    assertThat(store().positions().find(acme, Resource.CLIENTS, minute(1))).isEmpty();
  }

  @Test
  default void a_later_position_replaces_an_earlier_one() {
    var acme = connected("acme");
    var run = running(acme);
    save(run, position(4));
    save(run, position(9));

    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).contains(position(9));
  }

  @Test
  default void any_number_is_kept() {
    var acme = connected("acme");
    var random = new Random(1);
    var ids = new HashSet<>(List.of(Long.MIN_VALUE, -1L, 0L, 1L, 127L, 128L, Long.MAX_VALUE));
    random.longs(1_000).forEach(ids::add);
    var position = position(4, ids, Stamp.UNKNOWN);
    save(running(acme), position);

    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).contains(position);
  }

  @Test
  default void a_position_ends_after_six_hours() {
    var acme = connected("acme");
    save(running(acme), position(4));

    assertThat(store().positions().find(acme, Resource.TICKETS, minute(359))).isPresent();
    assertThat(store().positions().find(acme, Resource.TICKETS, minute(360))).isEmpty();
  }

  @Test
  default void a_forgotten_position_is_not_found() {
    var acme = connected("acme");
    save(running(acme), position(4));

    store().positions().forget(acme, Resource.CLIENTS);
    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).isPresent();
    store().positions().forget(acme, Resource.TICKETS);
    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).isEmpty();
  }

  @Test
  default void what_another_application_saw_is_nothing_to_go_on_from() {
    var acme = connected("acme");
    save(running(acme), position(4));

    store().connections().replaceCredentials(acme, "another", new Secret("s"));

    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).isEmpty();
  }

  @Test
  default void a_run_that_was_taken_for_dead_saves_no_position() {
    var acme = connected("acme");
    var run = running(acme);
    store().runs().end(run.ended(new SyncRun.Progress.Failed(NOON, "dead")));
    save(run, position(4));

    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).isEmpty();
  }

  @Test
  default void the_position_of_a_removed_connection_is_removed() {
    var acme = connected("acme");
    save(running(acme), position(4));
    store().connections().setStatus(acme, ConnectionStatus.deleting(NOON));

    while (store().removal().removeSome(acme, 100) > 0) {
      assertThat(store().removal().awaiting()).hasSize(1);
    }

    assertThat(store().positions().find(acme, Resource.TICKETS, NOON)).isEmpty();
  }

  private SyncRun running(ConnectionId connection) {
    return store().runs().begin(connection, Resource.TICKETS, NOON).orElseThrow();
  }

  private void save(SyncRun run, ListPosition position) {
    store().positions().save(run, position, NOON);
  }

  private static ListPosition position(int page) {
    return position(page, Set.of(1L, 3L, 700L, 12_345_678_901L), new Stamp(minute(-3)));
  }

  private static ListPosition position(int page, Set<Long> ids, Stamp newest) {
    return new ListPosition(
        Instant.parse("2026-01-02T03:04:05.678901Z"),
        Section.CLOSED,
        page,
        50,
        List.of("7", "9", "x – 12"),
        new ListPosition.Counted(
            new ListPosition.Sums(1, 2, 3, Set.of(3L), Set.of(-5L), newest),
            Map.of(
                Section.OPEN, new SectionCount(7, 6, true, Set.of(), Set.of()),
                Section.CLOSED, new SectionCount(9, 8, false, ids, Set.of("x – 12", "")))));
  }
}
