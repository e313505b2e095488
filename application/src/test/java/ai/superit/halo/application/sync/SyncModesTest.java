package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.Comparisons.Counts;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Difference;
import ai.superit.halo.domain.sync.Difference.Kind;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Runs over changes only, and runs that compare.
class SyncModesTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @Test
  void changes_are_read_from_the_latest_one_that_is_known_and_some_before() {
    halo.put(aClient(1).changed(-60).build(), aClient(2).changed(-30).build());
    acme.sync(Resource.CLIENTS);
    clock.advance(Duration.ofDays(3));
    halo.put(
        aClient(1).named("changed long before").changed(-59).build(),
        aClient(3).changed(-35).build(),
        aClient(4).changed(5).build());

    var run = acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().created()).isEqualTo(2);
    assertThat(run.tally().unchanged()).isEqualTo(1);
    assertThat(run.tally().updated()).isZero();
    assertThat(store.cursors().find(acme.id, Resource.CLIENTS))
        .contains(aClient(4).changed(5).build().updatedAt().at());
  }

  @Test
  void a_rejected_row_does_not_hide_that_others_did_not_come() {
    halo.put(aClient(1).build());
    acme.sync(Resource.CLIENTS);
    var before = store.cursors().find(acme.id, Resource.CLIENTS);
    halo.put(aClient(2).changed(5).build());
    halo.rejectOnPage(1, new RejectedRow("0", "no number", "{\"id\":0}"));
    halo.total(size -> size + 1);

    assertThat(acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL).progress())
        .isInstanceOf(Progress.Incomplete.class);
    assertThat(store.cursors().find(acme.id, Resource.CLIENTS)).isEqualTo(before);
    assertThat(readChanges().gap()).contains("Halo counts 4 records, 2 different ones arrived");

    halo.total(size -> size);
    assertThat(readChanges().gap()).isEmpty();
    assertThat(acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL).progress())
        .isInstanceOf(Progress.Incomplete.class);
    assertThat(store.cursors().find(acme.id, Resource.CLIENTS))
        .contains(aClient(2).changed(5).build().updatedAt().at());
  }

  private SyncResource.Changes readChanges() {
    return acme.resources
        .readChanges(
            acme.id,
            Resource.CLIENTS,
            aClient(1).build().updatedAt().at(),
            Source.reread("test"),
            Lane.POLL,
            () -> false)
        .orElseThrow();
  }

  @Test
  void records_without_a_stamp_move_no_watermark() {
    halo.put(aTicket(1).changed(3).build());
    acme.sync(Resource.TICKETS);
    var before = store.cursors().find(acme.id, Resource.TICKETS);
    halo.put(aTicket(2).stamped(Stamp.UNKNOWN).build());

    assertThat(acme.sync(Resource.TICKETS, SyncMode.INCREMENTAL).progress())
        .isInstanceOf(Progress.Complete.class);
    assertThat(store.cursors().find(acme.id, Resource.TICKETS)).isEqualTo(before);
    assertThat(acme.sync(Resource.TICKETS).tally().created()).isEqualTo(1);
  }

  @Test
  void a_night_finds_what_no_event_and_no_poll_told_of() {
    halo.put(aClient(1).build(), aClient(2).build());
    acme.sync(Resource.CLIENTS);
    var utc = ZoneId.of("UTC");
    var nightly = new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(15), 2, utc);
    var polling = acme.polling(acme.resources, nightly);
    polling.compare(acme.id);
    halo.remove(client(2));
    halo.put(aClient(3).changed(-100_000).build());
    clock.advance(Duration.ofHours(13));
    assertThat(polling.compare(acme.id)).isEmpty();
    polling.poll(acme.id, () -> false);
    assertThat(acme.living(Resource.CLIENTS)).containsOnly(1L, 2L);

    clock.advance(Duration.ofHours(2));
    assertThat(polling.compare(acme.id)).containsExactly(Resource.CLIENTS);
    assertThat(store.runs().wishes(acme.id))
        .containsOnly(Resource.LOOKUPS, Resource.CLIENTS, Resource.INVOICES);
    var run = acme.sync(Resource.CLIENTS);

    assertThat(run.tally().deleted()).isEqualTo(1);
    assertThat(acme.living(Resource.CLIENTS)).containsOnly(1L, 3L);
    assertThat(store.runs().wishes(acme.id)).containsOnly(Resource.LOOKUPS, Resource.INVOICES);
    assertThat(polling.compare(acme.id)).isEmpty();
  }

  @Test
  void changes_of_a_list_that_was_never_read_whole_are_unknown() {
    halo.put(aClient(1).build());

    assertThat(acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL).progress())
        .isEqualTo(new Progress.Failed(clock.instant(), SyncResource.NEVER_READ));
  }

  @Test
  void changes_are_not_the_whole_of_a_list_of_which_no_run_was_complete() {
    halo.put(aClient(1).build());
    halo.total(size -> size + 1);
    acme.sync(Resource.CLIENTS);
    halo.total(size -> size);
    halo.put(aClient(2).changed(5).build());

    var run = acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL);

    assertThat(run.progress())
        .isEqualTo(new Progress.Incomplete(clock.instant(), SyncResource.NEVER_COMPLETE));
    assertThat(run.tally().created()).isEqualTo(1);
    acme.sync(Resource.CLIENTS);
    assertThat(acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL).progress())
        .isInstanceOf(Progress.Complete.class);
  }

  @Test
  void a_list_that_came_short_leaves_the_watermark_and_one_with_a_rejected_row_moves_it() {
    halo.put(aClient(1).build());
    acme.sync(Resource.CLIENTS);
    var before = store.cursors().find(acme.id, Resource.CLIENTS);
    halo.put(aClient(2).changed(5).build());
    halo.total(size -> size + 1);

    acme.sync(Resource.CLIENTS);
    assertThat(store.cursors().find(acme.id, Resource.CLIENTS)).isEqualTo(before);

    halo.total(size -> size);
    halo.rejectOnPage(1, new RejectedRow("0", "no number", "{\"id\":0}"));
    acme.sync(Resource.CLIENTS);
    assertThat(store.cursors().find(acme.id, Resource.CLIENTS))
        .contains(aClient(2).changed(5).build().updatedAt().at());
  }

  @Test
  void changes_that_fail_to_arrive_leave_the_watermark() {
    halo.put(aClient(1).changed(1).build());
    acme.sync(Resource.CLIENTS);
    var before = store.cursors().find(acme.id, Resource.CLIENTS);
    halo.put(aClient(2).changed(9).build());
    halo.total(size -> size + 1);

    assertThat(acme.sync(Resource.CLIENTS, SyncMode.INCREMENTAL).progress())
        .isInstanceOf(Progress.Incomplete.class);
    assertThat(store.cursors().find(acme.id, Resource.CLIENTS)).isEqualTo(before);
  }

  @Test
  void a_comparison_names_what_differs_and_stores_nothing() {
    for (long id = 1; id <= 250; id++) {
      halo.put(aClient(id).build());
    }
    halo.rowsOnPage(20);
    acme.sync(Resource.CLIENTS);
    clock.advance(Duration.ofHours(1));
    halo.put(aClient(7).named("Renamed").build(), aClient(300).build());
    halo.remove(client(9));
    halo.rejectOnPage(3, new RejectedRow("0", "no number", "{\"id\":0}"));

    var run = acme.sync(Resource.CLIENTS, SyncMode.COMPARE);

    assertThat(run.tally().unchanged()).isEqualTo(248);
    assertThat(report()).isEqualTo(new Counts(248, 1, 1, 1, 0, 1));
    assertThat(differences(run))
        .containsExactly(
            new Difference(Kind.DIFFERENT, "7", List.of("name")),
            difference(Kind.MISSING_HERE, "300"),
            difference(Kind.MISSING_IN_HALO, "9"),
            difference(Kind.UNREADABLE, "0"));
    assertThat(store.rejectedRows(acme.id)).isZero();
    assertThat(acme.living(Resource.CLIENTS)).contains(9L).doesNotContain(300L);
    var full = acme.sync(Resource.CLIENTS).tally();
    assertThat(full.created() + full.updated()).isEqualTo(2);
  }

  @Test
  void invoices_are_compared_too() {
    halo.put(anInvoice(1).build(), anInvoice(2).build());
    acme.sync(Resource.INVOICES);
    clock.advance(Duration.ofHours(1));
    halo.remove(new ObjectRef(ObjectRef.Kind.INVOICE, 2));
    halo.put(anInvoice(3).build());

    var run = acme.sync(Resource.INVOICES, SyncMode.COMPARE);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(report()).isEqualTo(new Counts(1, 0, 1, 1, 0, 0));
    assertThat(differences(run))
        .containsExactly(difference(Kind.MISSING_HERE, "3"), difference(Kind.MISSING_IN_HALO, "2"));
  }

  @Test
  void a_list_that_holds_a_record_twice_shows_a_duplicate_and_is_short() {
    for (long id = 1; id <= 5; id++) {
      halo.put(aClient(id).build());
    }
    acme.sync(Resource.CLIENTS);
    clock.advance(Duration.ofHours(1));
    halo.repeat(client(3));

    var run = acme.sync(Resource.CLIENTS, SyncMode.COMPARE);

    assertThat(run.progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class,
            end ->
                assertThat(end.gap()).isEqualTo("Halo counts 6 records, 5 different ones arrived"));
    assertThat(report()).isEqualTo(new Counts(5, 0, 0, 0, 1, 0));
    assertThat(differences(run)).containsExactly(difference(Kind.DUPLICATE, "3"));
    assertThat(acme.sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Incomplete.class);
  }

  @Test
  void changes_alone_are_not_complete_once_more_was_chosen() {
    halo.put(aTicket(1).build(), aTicket(2).closed().build());
    var open = new Scope.Tickets(new Scope.Since.Ever(), true, Set.of(), Set.of());
    var narrow = new Scope(false, Scope.EVERYTHING.assets(), open);
    store.scopes().choose(acme.id, narrow, clock.instant());
    assertThat(acme.sync(Resource.TICKETS).progress()).isInstanceOf(Progress.Complete.class);
    clock.advance(Duration.ofHours(1));
    store.scopes().choose(acme.id, Scope.EVERYTHING, clock.instant());

    assertThat(acme.sync(Resource.TICKETS, SyncMode.INCREMENTAL).progress())
        .isEqualTo(new Progress.Incomplete(clock.instant(), SyncResource.NEVER_COMPLETE));
  }

  @Test
  void what_is_out_of_scope_is_not_compared() {
    halo.put(aTicket(1).build(), aTicket(2).closed().build());
    var open = new Scope.Tickets(new Scope.Since.Ever(), true, Set.of(), Set.of());
    var everything = Scope.EVERYTHING;
    store.scopes().choose(acme.id, new Scope(false, everything.assets(), open), clock.instant());

    var run = acme.sync(Resource.TICKETS, SyncMode.COMPARE);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().outOfScope()).isEqualTo(1);
    assertThat(differences(run)).containsExactly(difference(Kind.MISSING_HERE, "1"));
  }

  @Test
  void an_empty_list_is_no_complete_comparison() {
    halo.put(aClient(1).build());
    acme.sync(Resource.CLIENTS);
    clock.advance(Duration.ofHours(1));
    halo.remove(client(1));

    var run = acme.sync(Resource.CLIENTS, SyncMode.COMPARE);

    assertThat(run.progress()).isInstanceOf(Progress.Incomplete.class);
    assertThat(report()).isEqualTo(new Counts(0, 0, 0, 1, 0, 0));
  }

  @Test
  void all_differences_are_counted_and_the_first_thousand_told() {
    for (long id = 1; id <= 1_200; id++) {
      halo.put(aClient(id).build());
    }

    var run = acme.sync(Resource.CLIENTS, SyncMode.COMPARE);

    assertThat(report().missingHere()).isEqualTo(1_200);
    var last = new PageArgs<Long>(1, Optional.empty(), true);
    assertThat(store.comparisons().differences(acme.id, Resource.CLIENTS, run.id(), last).rows())
        .containsExactly(new Comparisons.Listed(1_000, difference(Kind.MISSING_HERE, "1000")));
  }

  @Test
  void a_comparison_that_fails_leaves_the_last_report() {
    halo.put(aClient(1).build());
    acme.sync(Resource.CLIENTS, SyncMode.COMPARE);
    var before = store.comparisons().list(acme.id);
    halo.down(true);

    assertThat(acme.sync(Resource.CLIENTS, SyncMode.COMPARE).progress())
        .isInstanceOf(Progress.Failed.class);
    assertThat(store.comparisons().list(acme.id)).isEqualTo(before);
  }

  private Counts report() {
    return store.comparisons().list(acme.id).getFirst().counts();
  }

  private List<Difference> differences(SyncRun run) {
    return store
        .comparisons()
        .differences(acme.id, run.resource(), run.id(), PageArgs.first(100))
        .rows()
        .stream()
        .map(Comparisons.Listed::difference)
        .toList();
  }

  private static Difference difference(Kind kind, String key) {
    return new Difference(kind, key, List.of());
  }

  private static ObjectRef client(long id) {
    return new ObjectRef(ObjectRef.Kind.CLIENT, id);
  }
}
