package ai.superit.halo.application.sync;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGER;
import static ai.superit.halo.application.testing.MirroredConnection.STRANGER;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.sync.SyncRecords.Fate;
import ai.superit.halo.application.sync.SyncRecords.Outcome;
import ai.superit.halo.application.sync.SyncRecords.Synced;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SyncRecordsTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final Mirror mirror = acme.mirror;
  private final SyncRecords records =
      new SyncRecords(store.connections(), acme.tenants, acme.stores(), store.rejected(), clock);

  @Test
  void each_record_is_told_what_became_of_it() {
    mirror.storeClients(
        acme.id,
        List.of(
            aClient(1).withoutMainContact().build(),
            aClient(2).named("Old").build(),
            aClient(3).build(),
            aClient(4).named("Newer").changed(9).build()),
        Source.run("first"));
    halo.put(
        aClient(1).withoutMainContact().build(),
        aClient(2).named("New").build(),
        aClient(4).named("Older").changed(1).build(),
        aClient(5).build());
    halo.spoil(new ObjectRef(ObjectRef.Kind.CLIENT, 6), "name is missing");

    assertThat(done(Resource.CLIENTS, 5, 4, 3, 2, 1, 6, 5, 77))
        .containsExactly(
            new Synced(5, Fate.CREATED, ""),
            new Synced(4, Fate.UNCHANGED, ""),
            new Synced(3, Fate.NOT_FOUND_IN_HALO, ""),
            new Synced(2, Fate.UPDATED, ""),
            new Synced(1, Fate.UNCHANGED, ""),
            new Synced(6, Fate.REJECTED, "name is missing"),
            new Synced(77, Fate.NOT_FOUND_IN_HALO, ""));
    assertThat(acme.living(Resource.CLIENTS)).containsOnly(1L, 2L, 4L, 5L);
  }

  @Test
  void a_record_whose_page_alone_says_a_stamp_still_takes_what_the_next_list_shows() {
    var listed = aClient(1).stamped(Stamp.UNKNOWN);
    mirror.storeClients(acme.id, List.of(listed.build()), Source.run("first"));
    halo.put(aClient(1).changed(3).build(), aClient(2).changed(3).build());
    done(Resource.CLIENTS, 1, 2);

    var renamed =
        List.of(
            listed.named("Renamed Ltd").build(),
            aClient(2).named("Renamed too").stamped(Stamp.UNKNOWN).build());
    var stored = mirror.storeClients(acme.id, renamed, Source.run("second"));

    assertThat(stored.updated()).containsOnly(1L, 2L);
  }

  @Test
  void a_page_without_a_stamp_replaces_nothing_that_others_stored_while_it_was_read() {
    var newer = aSite(1).named("New").build();
    halo.put(aSite(1).named("Old").build().asOf(Stamp.UNKNOWN));
    halo.put(aSite(2).build());
    for (int read = 0; read < 3; read++) {
      var renamed = aSite(1).named("New " + read).build();
      halo.whileReading(
          new ObjectRef(ObjectRef.Kind.SITE, 1),
          () -> mirror.storeSites(acme.id, List.of(renamed), Source.run("poll")));
    }

    assertThat(done(Resource.SITES, 1, 2))
        .containsExactly(
            new Synced(1, Fate.UNREAD, "others stored the record each of the 3 times it was read"),
            new Synced(2, Fate.CREATED, ""));
    assertThat(mirror.storeSites(acme.id, List.of(newer), Source.run("poll")).updated())
        .containsExactly(1L);
    assertThat(done(Resource.SITES, 1)).containsExactly(new Synced(1, Fate.UPDATED, ""));
  }

  @Test
  void a_ticket_comes_with_its_notes() {
    halo.put(aTicket(7).lastAction(5).build());
    halo.put(aNote(1).on(7).build(), aNote(2).on(7).build());

    assertThat(done(Resource.TICKETS, 7)).containsExactly(new Synced(7, Fate.CREATED, ""));
    assertThat(store.tickets().notesGap(acme.id).unreadTickets()).isZero();

    halo.failOnNotesOf(new TicketId(7));
    assertThat(done(Resource.TICKETS, 7))
        .containsExactly(
            new Synced(7, Fate.UNCHANGED, "its notes could not be read: Halo did not answer."));
  }

  @Test
  void a_record_out_of_scope_is_not_mirrored() {
    var everything = Scope.EVERYTHING;
    store
        .scopes()
        .choose(
            acme.id, new Scope(true, everything.assets(), everything.tickets()), clock.instant());
    halo.put(aClient(1).inactive().build());

    assertThat(done(Resource.CLIENTS, 1)).containsExactly(new Synced(1, Fate.OUT_OF_SCOPE, ""));
    assertThat(acme.living(Resource.CLIENTS)).isEmpty();
  }

  @Test
  void a_row_that_was_rejected_is_settled() {
    store
        .runs()
        .reject(
            acme.id, Resource.SITES, List.of(new RejectedRow("3", "odd", "{}")), clock.instant());
    halo.put(aSite(3).build());

    assertThat(done(Resource.SITES, 3)).containsExactly(new Synced(3, Fate.CREATED, ""));
    assertThat(store.rejectedRows(acme.id)).isZero();
  }

  @Test
  void what_cannot_be_asked_for_is_refused_with_its_name() {
    assertThat(problem(Resource.NOTES, 1)).startsWith("resource is one of [CLIENTS");
    assertThat(problem(Resource.CLIENTS))
        .isEqualTo("haloIds must be 1 to 100 numbers of HaloPSA, each above 0");
    assertThat(problem(Resource.CLIENTS, 1, 0)).startsWith("haloIds must be");
    assertThat(problem(Resource.CLIENTS, LongStream.rangeClosed(1, 101).toArray()))
        .startsWith("haloIds must be");
    assertThat(halo.reads()).isEmpty();
  }

  @Test
  void others_do_not_know_the_connection() {
    assertThat(records.sync(STRANGER, acme.id, Resource.CLIENTS, List.of(1L)))
        .isEqualTo(new Outcome.ConnectionUnknown());
  }

  @Test
  void a_tenant_that_does_not_answer_is_told_as_such() {
    halo.down(true);

    assertThatThrownBy(() -> records.sync(MANAGER, acme.id, Resource.CLIENTS, List.of(1L)))
        .isInstanceOf(HaloUnavailable.class);
  }

  @Test
  void while_the_budget_is_blocked_the_rest_is_not_tried() {
    halo.holdBack(clock.instant().plusSeconds(200));

    assertThatThrownBy(() -> sync(Resource.CLIENTS, LongStream.rangeClosed(1, 100).toArray()))
        .isInstanceOf(HaloUnavailable.class)
        .hasMessageContaining("until " + clock.instant().plusSeconds(200));
    assertThat(halo.reads()).hasSizeLessThan(20);
  }

  private List<Synced> done(Resource resource, long... ids) {
    return switch (sync(resource, ids)) {
      case Outcome.Done(var synced) -> synced;
      case Outcome other -> throw new AssertionError(other);
    };
  }

  private String problem(Resource resource, long... ids) {
    return switch (sync(resource, ids)) {
      case Outcome.Rejected(var problem) -> problem.field() + " " + problem.message();
      case Outcome other -> throw new AssertionError(other);
    };
  }

  private Outcome sync(Resource resource, long... ids) {
    return records.sync(MANAGER, acme.id, resource, LongStream.of(ids).boxed().toList());
  }
}
