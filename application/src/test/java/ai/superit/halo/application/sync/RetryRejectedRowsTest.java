package ai.superit.halo.application.sync;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGER;
import static ai.superit.halo.application.testing.MirroredConnection.STRANGER;
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
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryRejectedRowsTest {
  private static final Selection CLIENTS = new Selection.Of(Resource.CLIENTS);

  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final RetryRejectedRows retrying =
      new RetryRejectedRows(
          store.connections(), acme.tenants, acme.stores(), store.rejected(), clock);

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
    store.mirror().storeClients(acme.id, List.of(aClient(7).build()), Source.run("before"));
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
    acme.tickets.store(acme.id, List.of(aTicket(1).build()), Source.run("r"));
    acme.notes((_, _) -> {}).sync(acme.id, Instant.EPOCH, Lane.BACKFILL, () -> false);
    var before = kept().size();
    halo.removeNotes();
    halo.put(aNote(5).on(1).build());
    clock.advance(Duration.ofMinutes(1));

    assertThat(retry(new Selection.Of(Resource.NOTES))).isEqualTo(new Outcome.Tried(1, List.of()));
    assertThat(before).isEqualTo(1);
    assertThat(store.mirror().missingNotes(acme.id)).isZero();
  }

  @Test
  void managers_of_other_teams_cannot_try() {
    rejected(Resource.CLIENTS, "7");

    assertThat(retrying.retry(STRANGER, acme.id, CLIENTS))
        .isEqualTo(new Outcome.ConnectionUnknown());
    assertThat(halo.reads()).isEmpty();
  }

  private Outcome retry(Selection selection) {
    return retrying.retry(MANAGER, acme.id, selection);
  }

  private Selection rows() {
    return new Selection.Rows(kept().stream().map(Kept::id).collect(Collectors.toSet()));
  }

  private void rejected(Resource resource, String... keys) {
    for (var key : keys) {
      var row = new RejectedRow(key, "strange", "{\"id\":\"" + key + "\"}");
      store.runs().reject(acme.id, resource, List.of(row), clock.instant());
    }
  }

  private List<Kept> kept() {
    return store.rejected().list(acme.id, Optional.empty(), PageArgs.first(100)).rows();
  }

  private long storedClients() {
    return store.clients().countClients(MANAGER.visibility(), ClientReads.Filter.ALL);
  }
}
