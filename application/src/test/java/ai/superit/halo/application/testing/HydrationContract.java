package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.asset.AssetReads.FieldsGap;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.application.client.ClientReads.PagesGap;
import ai.superit.halo.application.sync.AwaitingPage;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.testing.AssetBuilder;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every keeper of what lists lack does.
public interface HydrationContract extends StoreContract {
  UUID ONE = new UUID(0, 1);
  UUID TWO = new UUID(0, 2);

  @Test
  default void assets_from_a_list_await_their_fields_latest_change_first() {
    var acme = connected("acme");
    store(acme, anAsset(1).withoutFields().changed(1), anAsset(2).withoutFields().changed(2));
    store(acme, anAsset(3));
    store(connected("beta"), anAsset(4).withoutFields());
    store(acme, anAsset(5).withoutFields());
    store().mirror().retire(acme, ref(5), FIRST);

    assertThat(awaiting(acme, NOON)).containsExactly(2L, 1L);
    assertThat(store().hydration().assetsAwaitingFields(acme, NOON, 1)).hasSize(1);
    assertThat(store().assets().fieldsGap(acme, NOON)).isEqualTo(new FieldsGap(2, 3));
  }

  @Test
  default void fields_go_stale_when_a_list_brings_a_newer_version() {
    var acme = connected("acme");
    store(acme, anAsset(1).with(Map.of("Model", "T14")));
    store(acme, anAsset(1).withoutFields().named("x").changed(1));

    assertThat(fields(acme)).isEqualTo(new Asset.Fields.Stale(Map.of("Model", "T14")));
    assertThat(awaiting(acme, NOON)).containsExactly(1L);

    store(acme, anAsset(1).with(Map.of("Model", "T14")).named("x").changed(1));

    assertThat(fields(acme)).isEqualTo(new Asset.Fields.Read(Map.of("Model", "T14")));
    assertThat(awaiting(acme, NOON)).isEmpty();
  }

  @Test
  default void clients_from_a_list_await_their_own_page_and_again_when_they_change() {
    var acme = connected("acme");
    clients(acme, aClient(1).changed(1), aClient(2).changed(2), aClient(3).mainContact(9));
    clients(connected("beta"), aClient(4));
    clients(acme, aClient(5));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.CLIENT, 5), FIRST);

    assertThat(clientsAwaiting(acme)).containsExactly(2L, 1L);
    assertThat(store().clients().pagesGap(acme, NOON)).isEqualTo(new PagesGap(2, 3));

    clients(acme, aClient(1).withoutMainContact().changed(1), aClient(2).mainContact(8).changed(1));
    clients(acme, aClient(3));
    assertThat(clientsAwaiting(acme)).containsExactly(2L);

    clients(acme, aClient(1).changed(3));
    assertThat(clientsAwaiting(acme)).containsExactly(1L, 2L);
    var one = Set.of(new ObjectRef(ObjectRef.Kind.CLIENT, 1), ref(2));
    store().hydration().putOff(acme, one, NOON);
    assertThat(clientsAwaiting(acme)).containsExactly(2L);
  }

  @Test
  default void a_client_that_was_taken_out_is_not_brought_back_by_its_own_page() {
    var acme = connected("acme");
    clients(acme, aClient(1), aClient(2));
    var awaited = awaitedClients(acme);
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.CLIENT, 1), FIRST);

    assertThat(refresh(acme, aClient(1).mainContact(3), awaited)).isFalse();
    assertThat(refresh(acme, aClient(2).mainContact(3), awaited)).isTrue();
    assertThat(store().mirror().living(acme, Resource.CLIENTS, Set.of(1L, 2L))).containsExactly(2L);
  }

  @Test
  default void an_asset_that_was_taken_out_is_not_brought_back_by_its_own_page() {
    var acme = connected("acme");
    store(acme, anAsset(1).withoutFields());
    var awaited = store().hydration().assetsAwaitingFields(acme, NOON, 1).getFirst();
    store().mirror().retire(acme, ref(1), FIRST);

    var page = anAsset(1).changed(1).build();
    assertThat(refresh(acme, page, awaited)).isFalse();
    assertThat(store().mirror().living(acme, Resource.ASSETS, Set.of(1L))).isEmpty();
  }

  /// Neither of the two versions of a record without a stamp is the newer one by itself.
  @Test
  default void a_page_replaces_nothing_that_was_stored_since_it_was_asked_for() {
    var acme = connected("acme");
    clients(acme, aClient(1).stamped(Stamp.UNKNOWN), aClient(2).stamped(Stamp.UNKNOWN));
    var awaited = awaitedClients(acme);
    clients(acme, aClient(1).named("new").stamped(Stamp.UNKNOWN));
    clients(acme, aClient(2).stamped(Stamp.UNKNOWN));

    var old = aClient(1).mainContact(3).stamped(Stamp.UNKNOWN);
    assertThat(refresh(acme, old, awaited)).isFalse();
    assertThat(refresh(acme, aClient(2).mainContact(3).stamped(Stamp.UNKNOWN), awaited)).isTrue();
    assertThat(clientsAwaiting(acme)).containsExactly(1L);

    assertThat(refresh(acme, old.named("new"), awaitedClients(acme))).isTrue();
    assertThat(clientsAwaiting(acme)).isEmpty();
  }

  @Test
  default void a_page_of_an_asset_replaces_nothing_that_was_stored_since_it_was_asked_for() {
    var acme = connected("acme");
    store(acme, anAsset(1).withoutFields().stamped(Stamp.UNKNOWN));
    var awaited = store().hydration().assetsAwaitingFields(acme, NOON, 1).getFirst();
    store(acme, anAsset(1).withoutFields().stamped(Stamp.UNKNOWN).named("new"));

    var page = anAsset(1).stamped(Stamp.UNKNOWN).build();
    assertThat(refresh(acme, page, awaited)).isFalse();
    assertThat(awaiting(acme, NOON)).containsExactly(1L);
  }

  /// Whatever the store's own clock says.
  @Test
  default void pages_of_records_without_a_stamp_are_read_again_after_a_day() {
    var acme = connected("acme");
    clients(acme, aClient(2));
    pages(acme, aClient(1).mainContact(3).stamped(Stamp.UNKNOWN), aClient(2).mainContact(3));
    clients(acme, aClient(3).stamped(Stamp.UNKNOWN));
    pages(acme, aClient(4).mainContact(3).stamped(Stamp.UNKNOWN));
    pages(acme, aClient(5).mainContact(3).stamped(Stamp.UNKNOWN));
    pages(connected("beta"), aClient(6).mainContact(3).stamped(Stamp.UNKNOWN));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.CLIENT, 4), FIRST);

    assertThat(clientsToReadAgain(acme, NOON)).isEmpty();
    var later = Instant.now().plus(Duration.ofHours(25));
    assertThat(clientsToReadAgain(acme, later)).containsExactly(1L, 5L);
    assertThat(store().clients().pagesGap(acme, NOON)).isEqualTo(new PagesGap(1, 4));
    assertThat(store().clients().pagesGap(acme, later)).isEqualTo(new PagesGap(3, 4));
    assertThat(store().hydration().clientsToReadAgain(acme, later, 1)).hasSize(1);
    store().hydration().putOff(acme, Set.of(new ObjectRef(ObjectRef.Kind.CLIENT, 5)), later);
    assertThat(clientsToReadAgain(acme, later)).containsExactly(1L);

    clients(acme, aClient(1).named("new").stamped(Stamp.UNKNOWN));
    assertThat(clientsToReadAgain(acme, later)).isEmpty();
    assertThat(clientsAwaiting(acme)).containsExactly(3L, 1L);
  }

  @Test
  default void a_page_without_a_stamp_is_read_again_while_it_still_holds() {
    var acme = connected("acme");
    pages(acme, aClient(1).mainContact(3).stamped(Stamp.UNKNOWN));
    pages(acme, anAsset(1).stamped(Stamp.UNKNOWN));

    var read =
        requireNonNull(
            store().clients().clientsByKey(MANAGERS, Set.of(client(acme, 1))).get(client(acme, 1)));
    var readAt = read.client().pageReadAt().orElseThrow();
    var soon = readAt.plus(Duration.ofHours(19));
    assertThat(clientsToReadAgain(acme, soon)).isEmpty();
    assertThat(store().hydration().assetsToReadAgain(acme, soon, 9)).isEmpty();
    var later = readAt.plus(Duration.ofHours(21));
    assertThat(clientsToReadAgain(acme, later)).containsExactly(1L);
    assertThat(store().hydration().assetsToReadAgain(acme, later, 9)).hasSize(1);
    assertThat(store().clients().pagesGap(acme, later)).isEqualTo(new PagesGap(0, 1));
    assertThat(store().assets().fieldsGap(acme, later)).isEqualTo(new FieldsGap(0, 1));
  }

  @Test
  default void an_asset_without_a_stamp_takes_another_status_from_its_page_a_day_later() {
    var acme = connected("acme");
    var unstamped = anAsset(1).stamped(Stamp.UNKNOWN);
    pages(acme, unstamped.inStatus("Deployed"));
    assertThat(store().hydration().assetsToReadAgain(acme, NOON, 9)).isEmpty();

    var later = Instant.now().plus(Duration.ofHours(25));
    var awaited = store().hydration().assetsToReadAgain(acme, later, 9).getFirst();
    assertThat(store().assets().fieldsGap(acme, NOON)).isEqualTo(new FieldsGap(0, 1));
    assertThat(store().assets().fieldsGap(acme, later)).isEqualTo(new FieldsGap(1, 1));
    var page = unstamped.inStatus("Lost").build();
    assertThat(refresh(acme, page, awaited)).isTrue();

    var found = store().assets().assetsByKey(MANAGERS, Set.of(asset(acme, 1)));
    assertThat(found.values())
        .extracting(row -> row.value().state().status().orElseThrow())
        .containsExactly("Lost");
  }

  @Test
  default void each_reading_of_a_page_is_dated() {
    var acme = connected("acme");
    clients(acme, aClient(1), aClient(3).mainContact(3));
    pages(acme, aClient(2).mainContact(3));
    store(acme, anAsset(2).withoutFields(), anAsset(3));
    pages(acme, anAsset(1));

    var clients =
        store()
            .clients()
            .clientsByKey(MANAGERS, Set.of(client(acme, 1), client(acme, 2), client(acme, 3)));
    assertThat(clients.values())
        .map(ClientView::client)
        .filteredOn(row -> row.pageReadAt().isPresent())
        .extracting(row -> row.value().id().value())
        .containsExactly(2L);
    var assets =
        store()
            .assets()
            .assetsByKey(MANAGERS, Set.of(asset(acme, 1), asset(acme, 2), asset(acme, 3)));
    assertThat(assets.values())
        .filteredOn(row -> row.pageReadAt().isPresent())
        .extracting(row -> row.value().id().value())
        .containsExactly(1L);
  }

  @Test
  default void a_list_that_shows_what_pages_do_is_no_reading_of_a_page() {
    var acme = connected("acme");
    var asset = anAsset(1).stamped(Stamp.UNKNOWN);
    var client = aClient(1).mainContact(3).stamped(Stamp.UNKNOWN);
    store(acme, asset);
    clients(acme, client);
    var assets = store().hydration().assetsToReadAgain(acme, NOON, 9);
    var clients = store().hydration().clientsToReadAgain(acme, NOON, 9);
    store(acme, asset);
    clients(acme, client);

    assertThat(assets).extracting(AwaitingPage::id).containsExactly(1L);
    assertThat(store().hydration().assetsToReadAgain(acme, NOON, 9)).isEqualTo(assets);
    assertThat(clients).extracting(AwaitingPage::id).containsExactly(1L);
    assertThat(store().hydration().clientsToReadAgain(acme, NOON, 9)).isEqualTo(clients);
    assertThat(awaiting(acme, NOON)).isEmpty();
    assertThat(clientsAwaiting(acme)).isEmpty();
  }

  private void pages(ConnectionId connection, AssetBuilder... pages) {
    for (var page : pages) {
      var read = page.build();
      var ref = new ObjectRef(ObjectRef.Kind.ASSET, read.id().value());
      var before = store().mirror().revision(connection, ref);
      store().mirror().storePage(connection, read, before, FIRST);
    }
  }

  private void pages(ConnectionId connection, ClientBuilder... pages) {
    for (var page : pages) {
      var read = page.build();
      var ref = new ObjectRef(ObjectRef.Kind.CLIENT, read.id().value());
      var before = store().mirror().revision(connection, ref);
      store().mirror().storePage(connection, read, before, FIRST);
    }
  }

  private List<Long> clientsToReadAgain(ConnectionId connection, Instant now) {
    return store().hydration().clientsToReadAgain(connection, now, 10).stream()
        .map(AwaitingPage::id)
        .toList();
  }

  private Map<Long, AwaitingPage> awaitedClients(ConnectionId connection) {
    return store().hydration().clientsAwaitingPages(connection, NOON, 10).stream()
        .collect(Collectors.toMap(AwaitingPage::id, Function.identity()));
  }

  private boolean refresh(
      ConnectionId connection, ClientBuilder page, Map<Long, AwaitingPage> awaited) {
    var client = page.build();
    var before = requireNonNull(awaited.get(client.id().value()));
    return store()
        .mirror()
        .storePage(connection, client, before.revision(), FIRST)
        .tellsOf(before.id());
  }

  private boolean refresh(ConnectionId connection, Asset page, AwaitingPage before) {
    return store()
        .mirror()
        .storePage(connection, page, before.revision(), FIRST)
        .tellsOf(before.id());
  }

  private List<Long> clientsAwaiting(ConnectionId connection) {
    return store().hydration().clientsAwaitingPages(connection, NOON, 10).stream()
        .map(AwaitingPage::id)
        .toList();
  }

  @Test
  default void a_list_that_shows_nothing_new_leaves_fields_as_read() {
    var acme = connected("acme");
    store(acme, anAsset(1));
    store(acme, anAsset(1).withoutFields());

    assertThat(awaiting(acme, NOON)).isEmpty();
  }

  @Test
  default void a_page_of_an_older_version_does_not_count_as_read() {
    var acme = connected("acme");
    store(acme, anAsset(1).withoutFields().changed(5));
    store(acme, anAsset(1).changed(4));

    assertThat(awaiting(acme, NOON)).containsExactly(1L);
  }

  @Test
  default void what_failed_is_left_alone_longer_each_time() {
    var acme = connected("acme");
    store(acme, anAsset(1).withoutFields(), anAsset(2).withoutFields());

    store().hydration().putOff(acme, Set.of(ref(1)), NOON);
    assertThat(awaiting(acme, NOON.plusSeconds(59))).containsExactly(2L);
    assertThat(awaiting(acme, minute(1))).containsExactly(2L, 1L);

    store().hydration().putOff(acme, Set.of(ref(1)), NOON);
    assertThat(awaiting(acme, NOON.plusSeconds(119))).containsExactly(2L);
    assertThat(awaiting(acme, minute(2))).containsExactly(2L, 1L);

    for (int more = 0; more < 40; more++) {
      store().hydration().putOff(acme, Set.of(ref(1)), NOON);
    }
    assertThat(awaiting(acme, NOON.plus(Hydration.LONGEST_PAUSE).minusSeconds(1)))
        .containsExactly(2L);
    assertThat(awaiting(acme, NOON.plus(Hydration.LONGEST_PAUSE))).containsExactly(2L, 1L);
  }

  @Test
  default void a_ticket_that_was_put_off_is_not_due_but_still_awaits_its_notes() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).changed(1), aTicket(2).changed(2).closed());
    tickets(acme, UNROUTED, aTicket(3).changed(3), aTicket(4).changed(-9).closed());
    store().hydration().putOff(acme, Set.of(new ObjectRef(ObjectRef.Kind.TICKET, 2)), NOON);
    store().hydration().putOff(acme, Set.of(ref(3)), NOON);

    assertThat(due(acme, NOON)).containsExactly(3L, 1L);
    assertThat(due(acme, minute(1))).containsExactly(3L, 2L, 1L);
    assertThat(store().hydration().ticketsDue(acme, NOON, NOON, 1)).hasSize(1);
    assertThat(store().mirror().ticketsAwaitingNotes(acme, NOON, 9)).hasSize(3);
    assertThat(due(acme, minute(1), minute(-10))).containsExactly(3L, 2L, 1L, 4L);
  }

  @Test
  default void calls_are_counted_for_pages_and_for_notes() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).changed(1), aTicket(2).changed(-9).closed());
    tickets(acme, UNROUTED, aTicket(3).lastAction(3), aTicket(4).lastAction(4));
    var notes = new TicketNotes(List.of(), 0, minute(3));
    store().mirror().storeNotes(acme, new TicketId(3), notes, FIRST);
    store().mirror().storeNotes(acme, new TicketId(4), notes, FIRST);
    store().mirror().pageRead(acme, new TicketId(4), aTicket(4).build().updatedAt());

    assertThat(store().hydration().callsAwaited(acme, NOON)).isEqualTo(4);
  }

  private List<Long> due(ConnectionId connection, Instant now) {
    return due(connection, now, NOON);
  }

  private List<Long> due(ConnectionId connection, Instant now, Instant changedSince) {
    return store().hydration().ticketsDue(connection, changedSince, now, 10).stream()
        .map(due -> due.ticket().value())
        .toList();
  }

  @Test
  default void what_was_read_begins_anew_with_short_pauses() {
    var acme = connected("acme");
    store(acme, anAsset(1).withoutFields());
    store().hydration().putOff(acme, Set.of(ref(1)), NOON);
    store().hydration().putOff(acme, Set.of(ref(1)), NOON);

    store().hydration().settle(acme, Set.of(ref(1)));
    assertThat(awaiting(acme, NOON)).containsExactly(1L);

    store().hydration().putOff(acme, Set.of(ref(1)), NOON);
    assertThat(awaiting(acme, minute(1))).containsExactly(1L);
  }

  @Test
  default void one_holder_at_a_time_has_a_turn() {
    var acme = connected("acme");

    assertThat(take(acme, ONE, NOON)).isTrue();
    assertThat(take(acme, TWO, NOON.plusSeconds(59))).isFalse();
    assertThat(take(acme, ONE, NOON.plusSeconds(59))).isTrue();
    assertThat(take(acme, TWO, minute(1))).isFalse();
    assertThat(take(acme, TWO, minute(2))).isTrue();
    assertThat(take(connected("beta"), ONE, NOON)).isTrue();
    assertThat(
            store()
                .hydration()
                .takeTurn(acme, Hydration.Work.FIELDS, ONE, NOON, Duration.ofMinutes(1)))
        .isTrue();
  }

  @Test
  default void only_who_has_a_turn_can_end_it() {
    var acme = connected("acme");
    take(acme, ONE, NOON);

    store().hydration().endTurn(acme, Hydration.Work.NOTES, TWO);
    assertThat(take(acme, TWO, NOON)).isFalse();

    store().hydration().endTurn(acme, Hydration.Work.NOTES, ONE);
    assertThat(take(acme, TWO, NOON)).isTrue();
  }

  private boolean take(ConnectionId connection, UUID holder, Instant now) {
    return store()
        .hydration()
        .takeTurn(connection, Hydration.Work.NOTES, holder, now, Duration.ofMinutes(1));
  }

  private void store(ConnectionId connection, AssetBuilder... assets) {
    var rows = Stream.of(assets).map(AssetBuilder::build).toList();
    store().mirror().storeAssets(connection, rows, Source.run("test"));
  }

  private List<Long> awaiting(ConnectionId connection, Instant now) {
    return store().hydration().assetsAwaitingFields(connection, now, 10).stream()
        .map(AwaitingPage::id)
        .toList();
  }

  private Asset.Fields fields(ConnectionId connection) {
    var key = asset(connection, 1);
    var found = store().assets().assetsByKey(MANAGERS, Set.of(key)).get(key);
    return requireNonNull(found).value().kind().fields();
  }

  private static ObjectRef ref(long asset) {
    return new ObjectRef(ObjectRef.Kind.ASSET, asset);
  }
}
