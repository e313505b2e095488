package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.sync.AwaitingPage;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Scope.Since;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every keeper of scopes, and the mirror that obeys them, does.
public interface SyncScopesContract extends StoreContract {
  Source SCOPED = Source.run("scoped");

  List<Ticket> TICKETS =
      List.of(
          aTicket(1).opened(0).changed(9).build(),
          aTicket(2).opened(0).changed(9).closed().build(),
          aTicket(3).of(2).opened(0).changed(9).build(),
          aTicket(4).opened(0).changed(1).build(),
          aTicket(5).opened(8).stamped(Stamp.UNKNOWN).build(),
          aTicket(6).opened(1).stamped(Stamp.UNKNOWN).build());

  @Test
  default void everything_is_mirrored_until_somebody_chooses() {
    assertThat(store().scopes().scope(connected("acme"))).isEqualTo(Scope.EVERYTHING);
  }

  @Test
  default void what_was_chosen_last_counts_for_that_connection() {
    var acme = connected("acme");
    var narrow =
        new Scope(
            true,
            new Scope.Assets(
                true,
                Set.of(3L, 1L),
                Set.of(new SiteId(8), new SiteId(6)),
                Set.of("Deployed", "In use, \"as is\"")),
            new Scope.Tickets(new Since.Days(30), true, Set.of(new ClientId(7)), Set.of(4L, 2L)));
    store().scopes().choose(acme, narrow, minute(1));
    assertThat(store().scopes().scope(acme)).isEqualTo(narrow);

    store().scopes().choose(acme, tickets(new Since.Moment(minute(3))), minute(2));

    assertThat(store().scopes().scope(acme)).isEqualTo(tickets(new Since.Moment(minute(3))));
    assertThat(store().scopes().scope(connected("beta"))).isEqualTo(Scope.EVERYTHING);
  }

  @Test
  default void the_mirror_takes_out_the_tickets_that_the_scope_leaves_out() {
    var now = minute(5).plus(Duration.ofDays(1));
    var scopes =
        Stream.of(
            tickets(new Since.Days(1)),
            tickets(new Since.Moment(minute(8))),
            tickets(new Scope.Tickets(new Since.Ever(), true, Set.of(), Set.of())),
            tickets(new Scope.Tickets(new Since.Ever(), false, Set.of(new ClientId(2)), Set.of())),
            tickets(new Scope.Tickets(new Since.Ever(), false, Set.of(), Set.of(1L, 77L))),
            tickets(new Scope.Tickets(new Since.Ever(), false, Set.of(), Set.of(77L))));

    scopes.forEach(scope -> {
      var acme = connected("acme" + scope.hashCode());
      storeTickets(acme);
      var included =
          TICKETS.stream()
              .filter(ticket -> scope.includes(ticket, now))
              .map(ticket -> ticket.id().value())
              .collect(Collectors.toSet());

      var gone = store().mirror().retireOutside(acme, Resource.TICKETS, scope, now, () -> false);

      assertThat(gone).isEqualTo(TICKETS.size() - included.size()).isPositive();
      assertThat(living(acme, Resource.TICKETS)).isEqualTo(included);
    });
  }

  @Test
  default void the_mirror_takes_out_clients_and_assets_that_the_scope_leaves_out() {
    var acme = connected("acme");
    var beta = connected("beta");
    var clients = List.of(aClient(1).build(), aClient(2).inactive().build());
    store().mirror().storeClients(acme, clients, SCOPED);
    store().mirror().storeClients(beta, clients, SCOPED);
    var laptop = anAsset(1).build();
    store().mirror().storeAssets(acme, List.of(laptop, anAsset(2).inactive().build()), SCOPED);
    var type = laptop.kind().typeId();

    retire(acme, Resource.CLIENTS, new Scope.Assets(false, Set.of()));
    retire(acme, Resource.ASSETS, new Scope.Assets(true, Set.of(type)));
    assertThat(living(acme, Resource.CLIENTS)).containsExactly(1L);
    assertThat(living(beta, Resource.CLIENTS)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(living(acme, Resource.ASSETS)).containsExactly(1L);

    retire(acme, Resource.ASSETS, new Scope.Assets(true, Set.of(type + 1)));
    assertThat(living(acme, Resource.ASSETS)).isEmpty();
  }

  @Test
  default void the_mirror_takes_out_assets_of_other_sites_and_of_none() {
    var acme = connected("acme");
    var assets = List.of(anAsset(1).at(11).build(), anAsset(2).at(12).build(), anAsset(3).build());
    store().mirror().storeAssets(acme, assets, SCOPED);
    var scope = new Scope.Assets(false, Set.of(), Set.of(new SiteId(12), new SiteId(13)));

    retire(acme, Resource.ASSETS, scope);

    assertThat(living(acme, Resource.ASSETS)).containsExactly(2L);
    var whole = new Scope(false, scope, Scope.EVERYTHING.tickets());
    assertThat(assets.stream().filter(whole::includes).toList()).containsExactly(assets.get(1));
    assertThat(whole.limits(Resource.ASSETS)).isTrue();
  }

  @Test
  default void the_mirror_takes_out_assets_in_other_statuses_and_without_one() {
    var acme = connected("acme");
    var assets =
        List.of(
            anAsset(1).inStatus("Deployed").build(),
            anAsset(2).inStatus("deployed").build(),
            anAsset(3).inStatus("").build(),
            anAsset(4).build());
    store().mirror().storeAssets(acme, assets, SCOPED);
    var deployed = Set.of("Deployed", "Active");
    var ids =
        LongStream.rangeClosed(1, 5)
            .boxed()
            .collect(Collectors.toMap(id -> id, _ -> anAsset(1).build().updatedAt()));

    assertThat(store().mirror().inOtherStatus(acme, ids, deployed))
        .containsExactlyInAnyOrder(2L, 3L);
    retire(acme, Resource.ASSETS, new Scope.Assets(false, Set.of(), Set.of(), deployed));

    assertThat(living(acme, Resource.ASSETS)).containsExactlyInAnyOrder(1L, 4L);
    assertThat(store().mirror().inOtherStatus(acme, ids, deployed))
        .containsExactlyInAnyOrder(2L, 3L);
    var whole =
        new Scope(
            false,
            new Scope.Assets(false, Set.of(), Set.of(), deployed),
            Scope.EVERYTHING.tickets());
    assertThat(assets.stream().filter(whole::includes).toList())
        .containsExactly(assets.get(0), assets.get(3));
  }

  @Test
  default void a_status_of_an_earlier_version_does_not_decide() {
    var acme = connected("acme");
    var mirror = store().mirror();
    mirror.storeAssets(acme, List.of(anAsset(1).inStatus("Deployed").build()), SCOPED);
    var newer = anAsset(1).withoutFields().changed(1).build();
    var stock = Set.of("In stock");

    assertThat(mirror.inOtherStatus(acme, Map.of(1L, newer.updatedAt()), stock)).isEmpty();
    mirror.storeAssets(acme, List.of(newer), SCOPED);
    assertThat(mirror.inOtherStatus(acme, Map.of(1L, newer.updatedAt()), stock)).isEmpty();
    retire(acme, Resource.ASSETS, new Scope.Assets(false, Set.of(), Set.of(), stock));
    assertThat(living(acme, Resource.ASSETS)).containsExactly(1L);

    var told = anAsset(1).withoutFields().inStatus("Deployed").changed(1).build();
    mirror.storeAssets(acme, List.of(told), SCOPED);
    assertThat(mirror.inOtherStatus(acme, Map.of(1L, newer.updatedAt()), stock))
        .containsExactly(1L);
    retire(acme, Resource.ASSETS, new Scope.Assets(false, Set.of(), Set.of(), stock));
    assertThat(living(acme, Resource.ASSETS)).isEmpty();
  }

  @Test
  default void the_status_of_an_asset_that_was_taken_out_does_not_decide_when_a_list_brings_it() {
    var acme = connected("acme");
    var mirror = store().mirror();
    var stock = new Scope.Assets(false, Set.of(), Set.of(), Set.of("In stock"));
    var asset = anAsset(1).stamped(Stamp.UNKNOWN);
    mirror.storeAssets(acme, List.of(asset.inStatus("Deployed").build()), SCOPED);
    retire(acme, Resource.ASSETS, stock);
    assertThat(living(acme, Resource.ASSETS)).isEmpty();

    mirror.storeAssets(acme, List.of(asset.withoutFields().build()), SCOPED);
    retire(acme, Resource.ASSETS, stock);
    assertThat(living(acme, Resource.ASSETS)).containsExactly(1L);
    assertThat(store().hydration().assetsAwaitingFields(acme, minute(9), 9))
        .extracting(AwaitingPage::id)
        .containsExactly(1L);

    mirror.storeAssets(acme, List.of(asset.inStatus("Deployed").build()), SCOPED);
    retire(acme, Resource.ASSETS, stock);
    assertThat(living(acme, Resource.ASSETS)).isEmpty();
  }

  @Test
  default void among_some_records_only_those_are_taken_out() {
    var acme = connected("acme");
    storeTickets(acme);
    var none = tickets(new Scope.Tickets(new Since.Ever(), false, Set.of(), Set.of(77L)));

    var gone =
        store().mirror().retireOutside(acme, Resource.TICKETS, Set.of(1L, 9L), none, minute(9));

    assertThat(gone).isEqualTo(1);
    assertThat(living(acme, Resource.TICKETS)).containsExactlyInAnyOrder(2L, 3L, 4L, 5L, 6L);
  }

  @Test
  default void what_was_taken_out_is_alive_again_when_it_comes() {
    var acme = connected("acme");
    storeTickets(acme);
    store()
        .mirror()
        .retireOutside(
            acme,
            Resource.TICKETS,
            tickets(new Since.Days(1)),
            minute(0).plus(Duration.ofDays(400)),
            () -> false);

    storeTickets(acme);

    assertThat(living(acme, Resource.TICKETS)).hasSize(TICKETS.size());
  }

  @Test
  default void the_mirror_takes_out_thousands_unless_it_is_to_stop() {
    var acme = connected("acme");
    var clients =
        LongStream.rangeClosed(1, 6_000)
            .mapToObj(id -> id % 2 == 0 ? aClient(id).build() : aClient(id).inactive().build())
            .toList();
    store().mirror().storeClients(acme, clients, SCOPED);
    var scope = new Scope(true, Scope.EVERYTHING.assets(), Scope.EVERYTHING.tickets());
    var mirror = store().mirror();

    assertThat(mirror.retireOutside(acme, Resource.CLIENTS, scope, minute(9), () -> true)).isZero();
    assertThat(mirror.retireOutside(acme, Resource.CLIENTS, scope, minute(9), () -> false))
        .isEqualTo(3_000);

    assertThat(mirror.living(acme, Resource.CLIENTS, Set.of(1L, 2L, 5_999L, 6_000L)))
        .containsExactlyInAnyOrder(2L, 6_000L);
  }

  private void retire(ConnectionId connection, Resource resource, Scope.Assets assets) {
    var scope = new Scope(true, assets, Scope.EVERYTHING.tickets());
    store().mirror().retireOutside(connection, resource, scope, minute(9), () -> false);
  }

  private void storeTickets(ConnectionId connection) {
    var routing = store().links().routing(connection);
    var routed =
        TICKETS.stream()
            .map(ticket -> new RoutedTicket(ticket, routing.route(ticket.parties().client())))
            .toList();
    store().mirror().storeTickets(connection, routed, SCOPED);
  }

  private Set<Long> living(ConnectionId connection, Resource resource) {
    return store().mirror().living(connection, resource, Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L));
  }

  private static Scope tickets(Since since) {
    return tickets(new Scope.Tickets(since, false, Set.of(), Set.of()));
  }

  private static Scope tickets(Scope.Tickets tickets) {
    return new Scope(false, Scope.EVERYTHING.assets(), tickets);
  }
}
