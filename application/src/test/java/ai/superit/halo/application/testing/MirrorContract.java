package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.AssetBuilder.anAsset;
import static ai.superit.halo.domain.testing.AssetBuilder.assetIds;
import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What every mirror keeps for all kinds of records alike, shown with clients: which version wins,
/// what is deleted and what comes back.
public interface MirrorContract extends StoreContract {
  Instant LATER = Instant.parse("2100-01-01T00:00:00Z");

  @Test
  default void a_new_record_is_created_with_its_source() {
    var acme = connected("acme");

    var stored = store(acme, FIRST, aClient(7).mainSite(3));

    assertThat(stored).isEqualTo(created(7));
    assertThat(found(acme, 7).value()).isEqualTo(aClient(7).mainSite(3).build());
    assertThat(found(acme, 7).source()).isEqualTo(FIRST);
  }

  @Test
  default void a_main_contact_is_taken_where_it_is_told_and_kept_where_it_is_not() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7));

    assertThat(store(acme, SECOND, aClient(7).mainContact(3))).isEqualTo(updated(7));
    assertThat(store(acme, SECOND, aClient(7))).isEqualTo(unchanged(7));
    store(acme, SECOND, aClient(7).named("new").changed(1));
    assertThat(found(acme, 7).value())
        .isEqualTo(aClient(7).named("new").staleMainContact(3).changed(1).build());

    assertThat(store(acme, SECOND, aClient(7).named("new").withoutMainContact().changed(1)))
        .isEqualTo(updated(7));
    assertThat(found(acme, 7).value().mainContact().id()).isEmpty();
  }

  @Test
  default void the_same_content_is_unchanged_and_keeps_its_source() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7));
    var before = found(acme, 7);

    assertThat(store(acme, SECOND, aClient(7))).isEqualTo(unchanged(7));

    assertThat(found(acme, 7)).isEqualTo(before);
  }

  @Test
  default void a_newer_version_replaces_the_stored_one() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7));

    assertThat(store(acme, SECOND, aClient(7).named("new").changed(1))).isEqualTo(updated(7));

    assertThat(found(acme, 7).value()).isEqualTo(aClient(7).named("new").changed(1).build());
    assertThat(found(acme, 7).source()).isEqualTo(SECOND);
  }

  @Test
  default void an_older_version_never_replaces_a_newer_one() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7).changed(5));

    assertThat(store(acme, SECOND, aClient(7).named("old").changed(4))).isEqualTo(unchanged(7));

    assertThat(found(acme, 7).value()).isEqualTo(aClient(7).changed(5).build());
  }

  @Test
  default void other_content_with_an_equal_stamp_replaces_the_stored_one() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7));

    assertThat(store(acme, SECOND, aClient(7).inactive())).isEqualTo(updated(7));

    assertThat(found(acme, 7).value().active()).isFalse();
  }

  @Test
  default void a_page_keeps_the_version_of_the_list_if_one_of_them_is_not_known() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1).stamped(Stamp.UNKNOWN), aClient(2).changed(2), aClient(3));

    assertThat(storePage(acme, aClient(1).named("a").changed(5))).isEqualTo(updated(1));
    assertThat(storePage(acme, aClient(2).named("b").stamped(Stamp.UNKNOWN))).isEqualTo(updated(2));
    assertThat(storePage(acme, aClient(3).named("c").changed(5))).isEqualTo(updated(3));
    assertThat(storePage(acme, aClient(3).named("old").changed(4))).isEqualTo(unchanged(3));

    assertThat(found(acme, 1).value())
        .isEqualTo(aClient(1).named("a").stamped(Stamp.UNKNOWN).build());
    assertThat(found(acme, 2).value()).isEqualTo(aClient(2).named("b").changed(2).build());
    assertThat(found(acme, 3).value()).isEqualTo(aClient(3).named("c").changed(5).build());
  }

  /// Else nothing that a list shows without a stamp would ever replace it.
  @Test
  default void a_page_of_a_new_record_has_a_version_only_if_lists_tell_any() {
    var acme = connected("acme");
    var beta = connected("beta");
    store(beta, FIRST, aClient(9));
    storePage(acme, aClient(1).changed(5));
    storePage(acme, aClient(2).changed(5));
    storePage(beta, aClient(1).changed(5));

    assertThat(found(acme, 1).value().updatedAt()).isEqualTo(Stamp.UNKNOWN);
    assertThat(found(acme, 2).value().updatedAt()).isEqualTo(Stamp.UNKNOWN);
    assertThat(found(beta, 1).value()).isEqualTo(aClient(1).changed(5).build());
    assertThat(store(acme, SECOND, aClient(1).named("new").changed(4))).isEqualTo(updated(1));
  }

  /// Else a tenant without stamps would have all its records looked at for each new one.
  @Test
  default void a_page_of_a_new_record_goes_by_the_latest_of_the_others() {
    var acme = connected("acme");
    var beta = connected("beta");
    store(acme, FIRST, aClient(1));
    store(acme, FIRST, unstamped(Mirror.LATEST - 1));
    store(beta, FIRST, aClient(1));
    store(beta, FIRST, unstamped(Mirror.LATEST));

    storePage(acme, aClient(1_001).changed(5));
    storePage(beta, aClient(1_001).changed(5));

    assertThat(found(acme, 1_001).value().updatedAt().isKnown()).isTrue();
    assertThat(found(beta, 1_001).value().updatedAt().isKnown()).isFalse();
  }

  private static ClientBuilder[] unstamped(int clients) {
    return LongStream.rangeClosed(2, clients + 1)
        .mapToObj(id -> aClient(id).stamped(Stamp.UNKNOWN))
        .toArray(ClientBuilder[]::new);
  }

  @Test
  default void a_page_brings_back_what_was_taken_out_of_an_unknown_version() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1).stamped(Stamp.UNKNOWN));
    store().mirror().retire(acme, new ObjectRef(ObjectRef.Kind.CLIENT, 1), FIRST);

    assertThat(storePage(acme, aClient(1).changed(5))).isEqualTo(updated(1));
    assertThat(found(acme, 1).value().updatedAt()).isEqualTo(Stamp.UNKNOWN);
  }

  @Test
  default void pages_of_all_kinds_leave_the_next_list_its_say() {
    var acme = connected("acme");
    var mirror = store().mirror();
    var site = aSite(1).build();
    mirror.storeSites(acme, List.of(site.asOf(Stamp.UNKNOWN)), FIRST);
    mirror.storePage(acme, site, revision(acme, Kind.SITE, 1), SECOND);
    var contact = aContact(1).build();
    mirror.storeContacts(acme, List.of(contact.asOf(Stamp.UNKNOWN)), FIRST);
    mirror.storePage(acme, contact, revision(acme, Kind.CONTACT, 1), SECOND);
    var asset = anAsset(1).build();
    mirror.storeAssets(acme, List.of(asset.asOf(Stamp.UNKNOWN)), FIRST);
    mirror.storePage(acme, asset, revision(acme, Kind.ASSET, 1), SECOND);
    var invoice = anInvoice(1).build();
    mirror.storeInvoices(acme, List.of(invoice.asOf(Stamp.UNKNOWN)), FIRST);
    mirror.storePage(acme, invoice, revision(acme, Kind.INVOICE, 1), SECOND);

    var listedSite = aSite(1).named("new").build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storeSites(acme, List.of(listedSite), FIRST)).isEqualTo(updated(1));
    var listedContact = aContact(1).named("new").build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storeContacts(acme, List.of(listedContact), FIRST)).isEqualTo(updated(1));
    var listedAsset = anAsset(1).named("new").stamped(Stamp.UNKNOWN).build();
    assertThat(mirror.storeAssets(acme, List.of(listedAsset), FIRST)).isEqualTo(updated(1));
    var listedInvoice = anInvoice(1).of(9).build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storeInvoices(acme, List.of(listedInvoice), FIRST)).isEqualTo(updated(1));
  }

  private Stored storePage(ConnectionId connection, ClientBuilder page) {
    var client = page.build();
    return storePage(connection, page, revision(connection, Kind.CLIENT, client.id().value()));
  }

  private Stored storePage(ConnectionId connection, ClientBuilder page, Revision before) {
    return store().mirror().storePage(connection, page.build(), before, SECOND);
  }

  private Revision revision(ConnectionId connection, Kind kind, long id) {
    return store().mirror().revision(connection, new ObjectRef(kind, id));
  }

  /// Of two contents nothing but their versions tells which is the older one.
  @Test
  default void a_page_gives_way_to_what_was_stored_since_it_was_asked_for() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1), aClient(2).stamped(Stamp.UNKNOWN));
    var stamped = revision(acme, Kind.CLIENT, 1);
    var unstamped = revision(acme, Kind.CLIENT, 2);
    assertThat(revision(acme, Kind.CLIENT, 3)).isEqualTo(Revision.NONE);
    store(acme, FIRST, aClient(1).named("new").changed(6), aClient(3).named("new").changed(6));
    store(acme, FIRST, aClient(2).named("new").stamped(Stamp.UNKNOWN));

    var old = aClient(1).named("old").stamped(Stamp.UNKNOWN);
    assertThat(storePage(acme, old, stamped)).isEqualTo(Stored.NOTHING);
    assertThat(storePage(acme, aClient(2).named("old").changed(9), unstamped))
        .isEqualTo(Stored.NOTHING);
    var absent = aClient(3).named("old").stamped(Stamp.UNKNOWN);
    assertThat(storePage(acme, absent, Revision.NONE)).isEqualTo(Stored.NOTHING);

    assertThat(found(acme, 1).value()).isEqualTo(aClient(1).named("new").changed(6).build());
    assertThat(found(acme, 2).value().name()).isEqualTo("new");
    assertThat(found(acme, 3).value()).isEqualTo(aClient(3).named("new").changed(6).build());
    assertThat(storePage(acme, old)).isEqualTo(updated(1));
  }

  @Test
  default void a_page_whose_version_is_known_gives_way_only_to_a_newer_one() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1), aClient(2), aClient(3));
    var before = Stream.of(1, 2, 3).map(id -> revision(acme, Kind.CLIENT, id)).toList();
    store(acme, FIRST, aClient(1).changed(5), aClient(2).changed(5), aClient(3).changed(5));
    store().mirror().retire(acme, new ObjectRef(Kind.CLIENT, 3), FIRST);

    assertThat(storePage(acme, aClient(1).named("old").changed(4), before.get(0)))
        .isEqualTo(unchanged(1));
    assertThat(storePage(acme, aClient(2).named("new").changed(6), before.get(1)))
        .isEqualTo(updated(2));
    assertThat(storePage(acme, aClient(3).changed(6), before.get(2))).isEqualTo(Stored.NOTHING);
    assertThat(store().mirror().living(acme, Resource.CLIENTS, Set.of(1L, 2L, 3L)))
        .containsOnly(1L, 2L);
  }

  @Test
  default void a_page_that_says_what_is_stored_gives_way_to_nothing() {
    var acme = connected("acme");
    var page = aClient(1).stamped(Stamp.UNKNOWN).mainContact(5);
    store(acme, FIRST, aClient(1).stamped(Stamp.UNKNOWN).named("old"));
    var before = revision(acme, Kind.CLIENT, 1);

    assertThat(storePage(acme, page, before)).isEqualTo(updated(1));
    assertThat(storePage(acme, page, before)).isEqualTo(unchanged(1));
    assertThat(storePage(acme, page.mainContact(6), before)).isEqualTo(Stored.NOTHING);

    store().mirror().retire(acme, new ObjectRef(Kind.CLIENT, 1), FIRST);
    assertThat(storePage(acme, page, before)).isEqualTo(Stored.NOTHING);
  }

  /// What only the page tells may have changed with the version, though the list shows the same.
  @Test
  default void a_page_that_says_what_is_stored_gives_way_to_a_version_that_came_since() {
    var acme = connected("acme");
    var page = aClient(1).stamped(Stamp.UNKNOWN).mainContact(5);
    store(acme, FIRST, aClient(1).changed(2));
    storePage(acme, page);
    var before = revision(acme, Kind.CLIENT, 1);
    store(acme, FIRST, aClient(1).changed(3));

    assertThat(storePage(acme, page, before)).isEqualTo(Stored.NOTHING);

    assertThat(storePage(acme, page)).isEqualTo(unchanged(1));
  }

  /// As one that reads pages again and one who is told of a change may do at the same moment.
  @Test
  default void a_page_that_was_read_twice_meanwhile_gives_way_to_nothing() {
    var acme = connected("acme");
    var page = aClient(1).stamped(Stamp.UNKNOWN).mainContact(5);
    storePage(acme, page);
    var before = revision(acme, Kind.CLIENT, 1);

    assertThat(storePage(acme, page, before)).isEqualTo(unchanged(1));
    assertThat(storePage(acme, page, before)).isEqualTo(unchanged(1));
  }

  @Test
  default void pages_of_all_kinds_that_say_what_is_stored_give_way_to_nothing() {
    var acme = connected("acme");
    var mirror = store().mirror();
    var site = aSite(1).build().asOf(Stamp.UNKNOWN);
    mirror.storeSites(acme, List.of(site), FIRST);
    var contact = aContact(1).build().asOf(Stamp.UNKNOWN);
    mirror.storeContacts(acme, List.of(contact), FIRST);
    var asset = anAsset(1).build().asOf(Stamp.UNKNOWN);
    mirror.storeAssets(acme, List.of(asset), FIRST);
    var invoice = anInvoice(1).build().asOf(Stamp.UNKNOWN);
    mirror.storeInvoices(acme, List.of(invoice), FIRST);

    assertThat(mirror.storePage(acme, site, Revision.NONE, SECOND)).isEqualTo(unchanged(1));
    assertThat(mirror.storePage(acme, contact, Revision.NONE, SECOND)).isEqualTo(unchanged(1));
    assertThat(mirror.storePage(acme, asset, Revision.NONE, SECOND)).isEqualTo(unchanged(1));
    assertThat(mirror.storePage(acme, invoice, Revision.NONE, SECOND)).isEqualTo(unchanged(1));
  }

  @Test
  default void pages_of_all_kinds_give_way_to_what_was_stored_since_they_were_asked_for() {
    var acme = connected("acme");
    var mirror = store().mirror();
    var kinds = List.of(Kind.SITE, Kind.CONTACT, Kind.ASSET, Kind.INVOICE);
    assertThat(kinds).allMatch(kind -> revision(acme, kind, 1).equals(Revision.NONE));
    mirror.storeSites(acme, List.of(aSite(1).named("new").build()), FIRST);
    mirror.storeContacts(acme, List.of(aContact(1).named("new").build()), FIRST);
    mirror.storeAssets(acme, List.of(anAsset(1).named("new").build()), FIRST);
    mirror.storeInvoices(acme, List.of(anInvoice(1).of(9).build()), FIRST);

    var site = aSite(1).build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storePage(acme, site, Revision.NONE, SECOND)).isEqualTo(Stored.NOTHING);
    var contact = aContact(1).build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storePage(acme, contact, Revision.NONE, SECOND)).isEqualTo(Stored.NOTHING);
    var asset = anAsset(1).build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storePage(acme, asset, Revision.NONE, SECOND)).isEqualTo(Stored.NOTHING);
    var invoice = anInvoice(1).build().asOf(Stamp.UNKNOWN);
    assertThat(mirror.storePage(acme, invoice, Revision.NONE, SECOND)).isEqualTo(Stored.NOTHING);

    assertThat(mirror.storePage(acme, site, revision(acme, Kind.SITE, 1), SECOND))
        .isEqualTo(updated(1));
    assertThat(mirror.storePage(acme, contact, revision(acme, Kind.CONTACT, 1), SECOND))
        .isEqualTo(updated(1));
    assertThat(mirror.storePage(acme, asset, revision(acme, Kind.ASSET, 1), SECOND))
        .isEqualTo(updated(1));
    assertThat(mirror.storePage(acme, invoice, revision(acme, Kind.INVOICE, 1), SECOND))
        .isEqualTo(updated(1));
  }

  @Test
  default void of_an_id_that_a_batch_holds_twice_the_later_stamp_wins() {
    var acme = connected("acme");

    var stored =
        store(acme, FIRST, aClient(7).changed(1), aClient(7).named("x").changed(3), aClient(7));

    assertThat(stored).isEqualTo(created(7));
    assertThat(found(acme, 7).value()).isEqualTo(aClient(7).named("x").changed(3).build());
  }

  @Test
  default void each_id_of_a_batch_is_told_what_became_of_it() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1), aClient(2));

    var stored = store(acme, SECOND, aClient(1), aClient(2).named("x").changed(1), aClient(3));

    assertThat(stored).isEqualTo(new Stored(Set.of(3L), Set.of(2L), Set.of(1L)));
  }

  @Test
  default void the_same_id_in_another_connection_is_another_record() {
    var acme = connected("acme");
    var beta = connected("beta");
    store(acme, FIRST, aClient(7).named("of acme"));

    assertThat(store(beta, FIRST, aClient(7).named("of beta"))).isEqualTo(created(7));

    assertThat(found(acme, 7).value().name()).isEqualTo("of acme");
  }

  @Test
  default void an_empty_batch_stores_nothing() {
    var acme = connected("acme");

    assertThat(store(acme, FIRST)).isEqualTo(Stored.NOTHING);
    assertThat(store().mirror().storeTickets(acme, List.of(), FIRST)).isEqualTo(Stored.NOTHING);
  }

  @Test
  default void text_that_a_store_cannot_hold_gets_replacement_characters() {
    var acme = connected("acme");
    var broken = aClient(7).named("a\u0000b\ud800c\udc00d\ud83d\ude00");
    store(acme, FIRST, broken);

    assertThat(found(acme, 7).value().name()).isEqualTo("a\ufffdb\ufffdc\ufffdd\ud83d\ude00");
    assertThat(store(acme, SECOND, broken)).isEqualTo(unchanged(7));
  }

  @Test
  default void records_of_every_kind_survive_text_that_a_store_cannot_hold() {
    var acme = connected("acme");
    var text = "\u0000\udfff";
    var mirror = store().mirror();
    mirror.storeClients(acme, List.of(aClient(1).build()), FIRST);

    var lookup = new Lookup(Lookup.Kind.STATUS, 1, text, false);
    assertThat(mirror.storeLookups(acme, List.of(lookup), FIRST)).isEqualTo(created(1));
    assertThat(mirror.storeSites(acme, List.of(aSite(1).named(text).build()), FIRST))
        .isEqualTo(created(1));
    assertThat(mirror.storeContacts(acme, List.of(aContact(1).named(text).build()), FIRST))
        .isEqualTo(created(1));
    assertThat(
            mirror.storeAssets(acme, List.of(anAsset(1).named(text).tagged(text).build()), FIRST))
        .isEqualTo(created(1));
    tickets(acme, UNROUTED, aTicket().saying(text).details(text).tagged(text));
    assertThat(mirror.clientsOf(acme, Set.of(new TicketId(1)))).hasSize(1);
  }

  @Test
  default void sites_contacts_and_assets_follow_the_same_rule_of_versions() {
    var acme = connected("acme");
    var mirror = store().mirror();
    mirror.storeSites(acme, List.of(aSite(1).changed(5).build()), FIRST);
    mirror.storeContacts(acme, List.of(aContact(1).changed(5).build()), FIRST);
    mirror.storeAssets(acme, List.of(anAsset(1).changed(5).build()), FIRST);

    assertThat(mirror.storeSites(acme, List.of(aSite(1).named("x").build()), SECOND))
        .isEqualTo(unchanged(1));
    assertThat(mirror.storeContacts(acme, List.of(aContact(1).named("x").build()), SECOND))
        .isEqualTo(unchanged(1));
    assertThat(mirror.storeAssets(acme, List.of(anAsset(1).named("x").build()), SECOND))
        .isEqualTo(unchanged(1));
  }

  @Test
  default void a_retired_record_is_gone_until_it_comes_again() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7));

    assertThat(retire(acme, ObjectRef.Kind.CLIENT, 7)).isTrue();
    assertThat(retire(acme, ObjectRef.Kind.CLIENT, 7)).isFalse();
    assertThat(find(acme, 7)).isEmpty();

    assertThat(store(acme, SECOND, aClient(7))).isEqualTo(updated(7));
    assertThat(find(acme, 7)).isPresent();
  }

  @Test
  default void an_older_version_does_not_bring_a_retired_record_back() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(7).changed(5));
    retire(acme, ObjectRef.Kind.CLIENT, 7);

    assertThat(store(acme, SECOND, aClient(7).changed(4))).isEqualTo(unchanged(7));

    assertThat(find(acme, 7)).isEmpty();
  }

  @Test
  default void records_of_every_kind_can_be_retired() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1));
    store().mirror().storeSites(acme, List.of(aSite(1).build()), FIRST);
    store().mirror().storeContacts(acme, List.of(aContact(1).build()), FIRST);
    store().mirror().storeAssets(acme, List.of(anAsset(1).build()), FIRST);
    store().mirror().storeInvoices(acme, List.of(anInvoice(1).build()), FIRST);
    tickets(acme, UNROUTED, aTicket());

    for (var kind : ObjectRef.Kind.values()) {
      assertThat(retire(acme, kind, 2)).isFalse();
      assertThat(retire(connected("not " + kind), kind, 1)).isFalse();
      assertThat(retire(acme, kind, 1)).isTrue();
    }
    assertThat(store().tickets().ticketsByKey(MANAGERS, Set.of(ticket(acme, 1)))).isEmpty();
    assertThat(store().assets().assetsByKey(MANAGERS, Set.of(asset(acme, 1)))).isEmpty();
  }

  @Test
  default void what_lives_and_is_not_in_a_list_is_absent() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1), aClient(2), aClient(3), aClient(4), aClient(5));
    store(connected("beta"), FIRST, aClient(6));
    retire(acme, ObjectRef.Kind.CLIENT, 4);

    assertThat(absent(acme, Set.of(1L), LATER, 9))
        .isEqualTo(new Mirror.Absent(3, List.of(2L, 3L, 5L), 4));
    assertThat(absent(acme, Set.of(1L), LATER, 2))
        .isEqualTo(new Mirror.Absent(3, List.of(2L, 3L), 4));
  }

  @Test
  default void what_was_stored_since_is_not_absent() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1));

    assertThat(absent(acme, Set.of(), Instant.EPOCH, 9))
        .isEqualTo(new Mirror.Absent(0, List.of(), 1));
  }

  @Test
  default void records_of_one_kind_are_absent_and_no_others() {
    var acme = connected("acme");
    store(acme, FIRST, aClient(1));
    tickets(acme, UNROUTED, aTicket(1), aTicket(2));

    assertThat(store().mirror().absent(acme, Resource.TICKETS, Set.of(), LATER, 9))
        .isEqualTo(new Mirror.Absent(2, List.of(1L, 2L), 2));
  }

  @Test
  default void the_clients_of_living_tickets_are_known() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).of(5), aTicket(2).of(6));
    retire(acme, ObjectRef.Kind.TICKET, 2);
    var asked = Set.of(new TicketId(1), new TicketId(2), new TicketId(3));

    assertThat(store().mirror().clientsOf(acme, asked))
        .isEqualTo(Map.of(new TicketId(1), new ClientId(5)));
    assertThat(store().mirror().clientsOf(connected("beta"), asked)).isEmpty();
  }

  @Test
  default void the_versions_of_living_tickets_are_known() {
    var acme = connected("acme");
    tickets(acme, UNROUTED, aTicket(1).changed(8), aTicket(2));
    retire(acme, ObjectRef.Kind.TICKET, 2);
    var asked = Set.of(new TicketId(1), new TicketId(2), new TicketId(3));

    var versions = Map.of(new TicketId(1), Moments.changedAt(8));
    assertThat(store().mirror().versionsOf(acme, asked)).isEqualTo(versions);
    assertThat(store().mirror().lockVersions(acme, asked)).isEqualTo(versions);
    assertThat(store().mirror().versionsOf(connected("beta"), asked)).isEmpty();
  }

  @Test
  default void a_version_is_the_stamp_that_was_stored_however_finely_halo_writes_it() {
    var acme = connected("acme");
    var fine = new Stamp(Instant.parse("2026-06-30T16:04:28.1234567Z"));
    tickets(acme, UNROUTED, aTicket(1).stamped(fine));

    assertThat(store().mirror().lockVersions(acme, Set.of(new TicketId(1))))
        .isEqualTo(Map.of(new TicketId(1), fine));
  }

  @Test
  default void lookups_replace_those_of_the_same_kind_and_number() {
    var acme = connected("acme");
    var open = new Lookup(Lookup.Kind.STATUS, 1, "Open", false);
    var done = new Lookup(Lookup.Kind.STATUS, 9, "Done", true);
    var high = new Lookup(Lookup.Kind.PRIORITY, 3, "High", false);
    store().mirror().storeLookups(acme, List.of(done, open, high), FIRST);
    var renamed = new Lookup(Lookup.Kind.STATUS, 9, "Finished", true);

    var stored = store().mirror().storeLookups(acme, List.of(open, renamed, high), SECOND);

    assertThat(stored).isEqualTo(new Stored(Set.of(), Set.of(9L), Set.of(1L, 3L)));
    assertThat(store().lookups().list(acme, Lookup.Kind.STATUS)).containsExactly(open, renamed);
  }

  @Test
  default void relations_that_were_read_replace_those_before_and_unread_ones_do_not() {
    var acme = connected("acme");
    var mirror = store().mirror();
    var others = Stream.of(2L, 3L, 4L).map(id -> anAsset(id).build()).toList();
    mirror.storeAssets(acme, others, FIRST);
    mirror.storeAssets(acme, List.of(anAsset(1).related(assetIds(2), assetIds(3)).build()), FIRST);
    mirror.storeAssets(acme, List.of(anAsset(1).named("x").changed(1).build()), SECOND);
    var kept = relativesOf(acme, 1);

    mirror.storeAssets(
        acme, List.of(anAsset(1).related(assetIds(), assetIds(4)).changed(2).build()), SECOND);

    assertThat(kept).isEqualTo("[2] [3]");
    assertThat(relativesOf(acme, 1)).isEqualTo("[] [4]");
  }

  @Test
  default void fields_that_were_not_read_leave_the_stored_ones_alone() {
    var acme = connected("acme");
    var mirror = store().mirror();
    mirror.storeAssets(acme, List.of(anAsset(1).with(Map.of("Model", "T14")).build()), FIRST);

    mirror.storeAssets(
        acme, List.of(anAsset(1).withoutFields().named("x").changed(1).build()), SECOND);
    var kept = fieldsOf(acme, 1);
    mirror.storeAssets(acme, List.of(anAsset(1).with(Map.of()).changed(2).build()), SECOND);

    assertThat(kept).isEqualTo(Map.of("Model", "T14"));
    assertThat(fieldsOf(acme, 1)).isEmpty();
  }

  @Test
  default void a_status_is_taken_where_it_is_told_and_kept_where_it_is_not() {
    var acme = connected("acme");
    var mirror = store().mirror();
    var told = List.of(anAsset(1).inStatus("In Stock").build());
    mirror.storeAssets(acme, List.of(anAsset(1).build()), FIRST);

    assertThat(mirror.storeAssets(acme, told, SECOND).updated()).containsExactly(1L);
    assertThat(mirror.storeAssets(acme, told, SECOND).unchanged()).containsExactly(1L);
    mirror.storeAssets(acme, List.of(anAsset(1).named("x").changed(1).build()), SECOND);
    assertThat(statusOf(acme, 1)).contains("In Stock");

    mirror.storeAssets(acme, List.of(anAsset(1).inStatus("").changed(2).build()), SECOND);
    assertThat(statusOf(acme, 1)).contains("");
  }

  @Test
  default void an_asset_is_unchanged_where_it_is_seen_with_its_fields_and_without() {
    var acme = connected("acme");
    var listed = List.of(anAsset(1).withoutFields().build());
    var whole = List.of(anAsset(1).build());
    var mirror = store().mirror();
    mirror.storeAssets(acme, listed, FIRST);

    assertThat(mirror.storeAssets(acme, whole, FIRST).updated()).containsExactly(1L);
    assertThat(mirror.storeAssets(acme, listed, SECOND).unchanged()).containsExactly(1L);
    assertThat(mirror.storeAssets(acme, whole, SECOND).unchanged()).containsExactly(1L);
    assertThat(fieldsOf(acme, 1)).isEqualTo(Map.of("Serial", "S1"));
  }

  @Test
  default void relations_of_an_older_version_are_passed_over() {
    var acme = connected("acme");
    var mirror = store().mirror();
    mirror.storeAssets(acme, List.of(anAsset(2).build(), anAsset(3).build()), FIRST);
    mirror.storeAssets(
        acme, List.of(anAsset(1).related(assetIds(2), assetIds()).changed(5).build()), FIRST);

    mirror.storeAssets(acme, List.of(anAsset(1).related(assetIds(3), assetIds()).build()), SECOND);

    assertThat(relativesOf(acme, 1)).isEqualTo("[2] []");
  }

  private Optional<String> statusOf(ConnectionId connection, long id) {
    return assetOf(connection, id).state().status();
  }

  private Map<String, String> fieldsOf(ConnectionId connection, long id) {
    return assetOf(connection, id).kind().fields().values();
  }

  private Asset assetOf(ConnectionId connection, long id) {
    var key = asset(connection, id);
    return requireNonNull(store().assets().assetsByKey(MANAGERS, Set.of(key)).get(key)).value();
  }

  private String relativesOf(ConnectionId connection, long id) {
    var key = asset(connection, id);
    var found = store().assets().relativesOf(MANAGERS, Set.of(key)).values().iterator().next();
    return found.parents().stream().map(parent -> parent.value().id()).toList()
        + " "
        + found.children().stream().map(child -> child.value().id()).toList();
  }

  private Stored store(ConnectionId connection, Source source, ClientBuilder... clients) {
    var rows = Stream.of(clients).map(ClientBuilder::build).toList();
    return store().mirror().storeClients(connection, rows, source);
  }

  private boolean retire(ConnectionId connection, ObjectRef.Kind kind, long id) {
    return store().mirror().retire(connection, new ObjectRef(kind, id), SECOND);
  }

  private Mirror.Absent absent(
      ConnectionId connection, Set<Long> present, Instant storedBefore, int limit) {
    return store().mirror().absent(connection, Resource.CLIENTS, present, storedBefore, limit);
  }

  private Optional<Mirrored<Client>> find(ConnectionId connection, long id) {
    return store()
        .clients()
        .clientsByKey(MANAGERS, Set.of(client(connection, id)))
        .values()
        .stream()
        .map(view -> view.client())
        .findFirst();
  }

  private Mirrored<Client> found(ConnectionId connection, long id) {
    return find(connection, id).orElseThrow();
  }

  private static Stored created(long id) {
    return new Stored(Set.of(id), Set.of(), Set.of());
  }

  private static Stored updated(long id) {
    return new Stored(Set.of(), Set.of(id), Set.of());
  }

  private static Stored unchanged(long id) {
    return new Stored(Set.of(), Set.of(), Set.of(id));
  }
}
