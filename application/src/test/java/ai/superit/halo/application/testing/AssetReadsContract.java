package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.asset.AssetReads.Filter;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.AssetBuilder;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every store that reads assets keeps.
public interface AssetReadsContract extends StoreContract {
  @Test
  default void an_asset_is_read_with_all_its_parts() {
    var acme = connected("acme");
    assets(acme, anAsset(7).named("LT").tagged("T-7").inactive().inStatus("Lost"));

    var found = byKey(MANAGERS, acme, 7).orElseThrow();

    assertThat(found.value())
        .usingRecursiveComparison()
        .ignoringFields("links")
        .isEqualTo(anAsset(7).named("LT").tagged("T-7").inactive().inStatus("Lost").build());
    assertThat(found.source()).isEqualTo(FIRST);
  }

  @Test
  default void managers_see_all_assets_of_their_own_connections() {
    var acme = connected("acme");
    assets(acme, anAsset(1), anAsset(2).of(2));

    assertThat(ids(MANAGERS, Filter.ALL)).containsExactly(1L, 2L);
    assertSeesNothing(OTHER_MANAGERS, acme);
  }

  @Test
  default void members_see_assets_of_clients_whose_link_includes_them() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    linked(acme, 2, "red");
    linked(acme, 3, "blue");
    assets(acme, anAsset(1), anAsset(2).of(2), anAsset(3).of(3), anAsset(4).of(4));
    store()
        .links()
        .put(acme, new ClientLink(new ClientId(3), new TeamId("blue"), true, false, true));

    assertThat(ids(BLUE_AGENT, Filter.ALL)).containsExactly(1L);
    assertThat(store().assets().countAssets(BLUE_ASSISTANT, Filter.ALL)).isEqualTo(1);
  }

  @Test
  default void a_link_that_is_switched_off_shows_no_assets() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    assets(acme, anAsset(1).related(assetIds(), assetIds()));
    store()
        .links()
        .put(acme, new ClientLink(new ClientId(1), new TeamId("blue"), true, true, false));

    assertSeesNothing(BLUE_AGENT, acme);
  }

  @Test
  default void deleted_assets_are_not_returned() {
    var acme = connected("acme");
    assets(acme, anAsset(1), anAsset(2).related(assetIds(1), assetIds()));
    tickets(acme, UNROUTED, aTicket().about(assetIds(1, 2)));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.ASSET, 1), SECOND);

    assertThat(ids(MANAGERS, Filter.ALL)).containsExactly(2L);
    assertThat(byKey(MANAGERS, acme, 1)).isEmpty();
    assertThat(ofTicket(MANAGERS, acme)).contains(List.of(2L));
    assertThat(relatives(MANAGERS, acme, 2)).contains("[] []");
  }

  @Test
  default void assets_are_filtered() {
    var acme = connected("acme");
    var beta = connected("beta");
    assets(acme, anAsset(1).inStatus("In Stock"), anAsset(2).of(2).inactive().inStatus(""));
    assets(beta, anAsset(3));
    var any = Filter.ALL;

    assertFinds(new Filter(Optional.of(acme), any.client(), any.active(), any.status()), 1, 2);
    var client = Optional.of(client(acme, 1));
    assertFinds(new Filter(any.connection(), client, any.active(), any.status()), 1);
    assertFinds(new Filter(any.connection(), any.client(), Optional.of(false), any.status()), 2);
    assertFinds(new Filter(any.connection(), any.client(), Optional.of(true), any.status()), 1, 3);
    assertFinds(new Filter(Optional.of(beta), client, any.active(), any.status()));
    assertFinds(inStatus("In Stock"), 1);
    assertFinds(inStatus("in stock"));
    assertFinds(inStatus(""), 2);
  }

  @Test
  default void assets_are_walked_by_connection_and_number() {
    for (var connection : List.of(connected("acme"), connected("beta"))) {
      assets(connection, anAsset(10), anAsset(9), anAsset(100), anAsset(1));
    }
    var all = store().assets().assets(MANAGERS, Filter.ALL, PageArgs.first(100)).rows();

    assertThat(all)
        .extracting(asset -> asset.value().id().value())
        .containsExactly(1L, 9L, 10L, 100L, 1L, 9L, 10L, 100L);
    Pages.<Mirrored<Asset>, Key<AssetId>>assertWalks(
        all,
        page -> store().assets().assets(MANAGERS, Filter.ALL, page),
        asset -> new Key<>(asset.connection(), asset.value().id()));
  }

  @Test
  default void a_ticket_without_assets_has_an_empty_list_and_an_unknown_one_none() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1));

    var found =
        store().assets().assetsOfTickets(MANAGERS, Set.of(ticket(acme, 1), ticket(acme, 2)));

    assertThat(found).containsOnlyKeys(ticket(acme, 1));
    assertThat(ofTicket(MANAGERS, acme)).contains(List.of());
  }

  @Test
  default void members_see_of_a_tickets_assets_only_those_that_are_shown_to_them() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    assets(acme, anAsset(1), anAsset(2).of(2));
    tickets(acme, TO_BLUE, aTicket(1).about(assetIds(1, 2)));

    assertThat(ofTicket(BLUE_AGENT, acme)).contains(List.of(1L));
    assertThat(ofTicket(MANAGERS, acme)).contains(List.of(1L, 2L));
    assertThat(ofTicket(RED_AGENT, acme)).isEmpty();
  }

  @Test
  default void at_most_a_hundred_assets_of_a_ticket_and_relatives_are_read() {
    var acme = connected("acme");
    var many = LongStream.rangeClosed(2, 121).toArray();
    assets(acme, LongStream.of(many).mapToObj(AssetBuilder::anAsset).toArray(AssetBuilder[]::new));
    assets(acme, anAsset(1).related(assetIds(many), assetIds()));
    tickets(acme, UNROUTED, aTicket(1).about(assetIds(many)));

    var first = LongStream.rangeClosed(2, 101).boxed().toList();
    assertThat(ofTicket(MANAGERS, acme)).contains(first);
    assertThat(relatives(MANAGERS, acme, 1)).contains(first + " []");
  }

  @Test
  default void relatives_are_those_that_the_caller_may_see() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    assets(acme, anAsset(2), anAsset(3).of(2), anAsset(4), anAsset(5).of(2));
    assets(acme, anAsset(1).related(assetIds(2, 3), assetIds(4, 5)));

    assertThat(relatives(MANAGERS, acme, 1)).contains("[2, 3] [4, 5]");
    assertThat(relatives(BLUE_AGENT, acme, 1)).contains("[2] [4]");
    assertThat(relatives(RED_AGENT, acme, 1)).isEmpty();
  }

  private static Filter inStatus(String status) {
    return new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(status));
  }

  private void assets(ConnectionId connection, AssetBuilder... assets) {
    var rows = Stream.of(assets).map(AssetBuilder::build).toList();
    store().mirror().storeAssets(connection, rows, FIRST);
  }

  private void assertSeesNothing(Visibility visibility, ConnectionId connection) {
    assertThat(ids(visibility, Filter.ALL)).isEmpty();
    assertThat(store().assets().countAssets(visibility, Filter.ALL)).isZero();
    assertThat(byKey(visibility, connection, 1)).isEmpty();
    assertThat(relatives(visibility, connection, 1)).isEmpty();
  }

  private void assertFinds(Filter filter, long... ids) {
    var found = ids(MANAGERS, filter).stream().sorted().toList();
    assertThat(found).isEqualTo(Arrays.stream(ids).boxed().toList());
    assertThat(store().assets().countAssets(MANAGERS, filter)).isEqualTo(ids.length);
  }

  private List<Long> ids(Visibility visibility, Filter filter) {
    return numbers(store().assets().assets(visibility, filter, PageArgs.first(100)).rows());
  }

  private Optional<Mirrored<Asset>> byKey(Visibility visibility, ConnectionId connection, long id) {
    var keys = Set.of(asset(connection, id));
    return store().assets().assetsByKey(visibility, keys).values().stream().findFirst();
  }

  private Optional<List<Long>> ofTicket(Visibility visibility, ConnectionId connection) {
    var keys = Set.of(ticket(connection, 1));
    return store().assets().assetsOfTickets(visibility, keys).values().stream()
        .map(AssetReadsContract::numbers)
        .findFirst();
  }

  private Optional<String> relatives(Visibility visibility, ConnectionId connection, long id) {
    var keys = Set.of(asset(connection, id));
    return store().assets().relativesOf(visibility, keys).values().stream()
        .map(found -> numbers(found.parents()) + " " + numbers(found.children()))
        .findFirst();
  }

  private static List<Long> numbers(List<Mirrored<Asset>> assets) {
    return assets.stream().map(asset -> asset.value().id().value()).toList();
  }
}
