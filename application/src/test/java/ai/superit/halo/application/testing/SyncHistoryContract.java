package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.SyncHistory;
import ai.superit.halo.application.sync.SyncHistory.Filter;
import ai.superit.halo.application.sync.SyncHistory.Position;
import ai.superit.halo.application.sync.SyncHistory.Rejections;
import ai.superit.halo.application.sync.SyncHistory.RunState;
import ai.superit.halo.application.sync.SyncHistory.Wanted;
import ai.superit.halo.application.sync.SyncHistory.Written;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every store tells of the runs of the past.
public interface SyncHistoryContract extends StoreContract {
  @Test
  default void pages_hold_every_run_once_the_newest_first() {
    var acme = connected("acme");
    var runs = new ArrayList<SyncRun>();
    for (int i = 0; i < 7; i++) {
      var resource = i % 2 == 0 ? Resource.SITES : Resource.ASSETS;
      runs.add(ended(acme, resource, SyncMode.FULL, i / 3, complete(5)));
    }
    ended(connected("beta"), Resource.SITES, SyncMode.FULL, 1, complete(5));

    var listed = listed(acme, Filter.ALL);

    assertThat(listed).containsExactlyInAnyOrderElementsOf(runs);
    assertThat(listed.stream().map(SyncRun::startedAt).toList())
        .isSortedAccordingTo((one, two) -> two.compareTo(one));
    Pages.assertWalks(listed, page -> history().list(acme, Filter.ALL, page), Position::of);
    assertThat(history().count(acme, Filter.ALL)).isEqualTo(7);
  }

  @Test
  default void each_filter_leaves_out_the_others() {
    var acme = connected("acme");
    var full = ended(acme, Resource.SITES, SyncMode.FULL, 0, complete(1));
    var compared = ended(acme, Resource.SITES, SyncMode.COMPARE, 1, complete(2));
    var assets = ended(acme, Resource.ASSETS, SyncMode.FULL, 2, complete(3));
    var gap =
        ended(acme, Resource.SITES, SyncMode.FULL, 3, new Progress.Incomplete(minute(4), "2"));
    var failed =
        ended(acme, Resource.SITES, SyncMode.FULL, 4, new Progress.Failed(minute(5), "no"));
    var running = begun(acme, Resource.SITES, SyncMode.FULL, 6);

    assertThat(listed(acme, of(Resource.ASSETS, null, null, null, null))).containsExactly(assets);
    assertThat(listed(acme, of(null, SyncMode.COMPARE, null, null, null)))
        .containsExactly(compared);
    assertThat(listed(acme, of(null, null, RunState.COMPLETE, null, null)))
        .containsExactly(assets, compared, full);
    assertThat(listed(acme, of(null, null, RunState.INCOMPLETE, null, null))).containsExactly(gap);
    assertThat(listed(acme, of(null, null, RunState.FAILED, null, null))).containsExactly(failed);
    assertThat(listed(acme, of(null, null, RunState.RUNNING, null, null))).containsExactly(running);
    assertThat(listed(acme, of(null, null, null, minute(2), minute(4))))
        .containsExactly(gap, assets);
    assertThat(history().count(acme, of(Resource.SITES, null, RunState.FAILED, null, null)))
        .isEqualTo(1);
  }

  @Test
  default void a_run_tells_of_what_nothing_has_written_since() {
    var acme = connected("acme");
    var run = begun(acme, Resource.TICKETS, SyncMode.FULL, 0);
    var source = Source.run(run.id());
    var rows =
        LongStream.rangeClosed(1, 5)
            .mapToObj(id -> new RoutedTicket(aTicket(id).build(), UNROUTED))
            .toList();
    store().mirror().storeTickets(acme, rows, source);
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 2), source);
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 3), SECOND);
    tickets(acme, UNROUTED, aTicket(5).changed(9), aTicket(6));
    store().mirror().storeTickets(connected("beta"), rows, source);

    var written = List.of(new Written(1, false), new Written(2, true), new Written(4, false));
    assertThat(history().written(run, Wanted.ALL, PageArgs.first(100)).rows()).isEqualTo(written);
    assertThat(history().written(run, Wanted.DELETED, PageArgs.first(100)).rows())
        .containsExactlyElementsOf(written.stream().filter(Written::deleted).toList())
        .isNotEmpty();
    assertThat(history().written(run, Wanted.STORED, PageArgs.first(1)).rows())
        .containsExactly(written.stream().filter(Wanted.STORED::takes).findFirst().orElseThrow());
    Pages.assertWalks(written, page -> history().written(run, Wanted.ALL, page), Written::id);
  }

  @Test
  default void every_list_with_numbers_tells_what_a_run_wrote() {
    var acme = connected("acme");
    for (var resource : Resource.values()) {
      if (resource != Resource.LOOKUPS && resource != Resource.NOTES) {
        var run = ended(acme, resource, SyncMode.FULL, 0, complete(1));

        assertThat(history().written(run, Wanted.ALL, PageArgs.first(1)).rows()).isEmpty();
      }
    }
    var run = begun(acme, Resource.CLIENTS, SyncMode.COMPARE, 9);
    store().mirror().storeClients(acme, List.of(aClient(7).build()), Source.run(run.id()));

    assertThat(history().written(run, Wanted.ALL, PageArgs.first(1)).rows())
        .containsExactly(new Written(7, false));
  }

  @Test
  default void rejected_rows_count_for_the_run_that_saw_them_last() {
    var acme = connected("acme");
    var run = begun(acme, Resource.SITES, SyncMode.FULL, 1);
    reject(acme, Resource.SITES, "no name", 0);
    reject(acme, Resource.SITES, "no name", 1);
    reject(acme, Resource.SITES, "no name", 2);
    reject(acme, Resource.SITES, "no client", 2);
    reject(acme, Resource.SITES, "no number", 2);
    reject(acme, Resource.SITES, "no number", 3);
    reject(acme, Resource.ASSETS, "no name", 2);
    reject(connected("beta"), Resource.SITES, "no name", 2);

    assertThat(history().rejections(run, 2))
        .containsExactly(new Rejections("no name", 2), new Rejections("no number", 2));
    assertThat(history().rejections(run.ended(complete(2)), 9))
        .containsExactly(
            new Rejections("no name", 2),
            new Rejections("no client", 1),
            new Rejections("no number", 1));
  }

  @Test
  default void old_runs_are_forgotten() {
    var acme = connected("acme");
    ended(acme, Resource.SITES, SyncMode.FULL, 0, complete(1));
    ended(acme, Resource.SITES, SyncMode.FULL, 2, new Progress.Failed(minute(3), "no"));
    var young = ended(acme, Resource.SITES, SyncMode.FULL, 4, complete(5));

    assertThat(history().forgetBefore(minute(4))).isEqualTo(2);
    assertThat(history().forgetBefore(minute(4))).isZero();

    assertThat(listed(acme, Filter.ALL)).containsExactly(young);
  }

  @Test
  default void what_something_rests_on_is_never_forgotten() {
    var acme = connected("acme");
    var complete = ended(acme, Resource.SITES, SyncMode.FULL, 0, complete(1));
    var reported =
        ended(acme, Resource.SITES, SyncMode.COMPARE, 1, new Progress.Incomplete(NOON, "1"));
    store().comparisons().keep(reported, new Comparisons.Counts(1, 0, 0, 0, 0, 0), List.of());
    var newest = ended(acme, Resource.SITES, SyncMode.FULL, 3, new Progress.Failed(NOON, "no"));
    var comparing = ended(acme, Resource.SITES, SyncMode.COMPARE, 4, new Progress.Failed(NOON, ""));
    var running = begun(acme, Resource.ASSETS, SyncMode.FULL, 5);
    var beta = ended(connected("beta"), Resource.SITES, SyncMode.FULL, 0, complete(1));

    assertThat(history().forgetBefore(minute(100))).isZero();

    assertThat(listed(acme, Filter.ALL))
        .containsExactly(running, comparing, newest, reported, complete);
    assertThat(listed(beta.connection(), Filter.ALL)).containsExactly(beta);
    assertThat(store().runs().lastCompleteStart(acme, Resource.SITES)).contains(NOON);
  }

  private SyncHistory history() {
    return store().pastRuns();
  }

  private List<SyncRun> listed(ConnectionId connection, Filter filter) {
    return history().list(connection, filter, PageArgs.first(100)).rows();
  }

  private static Progress complete(int minute) {
    return new Progress.Complete(minute(minute));
  }

  private SyncRun begun(ConnectionId connection, Resource resource, SyncMode mode, int minute) {
    return store().runs().begin(connection, resource, mode, minute(minute)).orElseThrow();
  }

  private SyncRun ended(
      ConnectionId connection, Resource resource, SyncMode mode, int minute, Progress how) {
    var run = begun(connection, resource, mode, minute).ended(how);
    store().runs().end(run);
    return run;
  }

  private void reject(ConnectionId connection, Resource resource, String reason, int minute) {
    var row = new RejectedRow("1", reason, reason + minute);
    store().runs().reject(connection, resource, List.of(row), minute(minute));
  }

  private static Filter of(
      @Nullable Resource resource,
      @Nullable SyncMode mode,
      @Nullable RunState state,
      @Nullable Instant since,
      @Nullable Instant until) {
    return new Filter(
        Optional.ofNullable(resource),
        Optional.ofNullable(mode),
        Optional.ofNullable(state),
        Optional.ofNullable(since),
        Optional.ofNullable(until));
  }
}
