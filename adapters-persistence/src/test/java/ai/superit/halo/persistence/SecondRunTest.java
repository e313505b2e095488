package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.Comparisons;
import ai.superit.halo.application.sync.Comparisons.Counts;
import ai.superit.halo.application.sync.DeletionLimits;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.RetryRejectedRows;
import ai.superit.halo.application.sync.SyncConnection;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Whole runs over all resources into the real store: what they write, and what is left of it.
@ExtendWith(CleanStore.class)
class SecondRunTest {
  private static final List<String> TABLES =
      List.of(
          "lookup",
          "client",
          "site",
          "contact",
          "asset",
          "asset_relation",
          "ticket",
          "ticket_asset",
          "note");
  private static final int EACH = 230;

  private final Persistence store = TestDatabase.store();
  private final InMemoryHaloTenants tenants = new InMemoryHaloTenants();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final InMemoryHaloTenant halo = tenants.of(acme.id());
  private final InstantSource clock = InstantSource.system();
  private final SyncResource.Stores stores = TestDatabase.syncStores();

  @BeforeEach
  void fill_halo() {
    store.connections().create(acme, new Secret("secret"));
    halo.put(new Lookup(Lookup.Kind.STATUS, 1, "New", false));
    halo.put(new Lookup(Lookup.Kind.AGENT, 1, "Grace", false));
    for (long id = 1; id <= EACH; id++) {
      halo.put(aClient(id).build());
      halo.put(aSite(id).build());
      halo.put(anInvoice(id).build());
      halo.put(aContact(id).build());
      halo.put(anAsset(id).related(Set.of(), assetIds(id % EACH + 1)).build());
      halo.put(ticket(id));
      halo.put(aNote(1).on(id).build(), aNote(2).on(id).hidden().build());
    }
  }

  @Test
  void a_second_run_with_nothing_changed_writes_no_row() throws SQLException {
    assertThat(everything()).hasSize(8).allMatch(SecondRunTest::isComplete);
    var before = versions();

    var again = everything();

    assertThat(again).hasSize(8).allMatch(SecondRunTest::isComplete);
    assertThat(before.values()).allMatch(rows -> !rows.isEmpty());
    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void a_comparison_writes_no_row_of_the_mirror_whatever_differs() throws SQLException {
    everything();
    var before = versions();
    halo.put(aClient(1).named("Renamed").build(), aClient(999).build());
    halo.remove(new ObjectRef(ObjectRef.Kind.CLIENT, 2));
    halo.put(aTicket(3).saying("Changed").changed(90).build());
    halo.put(aContact(4).named("Renamed").build());

    for (var resource : PollChanges.POLLED) {
      assertThat(isComplete(sync(resource, SyncMode.COMPARE))).isTrue();
    }

    assertThat(versions()).isEqualTo(before);
    var reports = store.comparisons().list(acme.id());
    assertThat(reports).extracting(Comparisons.Report::resource).isEqualTo(PollChanges.POLLED);
    assertThat(reports.getFirst().counts()).isEqualTo(new Counts(EACH - 2, 1, 1, 1, 0, 0));
    assertThat(reports.getLast().counts()).isEqualTo(new Counts(EACH - 1, 1, 0, 0, 0, 0));
    assertThat(store.rejectedRows().count(acme.id(), Optional.empty())).isZero();
  }

  @Test
  void reading_all_notes_again_writes_no_row() throws SQLException {
    everything();
    var before = versions();
    var mirror = store.mirror();
    for (long id = 1; id <= EACH; id++) {
      var last = ticket(id).times();
      var read =
          new TicketNotes(
              halo.notes(new TicketId(id)).rows(), 0, last.lastActionAt().orElse(last.openedAt()));
      mirror.storeNotes(acme.id(), new TicketId(id), read, Source.reread("again"));
    }

    assertThat(versions()).isEqualTo(before);
  }

  @Test
  void a_row_that_was_rejected_is_listed_until_it_is_mended_and_tried_again() {
    halo.rejectOnPage(3, new RejectedRow("777", "no client", "{\"id\":777}"));
    halo.spoil(new ObjectRef(ObjectRef.Kind.CLIENT, 777), "no client");
    assertThat(sync(Resource.CLIENTS).progress())
        .isInstanceOfSatisfying(
            Progress.Incomplete.class, end -> assertThat(end.gap()).contains("rejected rows"));

    assertThat(retry())
        .isInstanceOfSatisfying(
            RetryRejectedRows.Outcome.Tried.class, tried -> assertThat(tried.refused()).hasSize(1));
    halo.rejectNothing();
    halo.put(aClient(777).build());

    assertThat(retry()).isEqualTo(new RetryRejectedRows.Outcome.Tried(1, List.of()));
    assertThat(store.rejectedRows().count(acme.id(), Optional.empty())).isZero();
    assertThat(isComplete(sync(Resource.CLIENTS))).isTrue();
    var later = Instant.parse("2100-01-01T00:00:00Z");
    assertThat(store.mirror().absent(acme.id(), Resource.CLIENTS, Set.of(), later, 1).living())
        .isEqualTo(EACH + 1);
  }

  private RetryRejectedRows.Outcome retry() {
    var manager = new Caller("grace", Caller.Role.MANAGER, Set.of(new TeamId("managers")));
    return new RetryRejectedRows(store.connections(), tenants, stores, store.rejectedRows(), clock)
        .retry(manager, acme.id(), new RetryRejectedRows.Selection.Of(Resource.CLIENTS));
  }

  private static Ticket ticket(long id) {
    var ticket = aTicket(id).about(assetIds(id)).changed(3).lastAction(2);
    return id % 3 == 0 ? ticket.closed().build() : ticket.build();
  }

  private List<SyncRun> everything() {
    var notes =
        new SyncNotes(
            tenants,
            new FillDueNotes(
                new FillNotes(tenants, store.mirror(), stores.tickets()), store.hydration(), clock),
            new HydrationTurns(store.hydration(), clock),
            new SyncNotes.Stores(store.mirror(), store.hydration(), store.syncRuns()),
            clock,
            (_, _) -> {});
    var runs = new ArrayList<>(SyncConnection.ORDER.stream().map(this::sync).toList());
    runs.add(ended(notes.sync(acme.id(), Instant.EPOCH, Lane.BACKFILL, () -> false)));
    return runs;
  }

  private SyncRun sync(Resource resource) {
    return sync(resource, SyncMode.FULL);
  }

  private SyncRun sync(Resource resource, SyncMode mode) {
    return ended(
        new SyncResource(tenants, stores, DeletionLimits.DEFAULT, clock)
            .sync(acme.id(), resource, mode, Lane.BACKFILL, () -> false));
  }

  private static SyncRun ended(SyncResource.Outcome outcome) {
    return switch (outcome) {
      case SyncResource.Outcome.Ended(var run) -> run;
      case SyncResource.Outcome.AlreadyRunning _ -> throw new AssertionError("already running");
    };
  }

  private static boolean isComplete(SyncRun run) {
    return run.progress() instanceof Progress.Complete;
  }

  /// Of each row where it lies, and which transactions wrote or locked it.
  private static Map<String, List<String>> versions() throws SQLException {
    var versions = new TreeMap<String, List<String>>();
    try (var connection = TestDatabase.connect()) {
      for (var table : TABLES) {
        versions.put(
            table,
            Query.of("select concat_ws(' ', ctid, xmin, xmax) from " + table + " order by ctid")
                .list(connection, Row::text));
      }
    }
    return versions;
  }
}
