package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.application.sync.RejectedRows.Kept;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What every store of rejected rows keeps.
public interface RejectedRowsContract extends StoreContract {
  @Test
  default void a_row_is_shown_with_all_that_is_known_of_it() {
    var acme = connected("acme");
    reject(acme, Resource.CLIENTS, row("7", "no name"), NOON);
    reject(acme, Resource.CLIENTS, row("7", "no number"), minute(1));

    assertThat(all(acme))
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.row()).isEqualTo(row("7", "no number"));
          assertThat(kept.id().resource()).isEqualTo(Resource.CLIENTS);
          assertThat(kept.firstSeenAt()).isEqualTo(NOON);
          assertThat(kept.lastSeenAt()).isEqualTo(minute(1));
        });
  }

  @Test
  default void pages_hold_every_row_once_those_first_seen_last_first() {
    var acme = connected("acme");
    for (int i = 0; i < 7; i++) {
      reject(acme, i % 2 == 0 ? Resource.SITES : Resource.ASSETS, row("" + i, ""), minute(i / 3));
    }
    reject(connected("beta"), Resource.SITES, row("1", ""), NOON);
    var listed = all(acme);

    assertThat(listed).hasSize(7);
    assertThat(listed.stream().map(Kept::firstSeenAt).toList())
        .isSortedAccordingTo((one, two) -> two.compareTo(one));
    Pages.assertWalks(listed, page -> rows().list(acme, Optional.empty(), page), Kept::position);
    var sites = new ArrayList<>(listed);
    sites.removeIf(kept -> kept.id().resource() != Resource.SITES);
    Pages.assertWalks(
        sites, page -> rows().list(acme, Optional.of(Resource.SITES), page), Kept::position);
    assertThat(rows().count(acme, Optional.of(Resource.SITES))).isEqualTo(4);
  }

  @Test
  default void rows_are_found_only_under_their_connection() {
    var acme = connected("acme");
    reject(acme, Resource.SITES, row("1", ""), NOON);
    var ids = all(acme).stream().map(Kept::id).collect(Collectors.toSet());

    assertThat(rows().find(acme, ids)).isEqualTo(all(acme));
    assertThat(rows().find(connected("beta"), ids)).isEmpty();
    assertThat(rows().find(acme, Set.of())).isEmpty();
  }

  @Test
  default void rows_with_a_number_are_offered_longest_unseen_first() {
    var acme = connected("acme");
    List.of("12", "0", "", "x", "-3", "1e3", "000", "9999999999999999999")
        .forEach(key -> reject(acme, Resource.TICKETS, row(key, ""), NOON));
    reject(acme, Resource.TICKETS, row(" 013.00", ""), minute(2));
    reject(acme, Resource.TICKETS, row("14", ""), minute(1));

    assertThat(rows().longestUnseen(acme, Resource.TICKETS, 9))
        .extracting(kept -> kept.row().key())
        .containsExactly("12", "14", " 013.00");
    assertThat(rows().longestUnseen(acme, Resource.TICKETS, 1)).hasSize(1);
  }

  @Test
  default void a_row_that_is_refused_again_keeps_its_place_and_gets_the_new_reason() {
    var acme = connected("acme");
    reject(acme, Resource.SITES, row("1", "before"), NOON);
    var kept = all(acme).getFirst();

    rows().refused(acme, kept.id(), "after", minute(5));

    assertThat(all(acme)).containsExactly(new Kept(kept.id(), row("1", "after"), NOON, minute(5)));
  }

  @Test
  default void what_is_settled_leaves_the_list() {
    var acme = connected("acme");
    reject(acme, Resource.SITES, row("1", ""), NOON);
    reject(acme, Resource.SITES, new RejectedRow("1", "", "{\"other\":1}"), NOON);
    reject(acme, Resource.CLIENTS, row("1", ""), NOON);
    reject(acme, Resource.SITES, row("2", ""), NOON);

    rows().settled(acme, Resource.SITES, "1");

    assertThat(all(acme))
        .extracting(kept -> kept.id().resource() + " " + kept.row().key())
        .containsExactlyInAnyOrder("CLIENTS 1", "SITES 2");
  }

  @Test
  default void a_complete_run_settles_what_it_did_not_reject_itself() {
    var acme = connected("acme");
    reject(acme, Resource.SITES, row("1", ""), NOON);
    reject(acme, Resource.CLIENTS, row("2", ""), NOON);
    var short1 = store().runs().begin(acme, Resource.SITES, minute(1)).orElseThrow();
    store().runs().end(short1.ended(new Progress.Incomplete(minute(2), "gap")));
    var before = all(acme).size();

    var run = store().runs().begin(acme, Resource.SITES, minute(3)).orElseThrow();
    reject(acme, Resource.SITES, row("3", ""), minute(3));
    store().runs().end(run.ended(new Progress.Complete(minute(4))));

    assertThat(before).isEqualTo(2);
    assertThat(all(acme)).extracting(kept -> kept.row().key()).containsExactlyInAnyOrder("2", "3");
  }

  private RejectedRows rows() {
    return store().rejected();
  }

  private List<Kept> all(ConnectionId connection) {
    return rows().list(connection, Optional.empty(), PageArgs.first(100)).rows();
  }

  private void reject(ConnectionId connection, Resource resource, RejectedRow row, Instant at) {
    store().runs().reject(connection, resource, List.of(row), at);
  }

  private static RejectedRow row(String key, String reason) {
    return new RejectedRow(key, reason, "{\"id\":\"" + key + "\"}");
  }
}
