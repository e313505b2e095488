package ai.superit.halo.application.sync;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.RejectedRows.Kept;
import ai.superit.halo.application.sync.RetryRejectedRows.Outcome;
import ai.superit.halo.application.sync.RetryRejectedRows.Selection;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryHaloTenants;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetryRejectedRowsTest {
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));
  private static final Selection CLIENTS = new Selection.Of(Resource.CLIENTS);

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
  private final RetryRejectedRows retrying =
      new RetryRejectedRows(store.connections(), tenants, stores, store.rejected(), clock);

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void what_passes_now_is_stored_and_leaves_the_list() {
    rejected(Resource.CLIENTS, "7", "8.0");
    halo.put(aClient(7).build(), aClient(8).build());

    assertThat(retry(CLIENTS)).isEqualTo(new Outcome.Tried(2, List.of()));
    assertThat(storedClients()).isEqualTo(2);
    assertThat(kept()).isEmpty();
  }

  @Test
  void what_halo_no_longer_has_leaves_the_list() {
    rejected(Resource.CLIENTS, "7");

    assertThat(retry(CLIENTS)).isEqualTo(new Outcome.Tried(1, List.of()));
    assertThat(storedClients()).isZero();
  }

  @Test
  void an_older_version_of_what_halo_no_longer_has_leaves_the_mirror() {
    store.mirror().storeClients(acme.id(), List.of(aClient(7).build()), Source.run("before"));
    rejected(Resource.CLIENTS, "7");

    assertThat(retry(CLIENTS)).isEqualTo(new Outcome.Tried(1, List.of()));
    assertThat(storedClients()).isZero();
  }

  @Test
  void what_is_still_unreadable_stays_with_its_new_reason() {
    rejected(Resource.CLIENTS, "7");
    halo.spoil(new ObjectRef(ObjectRef.Kind.CLIENT, 7), "inactive is not a yes or no");
    clock.advance(Duration.ofMinutes(1));

    var tried = (Outcome.Tried) retry(CLIENTS);

    assertThat(tried.settled()).isZero();
    assertThat(tried.refused()).isEqualTo(kept());
    assertThat(kept().getFirst().row().reason()).isEqualTo("inactive is not a yes or no");
    assertThat(kept().getFirst().lastSeenAt()).isEqualTo(clock.instant());
  }

  @Test
  void a_row_without_a_number_stays_as_it_is() {
    rejected(Resource.CLIENTS, "0", "");

    var tried = (Outcome.Tried) retry(rows());

    assertThat(tried.settled()).isZero();
    assertThat(tried.refused()).hasSize(2);
    assertThat(halo.reads()).isEmpty();
  }

  @Test
  void what_was_tried_before_halo_went_away_stays_tried() {
    rejected(Resource.CLIENTS, "7");
    halo.down(true);

    assertThatThrownBy(() -> retry(CLIENTS)).isInstanceOf(HaloUnavailable.class);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void one_call_tries_no_more_than_somebody_can_wait_for() {
    rejected(
        Resource.CLIENTS,
        IntStream.rangeClosed(1, 25).mapToObj(String::valueOf).toArray(String[]::new));

    assertThat(retry(CLIENTS)).isEqualTo(new Outcome.Tried(20, List.of()));
    assertThat(retry(CLIENTS)).isEqualTo(new Outcome.Tried(5, List.of()));
  }

  @Test
  void notes_are_read_again_with_their_ticket() {
    halo.put(aTicket(1).build());
    halo.rejectNoteOf(new TicketId(1), new RejectedRow("5", "no date", "{\"id\":5}"));
    tickets.store(acme.id(), List.of(aTicket(1).build()), Source.run("r"));
    var notes =
        new FillDueNotes(new FillNotes(tenants, store.mirror(), tickets), store.hydration(), clock);
    new SyncNotes(
            tenants,
            notes,
            new HydrationTurns(store.hydration(), clock),
            new SyncNotes.Stores(store.mirror(), store.hydration(), store.runs()),
            clock,
            (_, _) -> {})
        .sync(acme.id(), Instant.EPOCH, Lane.BACKFILL, () -> false);
    var before = kept().size();
    halo.removeNotes();
    halo.put(aNote(5).on(1).build());
    clock.advance(Duration.ofMinutes(1));

    assertThat(retry(new Selection.Of(Resource.NOTES))).isEqualTo(new Outcome.Tried(1, List.of()));
    assertThat(before).isEqualTo(1);
    assertThat(store.mirror().missingNotes(acme.id())).isZero();
  }

  @Test
  void managers_of_other_teams_cannot_try() {
    rejected(Resource.CLIENTS, "7");
    var other = new Caller("o", Caller.Role.MANAGER, Set.of(new TeamId("others")));

    assertThat(retrying.retry(other, acme.id(), CLIENTS))
        .isEqualTo(new Outcome.ConnectionUnknown());
    assertThat(halo.reads()).isEmpty();
  }

  private Outcome retry(Selection selection) {
    return retrying.retry(MANAGER, acme.id(), selection);
  }

  private Selection rows() {
    return new Selection.Rows(kept().stream().map(Kept::id).collect(Collectors.toSet()));
  }

  private void rejected(Resource resource, String... keys) {
    for (var key : keys) {
      var row = new RejectedRow(key, "strange", "{\"id\":\"" + key + "\"}");
      store.runs().reject(acme.id(), resource, List.of(row), clock.instant());
    }
  }

  private List<Kept> kept() {
    return store.rejected().list(acme.id(), Optional.empty(), PageArgs.first(100)).rows();
  }

  private long storedClients() {
    return store.clients().countClients(MANAGER.visibility(), ClientReads.Filter.ALL);
  }
}
