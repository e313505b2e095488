package ai.superit.halo.bootstrap;

import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.FillPages;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.application.sync.ScopedMirror;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncRecords;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.webhook.ApplyEvents;
import ai.superit.halo.application.webhook.FilterEvents;
import ai.superit.halo.application.webhook.ProcessDeliveries;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.application.webhook.UnderstandDeliveries;
import ai.superit.halo.halo.Halo;
import ai.superit.halo.persistence.Persistence;
import java.time.InstantSource;

/// Wires what reads from Halo into the mirror: the work in the background, and what people ask for.
record SyncWiring(Persistence store, Halo halo, Settings settings, InstantSource clock) {
  BackgroundWork work(Metrics metrics) {
    var tickets = storingTickets();
    var resources = new SyncResource(halo.tenants(), stores(), settings.sync().deletions(), clock);
    var events = new ApplyEvents(halo.tenants(), mirror(), tickets);
    var deliveries =
        new ProcessDeliveries(
            new CountedInbox(store.deliveryInbox(), metrics),
            store.syncPauses(),
            new UnderstandDeliveries(
                halo.deliveries(),
                store.deliveryRules(),
                new FilterEvents(store.eventSubjects()),
                store.deliveryConflicts()),
            events,
            settings.retries(),
            clock);
    var turns = new HydrationTurns(store.hydration(), clock);
    var filling = filling(tickets);
    var notes = notes(filling, turns);
    var useCases =
        new BackgroundWork.UseCases(
            deliveries,
            reconciling(events, resources),
            notes,
            rest(filling, notes, turns),
            new PollChanges(
                resources,
                store.pollCursors(),
                store.syncSchedules(),
                settings.sync().usual(),
                clock),
            resources);
    return new BackgroundWork(
        useCases,
        store.connections(),
        store.deliveryInbox(),
        store.syncRuns(),
        new HaltedConnections(store.syncPauses(), store.connectionRemoval()),
        settings.sync(),
        settings.receiving().workers(),
        metrics::reconciled,
        clock);
  }

  private ReconcileDeliveries reconciling(ApplyEvents events, SyncResource resources) {
    return new ReconcileDeliveries(
        halo.deliveryLogs(),
        store.deliveryProofs(),
        events,
        resources,
        settings.server().publicUrl(),
        settings.receiving().reconcile(),
        clock);
  }

  private FillDueNotes filling(StoreTickets tickets) {
    return new FillDueNotes(
        new FillNotes(halo.tenants(), mirror(), tickets), store.hydration(), clock);
  }

  private NotesWork notes(FillDueNotes filling, HydrationTurns turns) {
    var syncing =
        new SyncNotes(
            halo.tenants(),
            filling,
            turns,
            new SyncNotes.Stores(store.mirror(), store.hydration(), store.syncRuns()),
            clock,
            NotesWork::log);
    return new NotesWork(filling, syncing, turns, store.syncRuns(), settings.sync().notes(), clock);
  }

  private RestWork rest(FillDueNotes filling, NotesWork notes, HydrationTurns turns) {
    var mirror = mirror();
    var assets = FillPages.ofAssets(halo.tenants(), mirror, store.hydration(), clock);
    var clients = FillPages.ofClients(halo.tenants(), mirror, store.hydration(), clock);
    return new RestWork(assets, clients, filling, notes, turns, store.syncRuns());
  }

  RetryRejectedRows retrying() {
    return new RetryRejectedRows(
        store.connections(), halo.tenants(), stores(), store.rejectedRows(), clock);
  }

  SyncRecords syncingRecords() {
    return new SyncRecords(
        store.connections(), halo.tenants(), stores(), store.rejectedRows(), clock);
  }

  private SyncResource.Stores stores() {
    return new SyncResource.Stores(
        mirror(),
        storingTickets(),
        store.syncRuns(),
        store.pollCursors(),
        store.heldDeletions(),
        store.listPositions(),
        store.syncScopes(),
        store.comparisons());
  }

  private StoreTickets storingTickets() {
    return new StoreTickets(mirror(), store.links(), store.transactions());
  }

  /// Whatever is read from Halo goes through it.
  private Mirror mirror() {
    return new ScopedMirror(store.mirror(), store.syncScopes(), store.transactions(), clock);
  }
}
