package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.AttachmentBuilder.anAttachment;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.ticket.TicketContext;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketFilter.Changed;
import ai.superit.halo.application.ticket.TicketFilter.Scope;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketOrder.Field;
import ai.superit.halo.application.ticket.TicketReads.NotePosition;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.AttachmentBuilder;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every store that reads tickets and notes keeps.
public interface TicketReadsContract extends StoreContract {
  @Test
  default void managers_see_all_tickets_of_their_own_connections() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1));
    tickets(acme, TO_BLUE, aTicket(2));

    assertThat(ids(MANAGERS, TicketFilter.ALL)).containsExactlyInAnyOrder(1L, 2L);
    assertSeesNothing(OTHER_MANAGERS, acme);
  }

  @Test
  default void members_see_only_tickets_that_are_routed_to_their_teams() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, TO_BLUE, aTicket(1));
    tickets(acme, TO_RED, aTicket(2));
    tickets(acme, UNROUTED, aTicket(3));
    var both = new Visibility.Member(Set.of(new TeamId("blue"), new TeamId("red")), true);

    assertThat(ids(BLUE_AGENT, TicketFilter.ALL)).containsExactly(1L);
    assertThat(ids(BLUE_ASSISTANT, TicketFilter.ALL)).containsExactly(1L);
    assertThat(ids(both, TicketFilter.ALL)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(store().tickets().countTickets(BLUE_AGENT, TicketFilter.ALL)).isEqualTo(1);
  }

  @Test
  default void a_hidden_ticket_is_as_if_it_were_not_there() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, TO_RED, aTicket(1));
    storeNotes(acme, 1, aNote(1).build());

    assertSeesNothing(BLUE_AGENT, acme);
  }

  @Test
  default void a_deleted_ticket_is_not_returned() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1));
    storeNotes(acme, 1, aNote(1).build());
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 1), SECOND);

    assertSeesNothing(MANAGERS, acme);
  }

  @Test
  default void tickets_are_found_by_key_in_their_own_connection() {
    var acme = connected("acme");
    var beta = connected("beta");
    tickets(acme, UNROUTED, aTicket(1), aTicket(2));
    tickets(beta, UNROUTED, aTicket(1).saying("of beta"));
    var keys = Set.of(ticket(acme, 2), ticket(beta, 1), ticket(beta, 2), ticket(acme, 9));

    var found = store().tickets().ticketsByKey(MANAGERS, keys);

    assertThat(found).containsOnlyKeys(ticket(acme, 2), ticket(beta, 1));
    assertThat(found.values()).allMatch(view -> keys.contains(view.key()));
    assertThat(store().tickets().ticketsByKey(MANAGERS, Set.of())).isEmpty();
  }

  @Test
  default void tickets_are_sorted_by_change_or_opening_both_ways() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).opened(-10).changed(3), aTicket(2).opened(-30).changed(2));
    tickets(acme, UNROUTED, aTicket(3).opened(-20).changed(1));

    assertThat(ids(new TicketOrder(Field.UPDATED_AT, true))).containsExactly(1L, 2L, 3L);
    assertThat(ids(new TicketOrder(Field.UPDATED_AT, false))).containsExactly(3L, 2L, 1L);
    assertThat(ids(new TicketOrder(Field.OPENED_AT, true))).containsExactly(1L, 3L, 2L);
    assertThat(ids(new TicketOrder(Field.OPENED_AT, false))).containsExactly(2L, 3L, 1L);
  }

  /// Descending is ascending read from its end, ties included: so one row comparison does for both.
  @Test
  default void equal_times_are_sorted_by_connection_and_number_the_other_way_too() {
    tiedTickets();

    for (var field : Field.values()) {
      var ascending = keys(new TicketOrder(field, false));
      var descending = keys(new TicketOrder(field, true));

      assertThat(ascending).hasSize(14);
      assertThat(descending).isEqualTo(ascending.reversed());
    }
  }

  @Test
  default void numbers_are_sorted_as_numbers() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(10), aTicket(9), aTicket(100), aTicket(2_000_000_000));

    assertThat(ids(new TicketOrder(Field.UPDATED_AT, false)))
        .containsExactly(9L, 10L, 100L, 2_000_000_000L);
  }

  @Test
  default void pages_walk_each_ticket_exactly_once_in_every_order_and_direction() {
    tiedTickets();

    for (var field : Field.values()) {
      for (var descending : List.of(true, false)) {
        var order = new TicketOrder(field, descending);
        Pages.<TicketView, TicketOrder.Position>assertWalks(
            views(order),
            page -> store().tickets().tickets(MANAGERS, TicketFilter.ALL, order, page),
            order::position);
      }
    }
  }

  @Test
  default void a_position_holds_even_if_its_ticket_is_gone() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).changed(1), aTicket(2).changed(2), aTicket(3).changed(3));
    var order = TicketOrder.NEWEST_CHANGE_FIRST;
    var position = order.position(views(order).get(1));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 2), SECOND);

    var page = PageArgs.firstAfter(5, position);
    var after = store().tickets().tickets(MANAGERS, TicketFilter.ALL, order, page);

    assertThat(after.rows()).extracting(view -> view.key().id().value()).containsExactly(1L);
    assertThat(after.more()).isFalse();
  }

  @Test
  default void an_empty_list_has_one_empty_page() {
    var slice =
        store()
            .tickets()
            .tickets(
                MANAGERS, TicketFilter.ALL, TicketOrder.NEWEST_CHANGE_FIRST, PageArgs.first(3));

    assertThat(slice.rows()).isEmpty();
    assertThat(slice.more()).isFalse();
  }

  @Test
  default void tickets_are_filtered_by_where_they_belong() {
    teamsExist();
    var acme = connected("acme");
    assets(acme, 7);
    tickets(acme, TO_BLUE, aTicket(1).of(5), aTicket(2).from(6));
    tickets(acme, UNROUTED, aTicket(3).about(assetIds(7, 8)));
    tickets(connected("beta"), TO_RED, aTicket(4).of(5).from(6).about(assetIds(7)));

    assertFinds(scope(acme), 1, 2, 3);
    assertFinds(scoped(Scope.of(client(acme, 5))), 1);
    assertFinds(contact(acme, 6), 2);
    assertFinds(about(asset(acme, 7)), 3);
    assertFinds(team("blue"), 1, 2);
    assertFinds(unrouted(), 3);
  }

  @Test
  default void tickets_are_filtered_by_state() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).status(2).priority(1), aTicket(2).status(3).priority(2));
    tickets(acme, UNROUTED, aTicket(3).status(9).closed());

    assertFinds(closed(Optional.of(true)), 3);
    assertFinds(closed(Optional.of(false)), 1, 2);
    assertFinds(numbers(Set.of(2L, 9L), Set.of()), 1, 3);
    assertFinds(numbers(Set.of(), Set.of(2L, 3L)), 2);
    assertFinds(numbers(Set.of(2L), Set.of(2L)));
  }

  @Test
  default void tickets_are_filtered_by_a_half_open_span_of_change() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).changed(1), aTicket(2).changed(2), aTicket(3).changed(3));

    assertFinds(changed(new Changed(Optional.of(minute(2)), Optional.empty())), 2, 3);
    assertFinds(changed(new Changed(Optional.empty(), Optional.of(minute(2)))), 1);
    assertFinds(changed(new Changed(Optional.of(minute(1)), Optional.of(minute(3)))), 1, 2);
    assertFinds(changed(new Changed(Optional.of(minute(3)), Optional.of(minute(1)))));
  }

  @Test
  default void tickets_are_filtered_by_all_words_that_their_summary_holds() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).saying("Printer in the Hall is on fire"));
    tickets(acme, UNROUTED, aTicket(2).saying("printer out of paper"));
    tickets(acme, UNROUTED, aTicket(3).saying("100% CPU on srv_01 (C:\\temp)"));

    assertFinds(text("PRINTER"), 1, 2);
    assertFinds(text("  fire   printer "), 1);
    assertFinds(text("rint"), 1, 2);
    assertFinds(text("printer cpu"));
    assertFinds(text("0%"), 3);
    assertFinds(text("v_0"), 3);
    assertFinds(text("c:\\t"), 3);
    assertFinds(text("p_inter"));
    assertFinds(text("' or 1=1 --"));
  }

  @Test
  default void filters_count_and_page_what_they_find() {
    teamsExist();
    var acme = connected("acme");
    for (int id = 1; id <= 9; id++) {
      tickets(acme, id % 3 == 0 ? TO_RED : TO_BLUE, aTicket(id).status(id % 2).changed(id / 4));
    }
    var filter = numbers(Set.of(1L), Set.of());
    var order = TicketOrder.NEWEST_CHANGE_FIRST;

    var walked =
        Pages.<TicketView, TicketOrder.Position>forwards(
            1, page -> store().tickets().tickets(BLUE_AGENT, filter, order, page), order::position);

    assertThat(walked).extracting(view -> view.key().id().value()).containsExactly(7L, 5L, 1L);
    assertThat(store().tickets().countTickets(BLUE_AGENT, filter)).isEqualTo(3);
  }

  @Test
  default void notes_are_walked_newest_first_with_equal_times() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket());
    var notes = Stream.of(9L, 10L, 11L, 1L, 2L).map(id -> aNote(id).at(id / 9).build()).toList();
    storeNotes(acme, 1, notes.toArray(Note[]::new));

    var expected = List.of(notes.get(2), notes.get(1), notes.get(0), notes.get(4), notes.get(3));
    Pages.<Note, NotePosition>assertWalks(
        expected,
        page -> store().tickets().notes(MANAGERS, ticket(acme, 1), page),
        note -> new NotePosition(note.at(), note.id()));
  }

  @Test
  default void private_notes_are_not_there_for_assistants() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, TO_BLUE, aTicket());
    storeNotes(acme, 1, aNote(1).build(), aNote(2).hidden().build(), aNote(3).hidden().build());

    var seen = store().tickets().notes(BLUE_ASSISTANT, ticket(acme, 1), PageArgs.first(1));

    assertThat(seen.rows()).containsExactly(aNote(1).build());
    assertThat(seen.more()).isFalse();
    assertThat(notes(BLUE_AGENT, acme)).hasSize(3);
    assertThat(notes(MANAGERS, acme)).hasSize(3);
  }

  @Test
  default void html_of_notes_is_read_apart_and_as_private_as_they_are() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, TO_BLUE, aTicket());
    var plain = aNote(1).formatted("<b>a</b>\0").build();
    storeNotes(acme, 1, plain, aNote(2).hidden().build().with(new Note.Html.Read("b")));
    assertThat(notes(MANAGERS, acme)).contains(aNote(1).build());

    assertThat(html(BLUE_ASSISTANT, acme)).isEqualTo(Map.of(new NoteId(1), "<b>a</b>\ufffd"));
    assertThat(html(BLUE_AGENT, acme)).containsEntry(new NoteId(2), "b").hasSize(2);
    assertThat(html(RED_AGENT, acme)).isEmpty();
    storeNotes(acme, 1, aNote(1).changed(9).build(), aNote(2).changed(9).formatted("").build());
    assertThat(html(BLUE_AGENT, acme))
        .as("not read this time, and gone")
        .isEqualTo(Map.of(new NoteId(1), "<b>a</b>\ufffd"));
  }

  @Test
  default void the_length_of_html_is_known_without_reading_it() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, TO_BLUE, aTicket());
    assertThat(bytesOfHtml(BLUE_AGENT, acme)).isZero();

    storeNotes(
        acme,
        1,
        aNote(1).formatted("<b>\u00e9</b>").build(),
        aNote(2).hidden().build().with(new Note.Html.Read("x".repeat(10_000))));

    assertThat(bytesOfHtml(BLUE_ASSISTANT, acme)).isEqualTo(9);
    assertThat(bytesOfHtml(BLUE_AGENT, acme)).isEqualTo(10_009);
    assertThat(bytesOfHtml(RED_AGENT, acme)).isZero();
  }

  private long bytesOfHtml(Visibility visibility, ConnectionId connection) {
    var ids = Set.of(new NoteId(1), new NoteId(2), new NoteId(3));
    return store().tickets().bytesOfHtml(visibility, ticket(connection, 1), ids);
  }

  private Map<NoteId, String> html(Visibility visibility, ConnectionId connection) {
    var ids = Set.of(new NoteId(1), new NoteId(2));
    return store().tickets().htmlOfNotes(visibility, ticket(connection, 1), ids);
  }

  @Test
  default void attachments_are_walked_from_the_highest_number_and_replaced() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket());
    attach(acme, anAttachment(1), anAttachment(7), anAttachment(9));
    attach(acme, anAttachment(10), anAttachment(7).called("b\0"), anAttachment(9).hidden());

    var expected =
        List.of(
            anAttachment(10).build(),
            anAttachment(9).hidden().build(),
            anAttachment(7).called("b\ufffd").build());
    Pages.<Attachment, Long>assertWalks(
        expected,
        page -> store().tickets().attachments(MANAGERS, ticket(acme, 1), page),
        file -> file.id().value());
    storeNotes(acme, 1, aNote(1).build());
    assertThat(attachments(MANAGERS, acme)).as("not read this time").isEqualTo(expected);
    attach(acme);
    assertThat(attachments(MANAGERS, acme)).isEmpty();
  }

  @Test
  default void attachments_are_as_private_as_their_notes() {
    teamsExist();
    var acme = connected("acme");
    tickets(acme, TO_BLUE, aTicket());
    storeNotes(acme, 1, aNote(1).build(), aNote(2).hidden().build());
    var notes = List.of(aNote(1).build(), aNote(2).hidden().build());
    var files =
        List.of(
            anAttachment(1).build(),
            anAttachment(2).on(1, 1).build(),
            anAttachment(3).on(1, 2).build(),
            anAttachment(4).on(1, 99).build(),
            anAttachment(5).on(1, 1).hidden().build());
    var read = new TicketNotes(notes, 0, minute(0), Optional.of(files));
    store().mirror().storeNotes(acme, new TicketId(1), read, FIRST);

    assertThat(attachments(BLUE_ASSISTANT, acme)).isEqualTo(files.subList(0, 2).reversed());
    assertThat(attachments(BLUE_AGENT, acme)).isEqualTo(files.reversed());
    assertThat(attachments(RED_AGENT, acme)).isEmpty();
  }

  private void attach(ConnectionId connection, AttachmentBuilder... files) {
    var built = Stream.of(files).map(AttachmentBuilder::build).toList();
    var read = new TicketNotes(List.of(), 0, minute(0), Optional.of(built));
    store().mirror().storeNotes(connection, new TicketId(1), read, FIRST);
  }

  private List<Attachment> attachments(Visibility visibility, ConnectionId connection) {
    var page = PageArgs.<Long>first(50);
    return store().tickets().attachments(visibility, ticket(connection, 1), page).rows();
  }

  private void tiedTickets() {
    var acme = connected("acme");
    var beta = connected("beta");
    for (int id = 1; id <= 7; id++) {
      var ticket = aTicket(id).changed(id / 3).opened(-id / 4);
      tickets(acme, UNROUTED, ticket);
      tickets(beta, UNROUTED, ticket);
    }
  }

  private void assertSeesNothing(Visibility visibility, ConnectionId connection) {
    var key = ticket(connection, 1);
    assertThat(ids(visibility, TicketFilter.ALL)).isEmpty();
    assertThat(store().tickets().countTickets(visibility, TicketFilter.ALL)).isZero();
    assertThat(store().tickets().ticketsByKey(visibility, Set.of(key))).isEmpty();
    assertThat(notes(visibility, connection)).isEmpty();
    assertThat(store().assets().assetsOfTickets(visibility, Set.of(key))).isEmpty();
    assertThat(
            store()
                .tickets()
                .context(visibility, key, TicketContextContract.ALL, TicketContext.Parts.ALL))
        .isEmpty();
  }

  private void assertFinds(TicketFilter filter, long... ids) {
    var found = ids(MANAGERS, filter).stream().sorted().toList();
    assertThat(found).isEqualTo(Arrays.stream(ids).boxed().toList());
    assertThat(store().tickets().countTickets(MANAGERS, filter)).isEqualTo(ids.length);
  }

  private List<TicketView> views(TicketOrder order) {
    return store().tickets().tickets(MANAGERS, TicketFilter.ALL, order, PageArgs.first(100)).rows();
  }

  private List<Key<TicketId>> keys(TicketOrder order) {
    return views(order).stream().map(TicketView::key).toList();
  }

  private List<Long> ids(TicketOrder order) {
    return keys(order).stream().map(key -> key.id().value()).toList();
  }

  private List<Long> ids(Visibility visibility, TicketFilter filter) {
    var order = TicketOrder.NEWEST_CHANGE_FIRST;
    return store().tickets().tickets(visibility, filter, order, PageArgs.first(100)).rows().stream()
        .map(view -> view.key().id().value())
        .toList();
  }

  private List<Note> notes(Visibility visibility, ConnectionId connection) {
    return store().tickets().notes(visibility, ticket(connection, 1), PageArgs.first(50)).rows();
  }

  private void storeNotes(ConnectionId connection, long ticket, Note... notes) {
    store()
        .mirror()
        .storeNotes(
            connection, new TicketId(ticket), new TicketNotes(List.of(notes), 0, minute(0)), FIRST);
  }

  private void assets(ConnectionId connection, long id) {
    clients(connection, aClient());
    store().mirror().storeAssets(connection, List.of(anAsset(id).build()), FIRST);
  }

  private static TicketFilter scope(ConnectionId connection) {
    return scoped(
        new Scope(
            Optional.of(connection),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false));
  }

  private static TicketFilter contact(ConnectionId connection, long id) {
    return scoped(
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Optional.of(new Key<>(connection, new ContactId(id))),
            Optional.empty(),
            Optional.empty(),
            false));
  }

  private static TicketFilter about(Key<AssetId> asset) {
    return scoped(
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(asset),
            Optional.empty(),
            false));
  }

  private static TicketFilter team(String id) {
    return scoped(
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(new TeamId(id)),
            false));
  }

  private static TicketFilter unrouted() {
    return scoped(
        new Scope(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            true));
  }

  private static TicketFilter scoped(Scope scope) {
    return new TicketFilter(
        scope, Optional.empty(), Set.of(), Set.of(), Changed.ANY_TIME, Optional.empty());
  }

  private static TicketFilter closed(Optional<Boolean> closed) {
    return new TicketFilter(
        Scope.ALL, closed, Set.of(), Set.of(), Changed.ANY_TIME, Optional.empty());
  }

  private static TicketFilter numbers(Set<Long> statuses, Set<Long> priorities) {
    return new TicketFilter(
        Scope.ALL, Optional.empty(), statuses, priorities, Changed.ANY_TIME, Optional.empty());
  }

  private static TicketFilter changed(Changed changed) {
    return new TicketFilter(
        Scope.ALL, Optional.empty(), Set.of(), Set.of(), changed, Optional.empty());
  }

  private static TicketFilter text(String words) {
    return new TicketFilter(
        Scope.ALL, Optional.empty(), Set.of(), Set.of(), Changed.ANY_TIME, Optional.of(words));
  }
}
