package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncRuns.Interrupted;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.sync.Tally;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every record of runs keeps.
public interface SyncRunsContract extends StoreContract {
  /// A run that is not heard of for this long is taken for dead.
  Duration LEASE = Duration.ofMinutes(2);

  /// Not long enough for that, however slow the machine; twice as long is.
  Duration ALMOST = Duration.ofSeconds(70);

  /// Puts the store's clock ahead.
  void letPass(Duration time);

  Scope OPEN_TICKETS =
      new Scope(
          false,
          Scope.EVERYTHING.assets(),
          new Scope.Tickets(new Scope.Since.Ever(), true, Set.of(), Set.of()));

  Tally TALLY = new Tally(9, 8, 7, 4, 2, 1, 1, 3, 5);

  @Test
  default void a_run_begins_with_nothing_counted() {
    var acme = connected("acme");

    var run = begin(acme, Resource.CLIENTS, NOON);

    assertThat(run)
        .isEqualTo(
            new SyncRun(
                run.id(),
                acme,
                Resource.CLIENTS,
                SyncMode.FULL,
                Tally.ZERO,
                Effort.NONE,
                NOON,
                new Progress.Running()));
    assertThat(store().runs().find(acme, run.id())).contains(run);
  }

  @Test
  default void a_second_run_over_the_same_resource_does_not_begin() {
    var acme = connected("acme");
    begin(acme, Resource.CLIENTS, NOON);

    assertThat(store().runs().begin(acme, Resource.CLIENTS, NOON.plusSeconds(1))).isEmpty();
  }

  @Test
  default void other_resources_and_connections_do_not_wait() {
    var acme = connected("acme");
    begin(acme, Resource.CLIENTS, NOON);

    assertThat(store().runs().begin(acme, Resource.SITES, NOON)).isPresent();
    assertThat(store().runs().begin(connected("beta"), Resource.CLIENTS, NOON)).isPresent();
  }

  @Test
  default void of_many_that_begin_at_once_one_does() throws Exception {
    var acme = connected("acme");
    Callable<Boolean> beginning =
        () -> store().runs().begin(acme, Resource.TICKETS, NOON).isPresent();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var begun =
          threads.invokeAll(Stream.generate(() -> beginning).limit(16).toList()).stream()
              .filter(Future::resultNow)
              .count();

      assertThat(begun).isEqualTo(1);
    }
  }

  @Test
  default void a_run_can_begin_after_the_one_before_has_ended() {
    var acme = connected("acme");
    var first = begin(acme, Resource.CLIENTS, NOON);
    store().runs().end(first.ended(new Progress.Complete(minute(1))));

    var second = begin(acme, Resource.CLIENTS, minute(1));

    assertThat(second.id()).isNotEqualTo(first.id());
  }

  @Test
  default void progress_is_stored() {
    var acme = connected("acme");
    var effort = new Effort(12, Optional.of(minute(7)));
    var run = begin(acme, Resource.CLIENTS, NOON).counting(TALLY).costing(effort);

    store().runs().progress(run, minute(1));

    assertThat(store().runs().find(acme, run.id())).contains(run);
  }

  @Test
  default void every_way_to_end_is_stored() {
    var acme = connected("acme");
    var ends =
        List.of(
            new Progress.Complete(minute(1)),
            new Progress.Incomplete(minute(1), "2 are missing"),
            new Progress.Failed(minute(1), "Halo \u0000 did not answer"));
    for (var end : ends) {
      var run = begin(acme, Resource.CLIENTS, NOON).counting(TALLY).ended(end);

      store().runs().end(run);

      assertThat(find(acme, run).progress()).hasSameClassAs(end);
      assertThat(find(acme, run).tally()).isEqualTo(TALLY);
    }
    assertThat(store().runs().latest(acme)).hasSize(1);
  }

  @Test
  default void a_run_that_is_heard_of_is_not_taken_over() {
    var acme = connected("acme");
    var run = begin(acme, Resource.CLIENTS, NOON);
    letPass(ALMOST);
    assertThat(store().runs().progress(run.counting(TALLY), minute(10))).isTrue();
    letPass(ALMOST);

    assertThat(store().runs().begin(acme, Resource.CLIENTS, minute(100))).isEmpty();
  }

  @Test
  default void a_run_that_is_not_heard_of_is_ended_as_failed() {
    var acme = connected("acme");
    var dead = begin(acme, Resource.CLIENTS, NOON);
    store().runs().progress(dead.counting(TALLY), minute(1));
    letPass(LEASE);

    var next = begin(acme, Resource.CLIENTS, NOON);

    assertThat(find(acme, dead).progress()).isInstanceOf(Progress.Failed.class);
    assertThat(find(acme, dead).tally()).isEqualTo(TALLY);
    assertThat(find(acme, next).progress()).isEqualTo(new Progress.Running());
  }

  @Test
  default void a_run_that_was_taken_for_dead_stays_so() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.CLIENTS), NOON);
    var dead = begin(acme, Resource.CLIENTS, NOON);
    letPass(LEASE);
    begin(acme, Resource.CLIENTS, NOON);

    assertThat(store().runs().progress(dead.counting(TALLY), minute(4))).isFalse();
    store().runs().end(dead.counting(TALLY).ended(new Progress.Complete(minute(5))));

    assertThat(store().runs().wishes(acme)).containsOnly(Resource.CLIENTS);
    assertThat(find(acme, dead).progress()).isInstanceOf(Progress.Failed.class);
    assertThat(store().runs().lastCompleteStart(acme, Resource.CLIENTS)).isEmpty();
  }

  @Test
  default void a_run_that_is_not_heard_of_is_interrupted() {
    var acme = connected("acme");
    var beta = connected("beta");
    begin(acme, Resource.CLIENTS, NOON);
    begin(beta, Resource.SITES, NOON);
    letPass(ALMOST);
    begin(connected("gamma"), Resource.SITES, NOON);

    assertThat(store().runs().interrupted()).isEmpty();
    letPass(ALMOST);
    assertThat(store().runs().interrupted())
        .containsExactlyInAnyOrder(
            new Interrupted(acme, Resource.CLIENTS), new Interrupted(beta, Resource.SITES));
  }

  @Test
  default void a_run_that_failed_for_no_reason_of_its_own_is_interrupted_until_the_next_begins() {
    var acme = connected("acme");
    var ends =
        Map.of(
            Resource.CLIENTS,
            SyncRuns.SILENT,
            Resource.NOTES,
            SyncRuns.STOPPED,
            Resource.SITES,
            SyncRuns.STORE_GONE,
            Resource.ASSETS,
            SyncRuns.LOCKED);
    ends.forEach((resource, reason) ->
        store().runs().end(begin(acme, resource, NOON).ended(new Progress.Failed(NOON, reason))));
    var before = store().runs().interrupted();

    var next = begin(acme, Resource.CLIENTS, minute(1));
    store().runs().end(next.ended(new Progress.Complete(minute(1))));

    assertThat(before)
        .containsExactlyInAnyOrder(
            new Interrupted(acme, Resource.CLIENTS),
            new Interrupted(acme, Resource.NOTES),
            new Interrupted(acme, Resource.SITES),
            new Interrupted(acme, Resource.ASSETS));
    assertThat(store().runs().interrupted())
        .containsExactlyInAnyOrder(
            new Interrupted(acme, Resource.NOTES),
            new Interrupted(acme, Resource.SITES),
            new Interrupted(acme, Resource.ASSETS));
  }

  @Test
  default void a_run_that_came_to_its_own_end_is_not_interrupted() {
    var acme = connected("acme");
    var ends =
        Map.of(
            Resource.SITES,
            new Progress.Complete(NOON),
            Resource.ASSETS,
            new Progress.Incomplete(NOON, "2 are missing"),
            Resource.TICKETS,
            new Progress.Failed(NOON, "Halo did not answer"));
    ends.forEach((resource, end) -> store().runs().end(begin(acme, resource, NOON).ended(end)));

    assertThat(store().runs().interrupted()).isEmpty();
  }

  @Test
  default void a_list_does_not_wait_for_notes_that_are_being_read() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.TICKETS, Resource.NOTES), NOON);
    begin(acme, Resource.NOTES, NOON);

    assertThat(store().runs().interrupted())
        .containsExactly(new Interrupted(acme, Resource.TICKETS));
  }

  @Test
  default void what_waits_behind_a_run_that_goes_on_is_not_interrupted() {
    var acme = connected("acme");
    store()
        .runs()
        .end(begin(acme, Resource.SITES, NOON).ended(new Progress.Failed(NOON, SyncRuns.STOPPED)));
    store().runs().wish(acme, Set.of(Resource.ASSETS), NOON);
    begin(acme, Resource.CLIENTS, NOON);
    letPass(ALMOST);

    assertThat(store().runs().interrupted()).isEmpty();
    letPass(ALMOST);
    assertThat(store().runs().interrupted())
        .extracting(Interrupted::resource)
        .containsExactlyInAnyOrder(Resource.SITES, Resource.ASSETS, Resource.CLIENTS);
  }

  @Test
  default void a_run_in_one_mode_is_no_run_in_another() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.CLIENTS), NOON);
    store().runs().wish(acme, Set.of(Resource.CLIENTS), SyncMode.COMPARE, NOON);
    store().runs().reject(acme, Resource.CLIENTS, List.of(new RejectedRow("7", "", "")), NOON);
    var run = store().runs().begin(acme, Resource.CLIENTS, SyncMode.COMPARE, minute(1));
    assertThat(store().runs().begin(acme, Resource.CLIENTS, minute(1))).isEmpty();
    var ended = run.orElseThrow().ended(new Progress.Complete(minute(2)));
    store().runs().end(ended);

    assertThat(store().runs().wishes(acme)).containsOnly(Resource.CLIENTS);
    assertThat(store().runs().wishes(acme, SyncMode.COMPARE)).isEmpty();
    assertThat(store().runs().latest(acme)).isEmpty();
    assertThat(store().runs().latest(acme, SyncMode.COMPARE)).containsExactly(ended);
    assertThat(store().runs().lastCompleteStart(acme, Resource.CLIENTS)).isEmpty();
    assertThat(store().rejectedRows(acme)).isEqualTo(1);
    assertThat(store().runs().find(acme, ended.id())).contains(ended);
  }

  @Test
  default void a_comparison_that_died_waits_as_one() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.SITES), SyncMode.COMPARE, NOON);
    store().runs().begin(acme, Resource.SITES, SyncMode.COMPARE, NOON);

    assertThat(store().runs().interrupted()).isEmpty();
    letPass(LEASE);
    assertThat(store().runs().interrupted())
        .containsExactly(new Interrupted(acme, Resource.SITES, SyncMode.COMPARE));
  }

  @Test
  default void a_wish_is_kept_until_a_run_has_ended() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.CLIENTS, Resource.NOTES), NOON);
    store().runs().wish(acme, Set.of(Resource.CLIENTS), minute(1));
    store().runs().wish(connected("beta"), Set.of(Resource.SITES), minute(1));
    var run = begin(acme, Resource.CLIENTS, minute(2));

    assertThat(store().runs().wishes(acme)).containsOnly(Resource.CLIENTS, Resource.NOTES);
    store().runs().end(run.ended(new Progress.Failed(minute(3), "no answer")));

    assertThat(store().runs().wishes(acme)).containsOnly(Resource.NOTES);
  }

  @Test
  default void a_run_that_was_broken_off_for_a_new_scope_does_not_fulfil_the_wish() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.CLIENTS), NOON);
    var run = begin(acme, Resource.CLIENTS, NOON);
    store().runs().end(run.ended(new Progress.Failed(NOON, SyncRuns.RESCOPED)));

    assertThat(store().runs().wishes(acme)).containsOnly(Resource.CLIENTS);
    assertThat(store().runs().interrupted())
        .containsExactly(new Interrupted(acme, Resource.CLIENTS));
  }

  @Test
  default void a_run_that_was_stopped_or_lost_the_store_or_its_key_does_not_fulfil_the_wish() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.CLIENTS), NOON);
    for (var reason : List.of(SyncRuns.STOPPED, SyncRuns.STORE_GONE, SyncRuns.LOCKED)) {
      var run = begin(acme, Resource.CLIENTS, NOON);
      store().runs().end(run.ended(new Progress.Failed(NOON, reason)));

      assertThat(store().runs().wishes(acme)).as(reason).containsOnly(Resource.CLIENTS);
    }
    assertThat(store().runs().interrupted())
        .containsExactly(new Interrupted(acme, Resource.CLIENTS));
  }

  @Test
  default void the_newest_run_of_each_resource_is_the_latest() {
    var acme = connected("acme");
    store().runs().end(begin(acme, Resource.CLIENTS, NOON).ended(new Progress.Complete(NOON)));
    var clients = begin(acme, Resource.CLIENTS, minute(1));
    var sites = begin(acme, Resource.SITES, minute(2));
    begin(connected("beta"), Resource.SITES, minute(3));

    assertThat(store().runs().latest(acme)).containsExactlyInAnyOrder(clients, sites);
  }

  @Test
  default void the_last_complete_start_is_that_of_the_newest_complete_run() {
    var acme = connected("acme");
    var ends =
        List.of(
            new Progress.Complete(minute(1)),
            new Progress.Complete(minute(3)),
            new Progress.Incomplete(minute(5), "gap"),
            new Progress.Failed(minute(7), "no answer"));
    for (int i = 0; i < ends.size(); i++) {
      store().runs().end(begin(acme, Resource.ASSETS, minute(2L * i)).ended(ends.get(i)));
    }

    assertThat(store().runs().lastCompleteStart(acme, Resource.ASSETS)).contains(minute(2));
    assertThat(store().runs().lastCompleteStart(acme, Resource.SITES)).isEmpty();
  }

  @Test
  default void a_run_that_was_complete_within_another_scope_does_not_count() {
    var acme = connected("acme");
    for (var resource : List.of(Resource.TICKETS, Resource.ASSETS)) {
      store().runs().end(begin(acme, resource, NOON).ended(new Progress.Complete(minute(1))));
    }

    store().scopes().choose(acme, OPEN_TICKETS, minute(2));

    assertThat(store().runs().lastCompleteStart(acme, Resource.TICKETS)).isEmpty();
    assertThat(store().runs().lastCompleteStart(acme, Resource.ASSETS)).contains(NOON);
    assertThat(store().runs().latest(acme))
        .extracting(SyncRun::progress)
        .containsExactlyInAnyOrder(
            new Progress.Complete(minute(1)),
            new Progress.Incomplete(minute(1), SyncRuns.RECHOSEN));
    store().scopes().choose(acme, OPEN_TICKETS, minute(4));
    store()
        .runs()
        .end(begin(acme, Resource.TICKETS, minute(3)).ended(new Progress.Complete(minute(5))));
    assertThat(store().runs().lastCompleteStart(acme, Resource.TICKETS)).contains(minute(3));
  }

  @Test
  default void a_scope_that_is_chosen_just_before_a_run_ends_leaves_it_wanted() {
    var acme = connected("acme");
    store().runs().wish(acme, Set.of(Resource.TICKETS), NOON);
    var run = begin(acme, Resource.TICKETS, minute(1));
    store().scopes().choose(acme, OPEN_TICKETS, minute(2));
    store().runs().wish(acme, Set.of(Resource.TICKETS), minute(2));

    store().runs().end(run.ended(new Progress.Complete(minute(3))));

    assertThat(store().runs().wishes(acme)).containsOnly(Resource.TICKETS);
    var again = begin(acme, Resource.TICKETS, minute(4));
    store().runs().end(again.ended(new Progress.Complete(minute(5))));
    assertThat(store().runs().wishes(acme)).isEmpty();
  }

  @Test
  default void a_row_that_was_rejected_before_is_not_kept_twice() {
    var acme = connected("acme");
    var run = begin(acme, Resource.CLIENTS, NOON);
    var first = new RejectedRow("7", "id is not a number", "{\"id\":\"7\u0000\ud800\"}");
    var second = new RejectedRow("", "no id", "{}");

    store().runs().reject(run, List.of(first), NOON);
    store().runs().reject(run, List.of(first, second, second), minute(1));

    assertThat(store().rejectedRows(acme)).isEqualTo(2);
  }

  @Test
  default void a_run_is_found_only_under_its_connection() {
    var acme = connected("acme");
    var run = begin(acme, Resource.CLIENTS, NOON);

    assertThat(store().runs().find(connected("beta"), run.id())).isEmpty();
    assertThat(store().runs().find(acme, UUID.randomUUID())).isEmpty();
  }

  private SyncRun begin(ConnectionId connection, Resource resource, Instant now) {
    return store().runs().begin(connection, resource, now).orElseThrow();
  }

  private SyncRun find(ConnectionId connection, SyncRun run) {
    return store().runs().find(connection, run.id()).orElseThrow();
  }
}
