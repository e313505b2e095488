package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
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
                EnumSet.allOf(TicketPage.Reference.class))
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
    var order = TicketOrder.NEWEST_CHANGE_FIRST;
    return store().tickets().tickets(visibility, filter, order, PageArgs.first(50), wanted);
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
