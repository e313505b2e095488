package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.ticket.TicketReads;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.testing.AssetBuilder;
import ai.superit.halo.domain.testing.NoteBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every mirror keeps about tickets: their routes, their assets and their notes.
public interface TicketMirrorContract extends StoreContract {
  @Test
  default void a_ticket_is_stored_with_all_its_parts_and_its_route() {
    teamsExist();
    var acme = connected("acme");
    var ticket =
        aTicket().of(5).at(6).from(7).assignedTo(8).status(9).priority(2).closed().lastAction(-1);

    assertThat(store(acme, TO_BLUE, ticket)).isEqualTo(new Stored(Set.of(1L), Set.of(), Set.of()));

    var found = found(acme, 1);
    assertThat(found.ticket().value())
        .usingRecursiveComparison()
        .ignoringFields("assets")
        .isEqualTo(ticket.build());
    assertThat(found.route()).isEqualTo(TO_BLUE);
    assertThat(found.notes().at()).isEmpty();
  }

  @Test
  default void a_ticket_with_an_unknown_stamp_is_stored_and_replaced_by_a_known_one() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket().stamped(Stamp.UNKNOWN));

    var stored = store(acme, UNROUTED, aTicket().changed(-90));

    assertThat(stored.updated()).containsExactly(1L);
    assertThat(found(acme, 1).ticket().value().updatedAt().at()).isEqualTo(minute(-90));
  }

  @Test
  default void an_older_ticket_never_replaces_a_newer_one() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket().changed(5));

    assertThat(store(acme, UNROUTED, aTicket().closed().changed(4)).unchanged())
        .containsExactly(1L);

    assertThat(found(acme, 1).ticket().value().state().closed()).isFalse();
  }

  @Test
  default void a_route_is_stored_where_the_ticket_is_unchanged() {
    teamsExist();
    var acme = connected("acme");
    store(acme, TO_BLUE, aTicket());

    var stored = store(acme, TO_RED, aTicket());

    assertThat(stored.unchanged()).containsExactly(1L);
    assertThat(found(acme, 1).route()).isEqualTo(TO_RED);
    assertThat(found(acme, 1).ticket().source()).isEqualTo(FIRST);
  }

  @Test
  default void the_route_of_an_older_version_with_another_client_is_passed_over() {
    teamsExist();
    var acme = connected("acme");
    store(acme, TO_BLUE, aTicket().of(2).changed(5));

    store(acme, TO_RED, aTicket().of(1).changed(4));

    assertThat(found(acme, 1).route()).isEqualTo(TO_BLUE);
  }

  @Test
  default void of_a_ticket_that_a_batch_holds_twice_the_later_stamp_and_its_route_win() {
    teamsExist();
    var acme = connected("acme");
    var newer = new RoutedTicket(aTicket().of(2).changed(5).build(), TO_BLUE);
    var older = new RoutedTicket(aTicket().of(1).changed(4).build(), TO_RED);

    var stored = store().mirror().storeTickets(acme, List.of(newer, older), FIRST);

    assertThat(stored.created()).containsExactly(1L);
    assertThat(found(acme, 1).ticket().value().updatedAt().at()).isEqualTo(minute(5));
    assertThat(found(acme, 1).route()).isEqualTo(TO_BLUE);
  }

  @Test
  default void asset_links_that_were_read_replace_those_before_and_unread_ones_do_not() {
    var acme = connected("acme");
    assets(acme, anAsset(1), anAsset(2), anAsset(3));
    store(acme, UNROUTED, aTicket().about(assetIds(1, 2)));
    store(acme, UNROUTED, aTicket().saying("x").changed(1));
    var kept = assetsOf(acme);

    store(acme, UNROUTED, aTicket().saying("x").about(assetIds(3)).changed(1));

    assertThat(kept).containsExactly(1L, 2L);
    assertThat(assetsOf(acme)).containsExactly(3L);
  }

  @Test
  default void asset_links_of_an_older_version_are_passed_over() {
    var acme = connected("acme");
    assets(acme, anAsset(1), anAsset(2));
    store(acme, UNROUTED, aTicket().about(assetIds(1)).changed(5));

    store(acme, UNROUTED, aTicket().about(assetIds(2)).changed(4));

    assertThat(assetsOf(acme)).containsExactly(1L);
  }

  @Test
  default void an_asset_that_the_mirror_gets_later_is_linked_by_then() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket().about(assetIds(1)));
    var before = assetsOf(acme);

    assets(acme, anAsset(1));

    assertThat(before).isEmpty();
    assertThat(assetsOf(acme)).containsExactly(1L);
  }

  @Test
  default void a_tag_links_the_asset_of_the_same_client() {
    var acme = connected("acme");
    assets(acme, anAsset(1).of(2).tagged("T-1"), anAsset(2).tagged("T-1"), anAsset(3).tagged("T"));
    assets(connected("beta"), anAsset(4).tagged("T-1"));

    store(acme, UNROUTED, aTicket().tagged("T-1"));

    assertThat(assetsOf(acme)).containsExactly(2L);
  }

  @Test
  default void a_tag_adds_nothing_to_a_ticket_that_has_links() {
    var acme = connected("acme");
    assets(acme, anAsset(1).tagged("T-1"), anAsset(2).tagged("T-2"));
    store(acme, UNROUTED, aTicket().about(assetIds(1)));

    store(acme, UNROUTED, aTicket().tagged("T-2").changed(1));
    store().mirror().linkTaggedAssets(acme);

    assertThat(assetsOf(acme)).containsExactly(1L);
  }

  @Test
  default void a_tag_that_was_unknown_is_linked_once_when_asked_for() {
    var acme = connected("acme");
    store(
        acme, UNROUTED, aTicket(1).tagged("T-1"), aTicket(2).tagged("T-9"), aTicket(3).tagged(""));
    assets(acme, anAsset(1).tagged("T-1"), anAsset(2).tagged(""), anAsset(3).of(2).tagged("T-9"));

    assertThat(store().mirror().linkTaggedAssets(connected("beta"))).isZero();
    assertThat(store().mirror().linkTaggedAssets(acme)).isEqualTo(1);
    assertThat(store().mirror().linkTaggedAssets(acme)).isZero();

    assertThat(assetsOf(acme)).containsExactly(1L);
  }

  @Test
  default void notes_replace_all_those_before() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket());
    storeNotes(acme, aNote(1).build(), aNote(2).build(), aNote(3).build());

    var stored = storeNotes(acme, aNote(1).build(), aNote(2).saying("x").build(), aNote(4).build());

    assertThat(stored).isEqualTo(new Stored(Set.of(4L), Set.of(2L), Set.of(1L)));
    assertThat(notesOf(acme))
        .containsExactly(aNote(4).build(), aNote(2).saying("x").build(), aNote(1).build());
    assertThat(found(acme, 1).notes().at()).contains(minute(9));
  }

  @Test
  default void notes_of_other_tickets_with_the_same_numbers_stay() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1), aTicket(2));
    storeNotes(acme, aNote(1).build());

    store()
        .mirror()
        .storeNotes(acme, new TicketId(2), all(minute(1), aNote(1).on(2).build()), FIRST);
    store().mirror().storeNotes(acme, new TicketId(2), all(minute(2)), FIRST);

    assertThat(notesOf(acme)).containsExactly(aNote(1).build());
  }

  @Test
  default void one_note_is_added_or_replaced_and_the_others_are_left_alone() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket());
    storeNotes(acme, aNote(1).build());

    assertThat(storeNote(acme, aNote(2).changed(10))).isTrue();
    assertThat(storeNote(acme, aNote(2).changed(11).saying("a\u0000\ud800"))).isTrue();

    assertThat(notesOf(acme))
        .containsExactly(aNote(2).changed(11).saying("a\ufffd\ufffd").build(), aNote(1).build());
    assertThat(found(acme, 1).notes().at()).contains(minute(9));
  }

  @Test
  default void a_note_that_is_not_newer_does_not_replace_the_stored_one() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket());
    storeNotes(acme, aNote(1).changed(5).hidden().build());

    assertThat(storeNote(acme, aNote(1).changed(4))).isFalse();
    assertThat(storeNote(acme, aNote(1).changed(5))).isFalse();

    assertThat(notesOf(acme)).containsExactly(aNote(1).changed(5).hidden().build());
  }

  @Test
  default void a_late_note_that_was_deleted_before_the_last_reading_does_not_come_back() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket());
    storeNotes(acme, aNote(1).build());

    assertThat(storeNote(acme, aNote(2).changed(9))).isFalse();

    assertThat(notesOf(acme)).containsExactly(aNote(1).build());
  }

  @Test
  default void notes_of_which_some_are_missing_are_added_to_the_stored_ones() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket());
    storeNotes(acme, aNote(1).build(), aNote(2).build());

    var some = new TicketNotes(List.of(aNote(3).build()), 2, minute(10));
    var stored = store().mirror().storeNotes(acme, new TicketId(1), some, SECOND);

    assertThat(stored).isEqualTo(new Stored(Set.of(3L), Set.of(), Set.of()));
    assertThat(notesOf(acme)).containsExactly(aNote(3).build(), aNote(2).build(), aNote(1).build());
    assertThat(found(acme, 1).notes().at()).contains(minute(10));
  }

  @Test
  default void missing_notes_are_counted_until_they_come_or_their_ticket_goes() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).changed(1), aTicket(2).changed(2).closed().lastAction(7));
    store(acme, UNROUTED, aTicket(3).changed(3));
    LongStream.rangeClosed(1, 3).forEach(id -> storeNoNotes(acme, id, 10 * id));

    assertThat(store().mirror().missingNotes(acme)).isEqualTo(60);
    storeNoNotes(acme, 1, 0);
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 3), SECOND);

    assertThat(store().mirror().missingNotes(acme)).isEqualTo(20);
    assertThat(store().mirror().missingNotes(connected("beta"))).isZero();
    assertThat(store().mirror().ticketsMissingNotes(acme, 9))
        .containsExactly(AwaitingNotes.notesOf(new TicketId(2), minute(7)));
  }

  @Test
  default void a_ticket_tells_how_many_of_its_notes_are_missing_if_that_is_known() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).lastAction(4));
    assertThat(found(acme, 1).missingNotes()).isEmpty();

    store().mirror().storeNotes(acme, new TicketId(1), all(minute(4)), FIRST);
    assertThat(found(acme, 1).missingNotes()).contains(0L);

    var some = new TicketNotes(List.of(), 2, minute(4));
    store().mirror().storeNotes(acme, new TicketId(1), some, FIRST);
    assertThat(found(acme, 1).missingNotes()).contains(2L);

    store(acme, UNROUTED, aTicket(1).lastAction(5).changed(5));
    assertThat(found(acme, 1).missingNotes()).isEmpty();
  }

  @Test
  default void the_gap_in_the_notes_of_a_connection_is_known() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).lastAction(1), aTicket(2).lastAction(1).closed());
    store(acme, UNROUTED, aTicket(3).lastAction(1), aTicket(4).lastAction(1));
    store(connected("beta"), UNROUTED, aTicket(1).lastAction(1));
    LongStream.of(1, 4)
        .forEach(id ->
            store()
                .mirror()
                .storeNotes(
                    acme, new TicketId(id), new TicketNotes(List.of(), 5, minute(1)), FIRST));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 4), SECOND);

    assertThat(store().tickets().notesGap(acme)).isEqualTo(new TicketReads.NotesGap(5, 2));
  }

  @Test
  default void tickets_await_their_notes_latest_change_first() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).changed(1).lastAction(1), aTicket(2).changed(3).lastAction(3));
    store(acme, UNROUTED, aTicket(3).changed(2).lastAction(2), aTicket(4).changed(4).lastAction(4));
    store().mirror().storeNotes(acme, new TicketId(4), all(minute(3)), FIRST);

    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 3))
        .containsExactly(
            new AwaitingNotes(new TicketId(4), minute(4), new Stamp(minute(4)), true, true),
            new AwaitingNotes(new TicketId(2), minute(3), new Stamp(minute(3)), true, true),
            new AwaitingNotes(new TicketId(3), minute(2), new Stamp(minute(2)), true, true));
  }

  @Test
  default void a_ticket_whose_notes_are_as_new_as_its_last_action_awaits_none() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).lastAction(4).about(assetIds()));
    store(acme, UNROUTED, aTicket(2).opened(-30).about(assetIds()));
    store().mirror().storeNotes(acme, new TicketId(1), all(minute(4)), FIRST);
    var before = store().mirror().ticketsAwaitingNotes(acme, minute(0), 10);
    store().mirror().storeNotes(acme, new TicketId(2), all(minute(-30)), FIRST);

    assertThat(before)
        .containsExactly(
            new AwaitingNotes(
                new TicketId(2), minute(-30), aTicket(2).build().updatedAt(), false, true));
    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 10)).isEmpty();
  }

  @Test
  default void the_page_of_a_ticket_is_awaited_when_a_list_brings_a_newer_version() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).lastAction(4).about(assetIds()));
    store().mirror().storeNotes(acme, new TicketId(1), all(minute(4)), FIRST);
    store(acme, UNROUTED, aTicket(1).lastAction(4));
    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 10)).isEmpty();

    store(acme, UNROUTED, aTicket(1).lastAction(4).changed(5));

    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 10))
        .containsExactly(
            new AwaitingNotes(new TicketId(1), minute(4), new Stamp(minute(5)), true, false));
    assertThat(store().tickets().notesGap(acme).unreadTickets()).isZero();
  }

  @Test
  default void a_page_counts_as_read_only_if_it_shows_the_version_of_the_mirror() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).lastAction(4).changed(5));
    store().mirror().storeNotes(acme, new TicketId(1), all(minute(4)), FIRST);

    store(acme, UNROUTED, aTicket(1).lastAction(4).changed(4).about(assetIds()));
    store().mirror().pageRead(acme, new TicketId(1), new Stamp(minute(4)));
    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 10)).hasSize(1);

    store(acme, UNROUTED, aTicket(1).lastAction(4).changed(5).about(assetIds()));
    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 10)).isEmpty();
  }

  @Test
  default void a_page_that_shows_no_assets_counts_as_read_when_somebody_says_so() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).lastAction(4).changed(5));
    store().mirror().storeNotes(acme, new TicketId(1), all(minute(4)), FIRST);

    store().mirror().pageRead(acme, new TicketId(1), new Stamp(minute(5)));

    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(0), 10)).isEmpty();
  }

  @Test
  default void closed_tickets_await_their_notes_only_if_they_changed_since_then() {
    var acme = connected("acme");
    store(acme, UNROUTED, aTicket(1).closed().changed(4), aTicket(2).closed().changed(5));
    store(acme, UNROUTED, aTicket(3).changed(-500), aTicket(4).changed(6));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 4), SECOND);
    store(connected("beta"), UNROUTED, aTicket(5));

    assertThat(store().mirror().ticketsAwaitingNotes(acme, minute(5), 10))
        .extracting(awaiting -> awaiting.ticket().value())
        .containsExactly(2L, 3L);
  }

  private Stored store(ConnectionId connection, Route route, TicketBuilder... tickets) {
    var rows = Stream.of(tickets).map(ticket -> new RoutedTicket(ticket.build(), route)).toList();
    return store().mirror().storeTickets(connection, rows, FIRST);
  }

  private void assets(ConnectionId connection, AssetBuilder... assets) {
    var rows = Stream.of(assets).map(AssetBuilder::build).toList();
    store().mirror().storeAssets(connection, rows, FIRST);
  }

  private Stored storeNotes(ConnectionId connection, Note... notes) {
    return store().mirror().storeNotes(connection, new TicketId(1), all(minute(9), notes), FIRST);
  }

  private boolean storeNote(ConnectionId connection, NoteBuilder note) {
    return store().mirror().storeNote(connection, note.build(), SECOND);
  }

  private void storeNoNotes(ConnectionId connection, long ticket, long missing) {
    var none = new TicketNotes(List.of(), missing, minute(9));
    store().mirror().storeNotes(connection, new TicketId(ticket), none, SECOND);
  }

  private static TicketNotes all(Instant readAt, Note... notes) {
    return new TicketNotes(List.of(notes), 0, readAt);
  }

  private TicketView found(ConnectionId connection, long id) {
    var key = ticket(connection, id);
    return store().tickets().ticketsByKey(MANAGERS, Set.of(key)).values().iterator().next();
  }

  private List<Long> assetsOf(ConnectionId connection) {
    var key = ticket(connection, 1);
    return store()
        .assets()
        .assetsOfTickets(MANAGERS, Set.of(key))
        .getOrDefault(key, List.of())
        .stream()
        .map(asset -> asset.value().id().value())
        .toList();
  }

  private List<Note> notesOf(ConnectionId connection) {
    return store().tickets().notes(MANAGERS, ticket(connection, 1), PageArgs.first(50)).rows();
  }
}
