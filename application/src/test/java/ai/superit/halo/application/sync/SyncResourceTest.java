package ai.superit.halo.application.sync;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGERS;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.application.testing.SyncRunsContract;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncResourceTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;

  @Test
  void a_list_that_is_read_whole_is_complete() {
    halo.putClients(250);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().created()).isEqualTo(250);
    assertThat(stored()).isEqualTo(250);
    assertThat(store.runs().find(acme.id, run.id())).contains(run);
  }

  @Test
  void an_empty_list_is_complete() {
    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Complete.class);
  }

  @Test
  void a_second_run_finds_everything_unchanged() {
    halo.putClients(120);
    sync(Resource.CLIENTS);

    var tally = sync(Resource.CLIENTS).tally();

    assertThat(tally.unchanged()).isEqualTo(120);
    assertThat(tally.created() + tally.updated() + tally.deleted()).isZero();
  }

  @Test
  void pages_that_are_smaller_than_asked_for_are_read_to_the_end() {
    halo.putClients(101);
    halo.rowsOnPage(7);

    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Complete.class);
    assertThat(stored()).isEqualTo(101);
  }

  @Test
  void a_total_that_is_too_high_is_a_named_gap_and_deletes_nothing() {
    halo.putClients(10);
    sync(Resource.CLIENTS);
    halo.remove(client(3));
    halo.total(size -> size + 1);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class, end -> assertThat(end.gap()).contains("10").contains("9"));
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void a_total_that_is_too_low_is_a_named_gap() {
    halo.putClients(10);
    halo.total(size -> size - 1);

    assertThat(sync(Resource.CLIENTS).progress()).isInstanceOf(Progress.Incomplete.class);
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void a_page_that_fails_fails_the_run_and_deletes_nothing() {
    halo.putClients(30);
    sync(Resource.CLIENTS);
    halo.remove(client(1));
    halo.rowsOnPage(5);
    halo.failOnPage(4);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress())
        .isEqualTo(new Progress.Failed(clock.instant(), "Halo did not answer."));
    assertThat(stored()).isEqualTo(30);
  }

  @Test
  void a_row_that_cannot_be_read_is_kept_and_named() {
    halo.putClients(10);
    halo.rejectOnPage(1, new RejectedRow("x", "no id", "{}"));

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class, end -> assertThat(end.gap()).startsWith("1 rows"));
    assertThat(store.rejectedRows(acme.id)).isEqualTo(1);
    assertThat(stored()).isEqualTo(10);
  }

  @Test
  void records_that_halo_no_longer_has_are_deleted_by_a_complete_run() {
    halo.putClients(10);
    sync(Resource.CLIENTS);
    halo.remove(client(3));
    halo.remove(client(4));

    assertThat(sync(Resource.CLIENTS).tally().deleted()).isEqualTo(2);

    assertThat(stored()).isEqualTo(8);
  }

  @Test
  void open_and_closed_tickets_are_read_apart() {
    halo.put(aTicket(1).build(), aTicket(2).closed().build(), aTicket(3).build());

    var run = sync(Resource.TICKETS);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().created()).isEqualTo(3);
  }

  @Test
  void the_small_tables_are_read_at_once() {
    halo.put(new Lookup(Lookup.Kind.STATUS, 1, "Open", false));

    assertThat(sync(Resource.LOOKUPS).progress()).isInstanceOf(Progress.Complete.class);

    assertThat(store.lookups().name(acme.id, Lookup.Kind.STATUS, 1)).isEqualTo("Open");
  }

  @Test
  void small_tables_of_which_rows_did_not_come_are_short_and_those_that_came_are_stored() {
    halo.put(new Lookup(Lookup.Kind.AGENT, 1, "Sam", false));
    halo.total(size -> size + 70);

    assertThat(gap(sync(Resource.LOOKUPS)))
        .isEqualTo("Halo counts 71 records, 1 different ones arrived");
    assertThat(store.lookups().name(acme.id, Lookup.Kind.AGENT, 1)).isEqualTo("Sam");
  }

  @Test
  void invoices_are_read_whole_and_those_that_halo_no_longer_has_are_deleted() {
    halo.put(anInvoice(1).build(), anInvoice(2).build(), anInvoice(3).of(0).build());
    assertThat(sync(Resource.INVOICES).tally().created()).isEqualTo(3);
    halo.remove(new ObjectRef(ObjectRef.Kind.INVOICE, 2));
    var before = halo.calls();

    var run = sync(Resource.INVOICES);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().deleted()).isEqualTo(1);
    assertThat(halo.calls() - before).as("the list, and what it lacks").isEqualTo(2);
    assertThat(store.mirror().living(acme.id, Resource.INVOICES, Set.of(1L, 2L, 3L)))
        .containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void a_run_over_invoices_is_not_gone_on_with_since_nobody_tells_what_changed() {
    for (int id = 1; id <= 60; id++) {
      halo.put(anInvoice(id).build());
    }
    halo.rowsOnPage(1);
    halo.failOnPage(45);
    assertThat(sync(Resource.INVOICES).progress()).isInstanceOf(Progress.Failed.class);
    halo.failOnPage(0);
    halo.put(anInvoice(2).called("changed meanwhile").changed(1).build());

    var run = sync(Resource.INVOICES);

    assertThat(run.progress()).isInstanceOf(Progress.Complete.class);
    assertThat(run.tally().updated()).as("the invoice that changed").isEqualTo(1);
  }

  @Test
  void a_run_that_is_under_way_is_not_disturbed() {
    store.runs().begin(acme.id, Resource.CLIENTS, clock.instant());

    assertThat(acme.resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> false))
        .isInstanceOf(SyncResource.Outcome.AlreadyRunning.class);
  }

  @Test
  void a_resource_that_fails_does_not_keep_the_others_from_being_read() {
    halo.down(true);

    assertThat(new SyncConnection(acme.resources).syncAll(acme.id))
        .hasSize(SyncConnection.ORDER.size())
        .allMatch(outcome ->
            outcome instanceof SyncResource.Outcome.Ended(var run)
                && run.progress() instanceof Progress.Failed);
  }

  @Test
  void a_record_that_a_list_leaves_out_is_read_by_its_id_and_stays_alive() {
    halo.putClients(10);
    sync(Resource.CLIENTS);
    halo.hide(client(3));

    assertThat(sync(Resource.CLIENTS).tally().deleted()).isZero();

    assertThat(halo.reads()).contains(client(3));
    assertThat(acme.living(Resource.CLIENTS)).contains(3L);
  }

  @Test
  void more_absent_records_than_are_read_one_by_one_are_a_gap() {
    halo.putClients(300);
    sync(Resource.CLIENTS);
    halo.removeClients(1, 201);

    assertThat(gap(sync(Resource.CLIENTS))).isEqualTo("201 records of the mirror did not come");
    assertThat(acme.living(Resource.CLIENTS)).hasSize(300);
    assertThat(halo.reads()).isEmpty();
  }

  @Test
  void more_deletions_than_their_share_wait_for_a_person() {
    halo.putClients(120);
    sync(Resource.CLIENTS);
    halo.removeClients(1, 13);

    assertThat(gap(sync(Resource.CLIENTS))).startsWith("Halo no longer has 13 of 120 records");
    assertThat(acme.living(Resource.CLIENTS)).hasSize(120);
  }

  @Test
  void an_empty_list_for_want_of_a_right_deletes_nothing() {
    halo.putClients(3);
    sync(Resource.CLIENTS);
    halo.removeClients(1, 3);

    assertThat(gap(sync(Resource.CLIENTS)))
        .isEqualTo("Halo sent an empty list, the mirror has 3 records");
    assertThat(acme.living(Resource.CLIENTS)).hasSize(3);
  }

  @Test
  void a_run_that_the_service_stops_waits_to_be_carried_on() {
    halo.putClients(10);
    store.runs().wish(acme.id, Set.of(Resource.CLIENTS), clock.instant());

    acme.resources.sync(acme.id, Resource.CLIENTS, Lane.BACKFILL, () -> true);

    assertThat(store.runs().interrupted())
        .containsExactly(new SyncRuns.Interrupted(acme.id, Resource.CLIENTS));
    assertThat(acme.living(Resource.CLIENTS)).isEmpty();
  }

  @Test
  void a_run_that_was_taken_for_dead_stops_and_leaves_the_wish_to_the_one_in_its_place() {
    halo.putClients(60);
    halo.rowsOnPage(1);
    store.runs().wish(acme.id, Set.of(Resource.CLIENTS), clock.instant());
    halo.beforePage(7, this::beginAnother);

    var run = sync(Resource.CLIENTS);

    assertThat(run.progress()).isEqualTo(new Progress.Failed(clock.instant(), SyncRuns.SILENT));
    assertThat(halo.calls()).isLessThan(30);
    assertThat(store.runs().wishes(acme.id)).containsExactly(Resource.CLIENTS);
    assertThat(store.runs().latest(acme.id))
        .extracting(SyncRun::progress)
        .containsExactly(new Progress.Running());
  }

  private void beginAnother() {
    clock.advance(SyncRunsContract.LEASE);
    store.runs().begin(acme.id, Resource.CLIENTS, clock.instant());
  }

  private static String gap(SyncRun run) {
    return ((Progress.Incomplete) run.progress()).gap();
  }

  private SyncRun sync(Resource resource) {
    clock.advance(Duration.ofMinutes(1));
    return acme.sync(resource);
  }

  private long stored() {
    return store.clients().countClients(MANAGERS, ClientReads.Filter.ALL);
  }

  private static ObjectRef client(long id) {
    return new ObjectRef(ObjectRef.Kind.CLIENT, id);
  }
}
