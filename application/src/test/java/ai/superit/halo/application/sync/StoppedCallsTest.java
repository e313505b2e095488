package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The service stops in the midst of a work that calls Halo: what was not asked for has not failed.
class StoppedCallsTest {
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));
  private static final Source SOURCE = Source.run("before");

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final InMemoryHaloTenant halo = tenants.of(acme.id());
  private final StoreTickets tickets =
      new StoreTickets(store.mirror(), store.links(), store.transactions());
  private final SyncResource.Stores stores =
      new SyncResource.Stores(
          store.mirror(),
          tickets,
          store.runs(),
          store.cursors(),
          store.held(),
          store.positions(),
          store.scopes(),
          store.comparisons());

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void a_run_over_notes_that_is_stopped_in_its_last_batch_is_carried_on() {
    var rows = List.of(aTicket(1).build(), aTicket(2).build());
    rows.forEach(halo::put);
    tickets.store(acme.id(), rows, SOURCE);
    stopWhileReading(ObjectRef.Kind.TICKET, 2);

    var outcome = notes().sync(acme.id(), minute(-60), Lane.BACKFILL, () -> false);

    assertThat(reason(outcome)).isEqualTo(SyncRuns.STOPPED);
    assertThat(store.runs().interrupted())
        .containsExactly(new SyncRuns.Interrupted(acme.id(), Resource.NOTES));
    assertThat(store.mirror().ticketsAwaitingNotes(acme.id(), minute(-60), 9))
        .extracting(awaiting -> awaiting.ticket().value())
        .containsExactly(2L);
  }

  @Test
  void a_run_over_a_list_is_carried_on() {
    halo.put(aClient(1).build());
    halo.beforeEveryPage(StoppedCallsTest::stop);
    var resources = new SyncResource(tenants, stores, DeletionLimits.DEFAULT, clock);

    var outcome = resources.sync(acme.id(), Resource.CLIENTS, Lane.BACKFILL, () -> false);

    assertThat(reason(outcome)).isEqualTo(SyncRuns.STOPPED);
  }

  @Test
  void a_look_for_changes_is_due_again_at_once() {
    var resources = new SyncResource(tenants, stores, DeletionLimits.DEFAULT, clock);
    var otherwise = new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(5), 14, ZoneOffset.UTC);
    var changes = new PollChanges(resources, store.cursors(), store.schedules(), otherwise, clock);
    halo.put(aClient(1).build());
    resources.sync(acme.id(), Resource.CLIENTS, Lane.BACKFILL, () -> false);
    halo.beforeEveryPage(StoppedCallsTest::stop);

    assertThat(changes.poll(acme.id(), () -> false)).isEmpty();

    halo.atRest();
    assertThat(changes.poll(acme.id(), () -> false)).hasSize(1);
  }

  @Test
  void a_look_for_deleted_records_is_carried_on() {
    store.mirror().storeClients(acme.id(), List.of(aClient(1).build(), aClient(2).build()), SOURCE);
    halo.put(aClient(1).build());
    clock.advance(Duration.ofMinutes(1));
    stopWhileReading(ObjectRef.Kind.CLIENT, 2);
    var resources = new SyncResource(tenants, stores, DeletionLimits.DEFAULT, clock);

    var outcome = resources.sync(acme.id(), Resource.CLIENTS, Lane.BACKFILL, () -> false);

    assertThat(reason(outcome)).isEqualTo(SyncRuns.STOPPED);
  }

  @Test
  void a_page_is_not_put_off() {
    halo.put(anAsset(1).build());
    store.mirror().storeAssets(acme.id(), List.of(anAsset(1).withoutFields().build()), SOURCE);
    stopWhileReading(ObjectRef.Kind.ASSET, 1);
    var filling = FillPages.ofAssets(tenants, store.mirror(), store.hydration(), clock);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> filling.fill(acme.id(), 9, Lane.POLL));

    assertThat(filling.isDue(acme.id())).isTrue();
  }

  @Test
  void a_rejected_row_keeps_its_reason() {
    store
        .runs()
        .reject(
            acme.id(),
            Resource.CLIENTS,
            List.of(new RejectedRow("7", "its name is missing", "{}")),
            clock.instant());
    halo.put(aClient(7).build());
    stopWhileReading(ObjectRef.Kind.CLIENT, 7);
    var retrying =
        new RetryRejectedRows(store.connections(), tenants, stores, store.rejected(), clock);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() ->
            retrying.retry(
                MANAGER, acme.id(), new RetryRejectedRows.Selection.Of(Resource.CLIENTS)))
        .withMessageContaining("because this service stops: try again when it runs");

    assertThat(store.rejected().longestUnseen(acme.id(), Resource.CLIENTS, 9))
        .extracting(kept -> kept.row().reason())
        .containsExactly("its name is missing");
  }

  @Test
  void records_that_a_person_asked_for_are_not_said_to_be_unreadable() {
    halo.put(aClient(7).build());
    stopWhileReading(ObjectRef.Kind.CLIENT, 7);
    var syncing = new SyncRecords(store.connections(), tenants, stores, store.rejected(), clock);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> syncing.sync(MANAGER, acme.id(), Resource.CLIENTS, List.of(7L)));
  }

  private SyncNotes notes() {
    return new SyncNotes(
        tenants,
        new FillDueNotes(new FillNotes(tenants, store.mirror(), tickets), store.hydration(), clock),
        new HydrationTurns(store.hydration(), clock),
        new SyncNotes.Stores(store.mirror(), store.hydration(), store.runs()),
        clock,
        (_, unread) -> {
          throw new AssertionError(unread);
        });
  }

  private void stopWhileReading(ObjectRef.Kind kind, long id) {
    halo.whileReading(new ObjectRef(kind, id), StoppedCallsTest::stop);
  }

  private static void stop() {
    throw new CallsEnded();
  }

  private static String reason(SyncResource.Outcome outcome) {
    var run = ((SyncResource.Outcome.Ended) outcome).run();
    return run.progress() instanceof SyncRun.Progress.Failed(_, var reason)
        ? reason
        : run.progress().toString();
  }
}
