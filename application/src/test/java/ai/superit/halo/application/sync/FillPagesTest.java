package ai.superit.halo.application.sync;

import static ai.superit.halo.application.testing.MirroredConnection.MANAGERS;
import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.asset.AssetReads.FieldsGap;
import ai.superit.halo.application.client.ClientReads.PagesGap;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.MirroredConnection;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Client.MainContact;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.testing.AssetBuilder;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FillPagesTest {
  private final MirroredConnection acme = new MirroredConnection();
  private final InMemoryStore store = acme.store;
  private final InMemoryHaloTenant halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final FillPages filling =
      FillPages.ofAssets(acme.tenants, acme.mirror, store.hydration(), clock);

  @Test
  void assets_that_a_list_brought_get_their_fields_with_one_call_each() {
    listed(anAsset(1), anAsset(2));
    halo.put(anAsset(1).with(Map.of("Model", "T14")).build(), anAsset(2).build());

    assertThat(filling.isDue(acme.id)).isTrue();
    assertThat(fill()).isEqualTo(2);
    assertThat(filling.isDue(acme.id)).isFalse();

    assertThat(fields(1)).isEqualTo(new Asset.Fields.Read(Map.of("Model", "T14")));
    assertThat(store.assets().fieldsGap(acme.id, clock.instant())).isEqualTo(new FieldsGap(0, 2));
    assertThat(fill()).isZero();
    assertThat(halo.reads()).hasSize(2);
  }

  @Test
  void an_asset_that_a_list_brought_in_a_newer_version_is_read_again() {
    listed(anAsset(1));
    halo.put(anAsset(1).build());
    fill();
    listed(anAsset(1).changed(1));
    halo.put(anAsset(1).changed(1).with(Map.of("Model", "T15")).build());

    assertThat(fields(1)).isEqualTo(new Asset.Fields.Stale(Map.of("Serial", "S1")));
    assertThat(fill()).isEqualTo(1);
    assertThat(fields(1)).isEqualTo(new Asset.Fields.Read(Map.of("Model", "T15")));
  }

  @Test
  void an_asset_that_halo_no_longer_has_is_retired() {
    listed(anAsset(1));

    fill();

    assertThat(store.assets().fieldsGap(acme.id, clock.instant())).isEqualTo(new FieldsGap(0, 0));
  }

  @Test
  void an_asset_that_others_take_out_while_it_is_read_stays_out() {
    listed(anAsset(1));
    halo.put(anAsset(1).build());
    var asset = new ObjectRef(ObjectRef.Kind.ASSET, 1);
    HaloTenants deleting =
        (connection, lane) -> {
          store.mirror().retire(connection, asset, Source.reread("webhook"));
          return acme.tenants.tenant(connection, lane);
        };

    FillPages.ofAssets(deleting, acme.mirror, store.hydration(), clock)
        .fill(acme.id, 10, Lane.BACKFILL);

    assertThat(acme.living(Resource.ASSETS)).isEmpty();
  }

  @Test
  void a_page_without_a_stamp_is_taken_for_the_version_of_the_list() {
    listed(anAsset(1).changed(3));
    halo.put(anAsset(1).build().asOf(Stamp.UNKNOWN));

    assertThat(fill()).isEqualTo(1);
    assertThat(fields(1)).isEqualTo(new Asset.Fields.Read(Map.of("Serial", "S1")));
  }

  @Test
  void a_page_replaces_nothing_that_a_list_brought_while_it_was_read() {
    var client = aClient(7).stamped(Stamp.UNKNOWN);
    listed(client);
    halo.put(client.mainContact(3).build());
    HaloTenants listing =
        (connection, lane) -> {
          listed(client.named("new"));
          return acme.tenants.tenant(connection, lane);
        };

    var overtaken = FillPages.ofClients(listing, acme.mirror, store.hydration(), clock);
    assertThat(overtaken.fill(acme.id, 10, Lane.BACKFILL))
        .isEqualTo(new FillPages.Filled(0, List.of()));
    assertThat(client(7).name()).isEqualTo("new");

    halo.put(client.named("new").mainContact(3).build());
    var clients = FillPages.ofClients(acme.tenants, acme.mirror, store.hydration(), clock);
    assertThat(clients.fill(acme.id, 10, Lane.BACKFILL).records()).isEqualTo(1);
    assertThat(client(7).name()).isEqualTo("new");
    assertThat(mainContact(7)).isEqualTo(new MainContact.Read(Optional.of(new ContactId(3))));
  }

  @Test
  void one_that_fails_is_put_off_and_does_not_hold_up_the_others() {
    listed(anAsset(1), anAsset(2));
    halo.put(anAsset(1).build(), anAsset(2).build());
    halo.spoil(new ObjectRef(ObjectRef.Kind.ASSET, 2), "no client");

    var filled = filling.fill(acme.id, 10, Lane.BACKFILL);

    assertThat(filled.failed())
        .extracting(FillPages.Unread::record)
        .containsExactly(new ObjectRef(ObjectRef.Kind.ASSET, 2));
    assertThat(fill()).isZero();
    clock.advance(Duration.ofMinutes(1));
    assertThatThrownBy(this::fill).isInstanceOf(UnreadableRecord.class);
    clock.advance(Duration.ofMinutes(1));
    assertThat(fill()).isZero();
  }

  @Test
  void a_page_that_is_behind_the_list_is_asked_for_again_later() {
    listed(anAsset(1).changed(5));
    halo.put(anAsset(1).changed(4).build());

    fill();
    fill();

    assertThat(halo.reads()).hasSize(1);
    assertThat(store.assets().fieldsGap(acme.id, clock.instant()).unread()).isEqualTo(1);
  }

  @Test
  void a_tenant_that_does_not_answer_at_all_puts_nothing_off() {
    listed(anAsset(1));
    halo.put(anAsset(1).build());
    halo.down(true);

    assertThatThrownBy(this::fill).isInstanceOf(HaloUnavailable.class);

    halo.down(false);
    assertThat(fill()).isEqualTo(1);
  }

  @Test
  void clients_that_a_list_brought_get_their_main_contact_with_one_call_each() {
    var clients = FillPages.ofClients(acme.tenants, acme.mirror, store.hydration(), clock);
    listed(aClient(7), aClient(8), aClient(9));
    halo.put(aClient(7).mainContact(3).build(), aClient(8).withoutMainContact().build());

    assertThat(clients.isDue(acme.id)).isTrue();
    assertThat(clients.fill(acme.id, 10, Lane.BACKFILL).records()).isEqualTo(3);
    assertThat(clients.isDue(acme.id)).isFalse();

    assertThat(mainContact(7)).isEqualTo(new MainContact.Read(Optional.of(new ContactId(3))));
    assertThat(mainContact(8)).isEqualTo(new MainContact.Read(Optional.empty()));
    assertThat(store.clients().pagesGap(acme.id, clock.instant())).isEqualTo(new PagesGap(0, 2));
    assertThat(halo.reads()).hasSize(3);
  }

  @Test
  void a_client_that_a_list_brought_in_a_newer_version_is_read_again() {
    var clients = FillPages.ofClients(acme.tenants, acme.mirror, store.hydration(), clock);
    listed(aClient(7));
    halo.put(aClient(7).mainContact(3).build());
    clients.fill(acme.id, 10, Lane.BACKFILL);
    listed(aClient(7).changed(1));
    halo.put(aClient(7).mainContact(4).build().asOf(Stamp.UNKNOWN));

    assertThat(mainContact(7)).isEqualTo(new MainContact.Stale(Optional.of(new ContactId(3))));
    clients.fill(acme.id, 10, Lane.BACKFILL);
    assertThat(mainContact(7)).isEqualTo(new MainContact.Read(Optional.of(new ContactId(4))));
  }

  @Test
  void a_client_without_a_stamp_is_read_again_while_its_page_still_holds() {
    var clients = FillPages.ofClients(acme.tenants, acme.mirror, store.hydration(), clock);
    var client = aClient(7).stamped(Stamp.UNKNOWN);
    listed(client);
    halo.put(client.mainContact(3).build());
    clients.fill(acme.id, 10, Lane.BACKFILL);
    halo.put(client.mainContact(4).build());

    clock.advance(Hydration.READ_AGAIN_AFTER);
    assertThat(clients.isAnyOld(acme.id)).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(clients.isAnyOld(acme.id)).isTrue();
    assertThat(clients.isDue(acme.id)).isFalse();
    assertThat(clients.readAgain(acme.id, 10, Lane.BACKFILL).records()).isEqualTo(1);

    assertThat(mainContact(7)).isEqualTo(new MainContact.Read(Optional.of(new ContactId(4))));
    assertThat(clients.isAnyOld(acme.id)).isFalse();
    assertThat(clients.readAgain(acme.id, 10, Lane.BACKFILL).records()).isZero();
    assertThat(halo.reads()).hasSize(2);
  }

  @Test
  void a_client_of_which_the_list_says_no_stamp_is_renamed_though_its_page_says_one() {
    var clients = FillPages.ofClients(acme.tenants, acme.mirror, store.hydration(), clock);
    listed(aClient(7).stamped(Stamp.UNKNOWN));
    halo.put(aClient(7).changed(3).mainContact(3).build());
    clients.fill(acme.id, 10, Lane.BACKFILL);

    listed(aClient(7).named("Renamed Ltd").stamped(Stamp.UNKNOWN));

    assertThat(client(7).name()).isEqualTo("Renamed Ltd");
    assertThat(mainContact(7)).isEqualTo(new MainContact.Stale(Optional.of(new ContactId(3))));
  }

  private void listed(ClientBuilder... clients) {
    var rows = Stream.of(clients).map(ClientBuilder::build).toList();
    store.mirror().storeClients(acme.id, rows, Source.run("test"));
  }

  private MainContact mainContact(long id) {
    return client(id).mainContact();
  }

  private Client client(long id) {
    var key = new Key<>(acme.id, new ClientId(id));
    return requireNonNull(store.clients().clientsByKey(MANAGERS, Set.of(key)).get(key))
        .client()
        .value();
  }

  private int fill() {
    return filling.fill(acme.id, 10, Lane.BACKFILL).records();
  }

  private void listed(AssetBuilder... assets) {
    var rows = Stream.of(assets).map(asset -> asset.withoutFields().build()).toList();
    store.mirror().storeAssets(acme.id, rows, Source.run("test"));
  }

  private Asset.Fields fields(long id) {
    var key = new Key<>(acme.id, new AssetId(id));
    return requireNonNull(store.assets().assetsByKey(MANAGERS, Set.of(key)).get(key))
        .value()
        .kind()
        .fields();
  }
}
