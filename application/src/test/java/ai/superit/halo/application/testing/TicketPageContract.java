package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every store reads along with a page of tickets: the same as it would tell if asked apart.
public interface TicketPageContract extends StoreContract {
  @Test
  default void contacts_and_assets_come_along_with_the_tickets_as_the_caller_may_see_them() {
    var acme = twoClients();

    for (var visibility : List.of(MANAGERS, BLUE_AGENT, RED_AGENT)) {
      var page = page(visibility, TicketFilter.ALL, EnumSet.allOf(TicketPage.Reference.class));
      var keys = page.tickets().rows().stream().map(TicketView::key).collect(Collectors.toSet());
      var contacts = Set.of(contact(acme, 7), contact(acme, 8), contact(acme, 99));

      assertThat(keys).isNotEmpty();
      assertThat(page.along().assets())
          .isEqualTo(store().assets().assetsOfTickets(visibility, keys));
      assertThat(found(page.along().contacts()))
          .isEqualTo(store().clients().contactsByKey(visibility, contacts));
      assertThat(page.along().clients()).isEmpty();
    }
  }

  @Test
  default void a_reference_that_the_caller_may_not_see_is_known_to_be_absent() {
    var acme = twoClients();

    var along = page(BLUE_AGENT, TicketFilter.ALL, Set.of(TicketPage.Reference.CONTACT)).along();

    assertThat(along.contacts().get(contact(acme, 7))).isPresent();
    assertThat(along.contacts().get(contact(acme, 99))).isEmpty();
    assertThat(along.assets()).isEmpty();
  }

  @Test
  default void the_client_that_the_filter_names_comes_along() {
    var acme = twoClients();
    var filter = TicketFilter.openOf(client(acme, 1));

    var seen = page(MANAGERS, filter, Set.of(TicketPage.Reference.CLIENT)).along();
    var hidden = page(RED_AGENT, filter, Set.of(TicketPage.Reference.CLIENT)).along();

    assertThat(found(seen.clients()))
        .isEqualTo(store().clients().clientsByKey(MANAGERS, Set.of(client(acme, 1))));
    assertThat(hidden.clients()).isEqualTo(Map.of(client(acme, 1), Optional.empty()));
  }

  @Test
  default void what_is_left_out_changes_nothing_else() {
    var filter = TicketFilter.openOf(client(twoClients(), 1));
    var along = EnumSet.allOf(TicketPage.Reference.class);
    var whole = page(MANAGERS, filter, along);

    var least = page(MANAGERS, filter, along, Set.of());

    assertThat(always(least)).isEqualTo(always(whole));
    for (var part : Part.values()) {
      var page = page(MANAGERS, filter, along, Set.of(part));
      assertThat(always(page)).isEqualTo(always(whole));
      assertThat(seen(part, page)).as(part.name()).isEqualTo(seen(part, whole)).isNotEmpty();
    }
  }

  private static List<Object> always(TicketPage page) {
    var seen = new ArrayList<Object>();
    for (var view : page.tickets().rows()) {
      seen.addAll(List.of(view.key(), view.ticket().value().text().summary()));
    }
    for (var asset : assets(page)) {
      var value = asset.value();
      seen.addAll(List.of(asset.connection(), value.id(), value.owner().client()));
      seen.addAll(List.of(value.owner().site(), value.tag(), value.kind().name()));
      seen.add(value.kind().typeName());
    }
    for (var contact : contacts(page)) {
      var person = contact.value().person();
      seen.addAll(List.of(contact.connection(), contact.value().id(), person.name()));
      seen.addAll(List.of(person.email(), person.phone()));
    }
    for (var client : clients(page)) {
      seen.addAll(List.of(client.client().value().id(), client.client().value().name()));
    }
    return seen;
  }

  private static List<?> seen(Part part, TicketPage page) {
    var views = page.tickets().rows();
    return switch (part) {
      case TICKET_DETAILS ->
          views.stream().map(view -> view.ticket().value().text().details()).toList();
      case TICKET_PARTIES -> each(views, ticket -> parties(ticket.parties()));
      case TICKET_STATE -> each(views, ticket -> state(ticket.state()));
      case TICKET_TIMES -> each(views, ticket -> times(ticket.times()));
      case TICKET_ROUTE -> views.stream().map(TicketView::route).toList();
      case TICKET_REST -> views.stream().flatMap(TicketPageContract::rest).toList();
      case ASSET_REST ->
          assets(page).stream()
              .map(Mirrored::value)
              .flatMap(
                  asset -> Stream.of(asset.owner(), asset.kind(), asset.state(), asset.updatedAt()))
              .toList();
      case PARTY_REST ->
          Stream.concat(
                  contacts(page).stream().map(Mirrored::value),
                  clients(page).stream()
                      .flatMap(client -> Stream.of(client.client().value(), client.link())))
              .toList();
      case PROVENANCE ->
          Stream.of(views.stream().map(TicketView::ticket), assets(page).stream())
              .flatMap(records -> records)
              .flatMap(row -> Stream.of(row.source(), row.syncedAt()))
              .toList();
    };
  }

  private static Stream<Object> rest(TicketView view) {
    var ticket = view.ticket().value();
    var parties = ticket.parties();
    return Stream.of(
        ticket.text().category(),
        parties.agent(),
        parties.haloTeam(),
        ticket.state().type(),
        ticket.state().parent(),
        ticket.times().lastActionAt(),
        view.notes());
  }

  private static List<Object> each(
      List<TicketView> views, Function<Ticket, Stream<Object>> values) {
    return views.stream().flatMap(view -> values.apply(view.ticket().value())).toList();
  }

  private static Stream<Object> parties(Ticket.Parties parties) {
    return Stream.of(parties.client(), parties.site(), parties.contact());
  }

  private static Stream<Object> state(Ticket.State state) {
    return Stream.of(state.status(), state.priority(), state.closed());
  }

  private static Stream<Object> times(Ticket.Times times) {
    return Stream.of(times.openedAt(), times.updatedAt(), times.closedAt());
  }

  private static List<Mirrored<Asset>> assets(TicketPage page) {
    return page.tickets().rows().stream()
        .flatMap(view -> page.along().assets().getOrDefault(view.key(), List.of()).stream())
        .toList();
  }

  private static List<Mirrored<Contact>> contacts(TicketPage page) {
    return page.along().contacts().values().stream().flatMap(Optional::stream).toList();
  }

  private static List<ClientView> clients(TicketPage page) {
    return page.along().clients().values().stream().flatMap(Optional::stream).toList();
  }

  @Test
  default void a_ticket_with_many_assets_counts_once() {
    var acme = twoClients();

    var slice =
        store()
            .tickets()
            .tickets(
                MANAGERS,
                TicketFilter.openOf(client(acme, 1)),
                TicketOrder.NEWEST_CHANGE_FIRST,
                PageArgs.first(1),
                EnumSet.allOf(TicketPage.Reference.class),
                Part.ALL)
            .tickets();

    assertThat(slice.rows()).extracting(view -> view.key().id().value()).containsExactly(2L);
    assertThat(slice.more()).isTrue();
  }

  @Test
  default void assets_that_are_gone_take_no_place_among_those_that_come_along() {
    var acme = connected("acme");
    var ids = LongStream.rangeClosed(1, 120).toArray();
    var assets = LongStream.of(ids).mapToObj(id -> anAsset(id).build()).toList();
    store().mirror().storeAssets(acme, assets, FIRST);
    tickets(acme, UNROUTED, aTicket(1).about(assetIds(ids)));
    LongStream.rangeClosed(1, 50)
        .mapToObj(id -> new ObjectRef(ObjectRef.Kind.ASSET, id))
        .forEach(asset -> store().mirror().retire(acme, asset, SECOND));

    var along = page(MANAGERS, TicketFilter.ALL, Set.of(TicketPage.Reference.ASSETS)).along();

    assertThat(along.assets().values().stream().flatMap(List::stream))
        .extracting(asset -> asset.value().id().value())
        .containsExactlyElementsOf(LongStream.rangeClosed(51, 120).boxed().toList());
  }

  private ConnectionId twoClients() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    linked(acme, 2, "red");
    var mirror = store().mirror();
    mirror.storeContacts(acme, List.of(aContact(7).build(), aContact(8).of(2).build()), FIRST);
    mirror.storeAssets(
        acme, List.of(anAsset(5).build(), anAsset(6).build(), anAsset(9).of(2).build()), FIRST);
    tickets(acme, TO_BLUE, aTicket(1).from(7).about(assetIds(5, 6)), aTicket(4).from(99));
    tickets(acme, TO_BLUE, aTicket(2).from(7).changed(5).about(assetIds(6, 5)));
    tickets(acme, TO_RED, aTicket(3).of(2).from(8).about(assetIds(9)));
    return acme;
  }

  private TicketPage page(
      Visibility visibility, TicketFilter filter, Set<TicketPage.Reference> wanted) {
    return page(visibility, filter, wanted, Part.ALL);
  }

  private TicketPage page(
      Visibility visibility,
      TicketFilter filter,
      Set<TicketPage.Reference> wanted,
      Set<Part> parts) {
    var order = TicketOrder.NEWEST_CHANGE_FIRST;
    return store().tickets().tickets(visibility, filter, order, PageArgs.first(50), wanted, parts);
  }

  private static Key<ContactId> contact(ConnectionId connection, long id) {
    return new Key<>(connection, new ContactId(id));
  }

  private static <K, V> Map<K, V> found(Map<K, Optional<V>> known) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().orElseThrow()));
  }
}
