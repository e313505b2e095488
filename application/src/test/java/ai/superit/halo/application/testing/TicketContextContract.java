package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.NoteBuilder.aNote;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Part;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.ticket.TicketContext;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the context of a ticket holds in every store.
public interface TicketContextContract extends StoreContract {
  TicketContext.Sizes ALL = new TicketContext.Sizes(100, 100, 100);

  @Test
  default void the_context_names_the_client_the_site_and_the_contact() {
    var acme = situation();

    var around = context(MANAGERS, acme, ALL).around();

    assertThat(around.client().orElseThrow().client().value().id().value()).isEqualTo(1);
    assertThat(around.client().orElseThrow().link()).contains(link(1, "blue"));
    assertThat(around.site().orElseThrow().value()).isEqualTo(aSite(6).build());
    assertThat(around.contact().orElseThrow().value()).isEqualTo(aContact(7).build());
  }

  @Test
  default void managers_see_all_around_a_client_that_no_team_has() {
    var acme = situation();
    var linked = context(MANAGERS, acme, ALL).around();
    store().links().remove(acme, new ClientId(1));

    var around = context(MANAGERS, acme, ALL).around();

    assertThat(around.client().orElseThrow().link()).isEmpty();
    assertThat(around.site()).isEqualTo(linked.site());
    assertThat(around.contact()).isEqualTo(linked.contact());
  }

  @Test
  default void what_the_mirror_does_not_have_is_left_out() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket().at(6).from(7).about(assetIds(8)));

    var context = context(MANAGERS, acme, ALL);

    assertThat(context.around().client()).isEmpty();
    assertThat(context.around().site()).isEmpty();
    assertThat(context.around().contact()).isEmpty();
    assertThat(context.assets()).isEmpty();
  }

  @Test
  default void the_notes_are_the_latest_ones_that_the_caller_may_see() {
    var acme = situation();

    var few = new TicketContext.Sizes(2, 0, 0);

    assertThat(numbers(context(MANAGERS, acme, few))).containsExactly(3L, 2L);
    assertThat(numbers(context(BLUE_ASSISTANT, acme, few))).containsExactly(2L, 1L);
  }

  @Test
  default void open_tickets_are_the_others_of_the_same_client_latest_change_first() {
    var acme = situation();

    var context = context(MANAGERS, acme, ALL);

    assertThat(ids(context.openTickets())).containsExactly(3L, 2L);
  }

  @Test
  default void earlier_tickets_share_an_asset_latest_change_first() {
    var acme = situation();

    var context = context(MANAGERS, acme, ALL);

    assertThat(ids(context.earlierTickets())).containsExactly(4L, 3L);
    assertThat(context.assets())
        .extracting(asset -> asset.value().id().value())
        .containsExactly(8L, 9L);
  }

  @Test
  default void a_ticket_that_shares_several_assets_is_listed_once() {
    var acme = situation();
    tickets(acme, TO_BLUE, aTicket(6).changed(8).about(assetIds(8, 9)));

    var earlier = context(MANAGERS, acme, ALL).earlierTickets();

    assertThat(ids(earlier)).containsExactly(6L, 4L, 3L);
  }

  @Test
  default void tickets_that_were_changed_at_the_same_moment_are_all_listed() {
    var acme = situation();
    tickets(
        acme,
        TO_BLUE,
        aTicket(6).changed(8).about(assetIds(8, 9)),
        aTicket(7).changed(8).about(assetIds(8, 9)));

    var context = context(MANAGERS, acme, ALL);

    assertThat(ids(context.earlierTickets())).containsExactly(7L, 6L, 4L, 3L);
    assertThat(ids(context.openTickets())).containsExactly(7L, 6L, 3L, 2L);
  }

  @Test
  default void whoever_may_not_see_the_ticket_gets_nothing_around_it_either() {
    var acme = situation();

    assertThat(List.of(OTHER_MANAGERS, RED_AGENT, new Visibility.Member(Set.of(), true)))
        .allSatisfy(caller -> assertThat(found(caller, acme, ALL)).isEmpty());
  }

  @Test
  default void managers_and_members_of_several_teams_see_what_each_of_them_sees() {
    var acme = situation();
    var managers = Set.of(new TeamId("managers"), new TeamId("others"));
    var members = Set.of(new TeamId("red"), new TeamId("blue"));

    assertThat(context(new Visibility.Managed(managers), acme, ALL))
        .isEqualTo(context(MANAGERS, acme, ALL));
    assertThat(context(new Visibility.Member(members, true), acme, ALL))
        .isEqualTo(context(BLUE_AGENT, acme, ALL));
    assertThat(found(new Visibility.Managed(Set.of()), acme, ALL)).isEmpty();
  }

  @Test
  default void a_deleted_ticket_has_no_context() {
    var acme = situation();
    assertThat(found(BLUE_AGENT, acme, ALL)).isPresent();

    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.TICKET, 1), SECOND);

    assertThat(found(MANAGERS, acme, ALL)).isEmpty();
    assertThat(found(BLUE_AGENT, acme, ALL)).isEmpty();
  }

  @Test
  default void each_list_is_as_long_as_asked_for() {
    var acme = situation();

    var one = context(MANAGERS, acme, new TicketContext.Sizes(1, 1, 1));
    var none = context(MANAGERS, acme, new TicketContext.Sizes(0, 0, 0));

    assertThat(List.of(one.notes(), one.openTickets(), one.earlierTickets()))
        .allMatch(list -> list.size() == 1);
    assertThat(List.of(none.notes(), none.openTickets(), none.earlierTickets()))
        .allMatch(List::isEmpty);
    assertThat(none.around().client()).isPresent();
  }

  @Test
  default void members_get_only_tickets_of_their_own_teams() {
    var acme = situation();
    tickets(acme, TO_RED, aTicket(3).changed(5).about(assetIds(9)));

    var context = context(BLUE_AGENT, acme, ALL);

    assertThat(ids(context.openTickets())).containsExactly(2L);
    assertThat(ids(context.earlierTickets())).containsExactly(4L);
  }

  @Test
  default void members_of_a_team_that_has_no_link_see_the_ticket_alone() {
    var acme = situation();
    store().links().remove(acme, new ClientId(1));

    var context = context(BLUE_AGENT, acme, ALL);

    assertThat(context.around())
        .isEqualTo(new TicketContext.Around(Optional.empty(), Optional.empty(), Optional.empty()));
    assertThat(context.assets()).isEmpty();
    assertThat(context.earlierTickets()).isEmpty();
  }

  /// Ticket 1 of client 1 about the assets 8 and 9; ticket 2 open, 3 open and about 9, 4 closed and
  /// about 8, 5 of another client.
  private ConnectionId situation() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    linked(acme, 2, "blue");
    store().mirror().storeSites(acme, List.of(aSite(6).build()), FIRST);
    store().mirror().storeContacts(acme, List.of(aContact(7).build()), FIRST);
    store().mirror().storeAssets(acme, List.of(anAsset(8).build(), anAsset(9).build()), FIRST);
    tickets(
        acme,
        TO_BLUE,
        aTicket(1).at(6).from(7).about(assetIds(8, 9)),
        aTicket(2).changed(4),
        aTicket(3).changed(5).about(assetIds(9)),
        aTicket(4).changed(6).closed().about(assetIds(8)),
        aTicket(5).of(2).changed(7));
    var notes = List.of(aNote(1).build(), aNote(2).build(), aNote(3).hidden().build());
    store().mirror().storeNotes(acme, new TicketId(1), new TicketNotes(notes, 0, minute(3)), FIRST);
    return acme;
  }

  @Test
  default void parts_are_read_of_those_tickets_of_which_they_are_wanted() {
    var acme = situation();
    var parts =
        new TicketContext.Parts(
            Set.of(Part.TICKET_REST), Set.of(Part.TICKET_DETAILS), Set.of(Part.TICKET_TIMES));

    var whole = context(MANAGERS, acme, ALL);
    var read = store().tickets().context(MANAGERS, ticket(acme, 1), ALL, parts).orElseThrow();

    assertThat(read.ticket().notes()).isEqualTo(whole.ticket().notes());
    assertThat(ids(read.openTickets())).isEqualTo(ids(whole.openTickets())).isNotEmpty();
    assertThat(details(read.openTickets())).isEqualTo(details(whole.openTickets()));
    assertThat(times(read.openTickets())).doesNotContainAnyElementsOf(times(whole.openTickets()));
    assertThat(ids(read.earlierTickets())).isEqualTo(ids(whole.earlierTickets())).isNotEmpty();
    assertThat(times(read.earlierTickets())).isEqualTo(times(whole.earlierTickets()));
    assertThat(details(read.earlierTickets()))
        .doesNotContainAnyElementsOf(details(whole.earlierTickets()));
  }

  private static List<String> details(List<TicketView> views) {
    return views.stream().map(view -> view.ticket().value().text().details()).toList();
  }

  private static List<Stamp> times(List<TicketView> views) {
    return views.stream().map(view -> view.ticket().value().updatedAt()).toList();
  }

  private TicketContext context(
      Visibility visibility, ConnectionId connection, TicketContext.Sizes sizes) {
    return found(visibility, connection, sizes).orElseThrow();
  }

  private Optional<TicketContext> found(
      Visibility visibility, ConnectionId connection, TicketContext.Sizes sizes) {
    return store()
        .tickets()
        .context(visibility, ticket(connection, 1), sizes, TicketContext.Parts.ALL);
  }

  private static List<Long> ids(List<TicketView> views) {
    return views.stream().map(view -> view.key().id().value()).toList();
  }

  private static List<Long> numbers(TicketContext context) {
    return context.notes().stream().map(note -> note.id().value()).toList();
  }
}
