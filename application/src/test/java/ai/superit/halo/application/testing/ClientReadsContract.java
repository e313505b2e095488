package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ContactBuilder.aContact;
import static ai.superit.halo.domain.testing.InvoiceBuilder.anInvoice;
import static ai.superit.halo.domain.testing.SiteBuilder.aSite;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.application.client.ClientReads.Filter;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store that reads clients, sites, contacts and the names of numbers keeps. Only names
/// in lower case are compared: how others are sorted is the store's affair.
public interface ClientReadsContract extends StoreContract {
  @Test
  default void managers_see_all_clients_of_their_own_connections() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    clients(acme, aClient(2));

    assertThat(ids(MANAGERS, Filter.ALL)).containsExactly(1L, 2L);
    assertSeesNothing(OTHER_MANAGERS, acme);
  }

  @Test
  default void members_see_the_clients_that_are_linked_to_their_teams() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    linked(acme, 2, "red");
    clients(acme, aClient(3));

    assertThat(ids(BLUE_AGENT, Filter.ALL)).containsExactly(1L);
    assertThat(ids(BLUE_ASSISTANT, Filter.ALL)).containsExactly(1L);
    assertThat(store().clients().countClients(BLUE_AGENT, Filter.ALL)).isEqualTo(1);
    assertThat(view(BLUE_AGENT, acme, 1).link()).contains(link(1, "blue"));
  }

  @Test
  default void a_link_that_is_switched_off_shows_members_nothing() {
    teamsExist();
    var acme = connected("acme");
    clientWithAll(acme);
    store()
        .links()
        .put(acme, new ClientLink(new ClientId(1), new TeamId("blue"), true, true, false));

    assertSeesNothing(BLUE_AGENT, acme);
  }

  @Test
  default void a_link_without_tickets_and_assets_still_shows_the_client() {
    teamsExist();
    var acme = connected("acme");
    clients(acme, aClient(1));
    var bare = new ClientLink(new ClientId(1), new TeamId("blue"), false, false, true);
    store().links().put(acme, bare);

    assertThat(view(BLUE_AGENT, acme, 1).link()).contains(bare);
  }

  @Test
  default void a_link_in_one_connection_shows_nothing_of_another() {
    teamsExist();
    var acme = connected("acme");
    linked(connected("beta"), 1, "blue");
    clientWithAll(acme);

    assertThat(byKey(BLUE_AGENT, acme, 1)).isEmpty();
    assertThat(sites(BLUE_AGENT, acme)).isEmpty();
    assertThat(contacts(BLUE_AGENT, acme)).isEmpty();
  }

  @Test
  default void members_see_sites_and_contacts_of_linked_clients_only() {
    teamsExist();
    var acme = connected("acme");
    clientWithAll(acme);
    store().links().put(acme, link(1, "blue"));

    assertThat(sites(BLUE_AGENT, acme)).containsExactly(aSite(1).build());
    assertThat(contacts(BLUE_AGENT, acme)).containsExactly(aContact(1).build());
    assertThat(sites(RED_AGENT, acme)).isEmpty();
    assertThat(contacts(RED_AGENT, acme)).isEmpty();
    assertThat(siteByKey(RED_AGENT, acme)).isEmpty();
    assertThat(contactByKey(RED_AGENT, acme)).isEmpty();
  }

  @Test
  default void contacts_of_no_client_are_for_managers_only() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    store().mirror().storeContacts(acme, List.of(aContact(1).ofNobody().build()), FIRST);

    assertThat(contactByKey(MANAGERS, acme)).contains(aContact(1).ofNobody().build());
    assertThat(contactByKey(BLUE_AGENT, acme)).isEmpty();
    assertThat(contacts(MANAGERS, acme)).isEmpty();
  }

  @Test
  default void deleted_records_are_not_returned() {
    var acme = connected("acme");
    clientWithAll(acme);
    for (var kind : List.of(ObjectRef.Kind.CLIENT, ObjectRef.Kind.SITE, ObjectRef.Kind.CONTACT)) {
      store().mirror().retire(acme, new ObjectRef(kind, 1), SECOND);
    }

    assertSeesNothing(MANAGERS, acme);
  }

  @Test
  default void records_are_found_by_key_in_their_own_connection() {
    var acme = connected("acme");
    var beta = connected("beta");
    clients(acme, aClient(1), aClient(2));
    clients(beta, aClient(1).named("of beta"));
    var keys = Set.of(client(acme, 2), client(beta, 1), client(beta, 2));

    var found = store().clients().clientsByKey(MANAGERS, keys);

    assertThat(found).containsOnlyKeys(client(acme, 2), client(beta, 1));
    assertThat(view(MANAGERS, beta, 1).client().value().name()).isEqualTo("of beta");
    assertThat(view(MANAGERS, beta, 1).link()).isEmpty();
  }

  @Test
  default void clients_are_filtered() {
    var acme = connected("acme");
    var beta = connected("beta");
    clients(acme, aClient(1).named("Baker 100%"), aClient(2).named("baker_street").inactive());
    clients(beta, aClient(3).named("100 bakers"));

    assertFinds(new Filter(Optional.of(acme), Optional.empty(), Optional.empty()), 1, 2);
    assertFinds(new Filter(Optional.empty(), Optional.of("BAKER"), Optional.empty()), 1, 2, 3);
    assertFinds(new Filter(Optional.empty(), Optional.of("0%"), Optional.empty()), 1);
    assertFinds(new Filter(Optional.empty(), Optional.of("r_s"), Optional.empty()), 2);
    assertFinds(new Filter(Optional.empty(), Optional.of("b_ker"), Optional.empty()));
    assertFinds(new Filter(Optional.empty(), Optional.empty(), Optional.of(false)), 2);
    assertFinds(new Filter(Optional.empty(), Optional.empty(), Optional.of(true)), 1, 3);
  }

  @Test
  default void clients_are_walked_by_name_with_equal_names() {
    var acme = connected("acme");
    var beta = connected("beta");
    for (int id = 1; id <= 6; id++) {
      clients(acme, aClient(id).named("name " + id / 3));
      clients(beta, aClient(id).named("name " + id / 4));
    }
    var all = store().clients().clients(MANAGERS, Filter.ALL, PageArgs.first(100)).rows();

    assertThat(all).hasSize(12).extracting(view -> view.client().value().name()).isSorted();
    Pages.<ClientView, NamePosition>assertWalks(
        all,
        page -> store().clients().clients(MANAGERS, Filter.ALL, page),
        view ->
            new NamePosition(
                view.client().value().name(),
                view.client().connection(),
                view.client().value().id().value()));
  }

  @Test
  default void sites_are_walked_by_name() {
    var acme = connected("acme");
    clients(acme, aClient(1));
    var sites = List.of(site(3, "a"), site(2, "b"), site(10, "b"));
    store().mirror().storeSites(acme, sites.reversed(), FIRST);
    store().mirror().storeSites(acme, List.of(aSite(9).of(2).build()), FIRST);

    Pages.<Mirrored<Site>, NamePosition>assertWalks(
        store().clients().sites(MANAGERS, client(acme, 1), PageArgs.first(100)).rows(),
        page -> store().clients().sites(MANAGERS, client(acme, 1), page),
        row -> new NamePosition(row.value().name(), acme, row.value().id().value()));
    assertThat(sites(MANAGERS, acme)).isEqualTo(sites);
  }

  @Test
  default void contacts_are_walked_by_name() {
    var acme = connected("acme");
    clients(acme, aClient(1));
    var contacts = List.of(contact(3, "a"), contact(2, "b"), contact(10, "b"));
    store().mirror().storeContacts(acme, contacts.reversed(), FIRST);
    store().mirror().storeContacts(acme, List.of(aContact(9).of(2).build()), FIRST);

    Pages.<Mirrored<Contact>, NamePosition>assertWalks(
        store().clients().contacts(MANAGERS, client(acme, 1), PageArgs.first(100)).rows(),
        page -> store().clients().contacts(MANAGERS, client(acme, 1), page),
        row -> new NamePosition(row.value().person().name(), acme, row.value().id().value()));
    assertThat(contacts(MANAGERS, acme)).isEqualTo(contacts);
  }

  @Test
  default void invoices_are_walked_from_the_highest_number() {
    var acme = connected("acme");
    clients(acme, aClient(1));
    var invoices =
        List.of(
            anInvoice(12).build(), anInvoice(3).build(), anInvoice(2).over("-0.1", "0").build());
    store().mirror().storeInvoices(acme, invoices.reversed(), FIRST);
    var others = List.of(anInvoice(9).of(2).build(), anInvoice(8).of(0).build());
    store().mirror().storeInvoices(acme, others, FIRST);
    store().mirror().storeInvoices(connected("beta"), List.of(anInvoice(7).build()), FIRST);

    Pages.<Mirrored<Invoice>, Long>assertWalks(
        store().clients().invoices(MANAGERS, client(acme, 1), PageArgs.first(100)).rows(),
        page -> store().clients().invoices(MANAGERS, client(acme, 1), page),
        row -> row.value().id().value());
    assertThat(invoices(MANAGERS, acme)).isEqualTo(invoices);
  }

  @Test
  default void only_managers_see_invoices() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    store().mirror().storeInvoices(acme, List.of(anInvoice(5).build()), FIRST);
    var keys = Set.of(new Key<>(acme, new InvoiceId(5)));

    assertThat(store().clients().invoicesByKey(MANAGERS, keys)).containsOnlyKeys(keys);
    assertThat(store().clients().invoicesByKey(BLUE_AGENT, keys)).isEmpty();
    assertThat(invoices(BLUE_AGENT, acme)).isEmpty();
    assertThat(view(BLUE_AGENT, acme, 1)).isNotNull();
  }

  @Test
  default void an_invoice_is_unchanged_until_an_amount_differs() {
    var acme = connected("acme");
    var mirror = store().mirror();
    mirror.storeInvoices(acme, List.of(anInvoice(5).over("10.50", "1E+1").build()), FIRST);

    var same = List.of(anInvoice(5).over("10.5", "10").build());
    assertThat(mirror.storeInvoices(acme, same, SECOND).unchanged()).containsExactly(5L);
    var paid = List.of(anInvoice(5).over("10.5", "0").build());
    assertThat(mirror.storeInvoices(acme, paid, SECOND).updated()).containsExactly(5L);
    assertThat(invoices(MANAGERS, acme)).isEqualTo(paid);
  }

  private List<Invoice> invoices(Visibility visibility, ConnectionId connection) {
    var page = PageArgs.<Long>first(100);
    return store().clients().invoices(visibility, client(connection, 1), page).rows().stream()
        .map(Mirrored::value)
        .toList();
  }

  @Test
  default void numbers_have_names_by_kind_and_connection() {
    var acme = connected("acme");
    var open = new Lookup(Lookup.Kind.STATUS, 10, "Open", false);
    var done = new Lookup(Lookup.Kind.STATUS, 9, "Done", true);
    var high = new Lookup(Lookup.Kind.PRIORITY, 8, "High", false);
    store().mirror().storeLookups(acme, List.of(open, done, high), FIRST);

    assertThat(store().lookups().list(acme, Lookup.Kind.STATUS)).containsExactly(done, open);
    await().until(() -> name(acme, Lookup.Kind.STATUS, 9).equals("Done"));
    await().until(() -> name(acme, Lookup.Kind.PRIORITY, 8).equals("High"));
    assertThat(name(acme, Lookup.Kind.PRIORITY, 9)).isEmpty();
    assertThat(name(connected("beta"), Lookup.Kind.STATUS, 9)).isEmpty();
  }

  private void clientWithAll(ConnectionId connection) {
    clients(connection, aClient(1));
    store().mirror().storeSites(connection, List.of(aSite(1).build()), FIRST);
    store().mirror().storeContacts(connection, List.of(aContact(1).build()), FIRST);
  }

  private void assertSeesNothing(Visibility visibility, ConnectionId connection) {
    assertThat(ids(visibility, Filter.ALL)).isEmpty();
    assertThat(store().clients().countClients(visibility, Filter.ALL)).isZero();
    assertThat(byKey(visibility, connection, 1)).isEmpty();
    assertThat(sites(visibility, connection)).isEmpty();
    assertThat(contacts(visibility, connection)).isEmpty();
    assertThat(siteByKey(visibility, connection)).isEmpty();
    assertThat(contactByKey(visibility, connection)).isEmpty();
  }

  private void assertFinds(Filter filter, long... ids) {
    var found = ids(MANAGERS, filter).stream().sorted().toList();
    assertThat(found).isEqualTo(Arrays.stream(ids).boxed().toList());
    assertThat(store().clients().countClients(MANAGERS, filter)).isEqualTo(ids.length);
  }

  private List<Long> ids(Visibility visibility, Filter filter) {
    return store().clients().clients(visibility, filter, PageArgs.first(100)).rows().stream()
        .map(view -> view.client().value().id().value())
        .toList();
  }

  private Optional<ClientView> byKey(Visibility visibility, ConnectionId connection, long id) {
    var keys = Set.of(client(connection, id));
    return store().clients().clientsByKey(visibility, keys).values().stream().findFirst();
  }

  private ClientView view(Visibility visibility, ConnectionId connection, long id) {
    return byKey(visibility, connection, id).orElseThrow();
  }

  private List<Site> sites(Visibility visibility, ConnectionId connection) {
    var page = PageArgs.<NamePosition>first(100);
    return store().clients().sites(visibility, client(connection, 1), page).rows().stream()
        .map(Mirrored::value)
        .toList();
  }

  private List<Contact> contacts(Visibility visibility, ConnectionId connection) {
    var page = PageArgs.<NamePosition>first(100);
    return store().clients().contacts(visibility, client(connection, 1), page).rows().stream()
        .map(Mirrored::value)
        .toList();
  }

  private Optional<Site> siteByKey(Visibility visibility, ConnectionId connection) {
    var keys = Set.of(new Key<>(connection, new SiteId(1)));
    return store().clients().sitesByKey(visibility, keys).values().stream()
        .map(Mirrored::value)
        .findFirst();
  }

  private Optional<Contact> contactByKey(Visibility visibility, ConnectionId connection) {
    var keys = Set.of(new Key<>(connection, new ContactId(1)));
    return store().clients().contactsByKey(visibility, keys).values().stream()
        .map(Mirrored::value)
        .findFirst();
  }

  private String name(ConnectionId connection, Lookup.Kind kind, long id) {
    return store().lookups().name(connection, kind, id);
  }

  private static Site site(long id, String name) {
    return aSite(id).named(name).build();
  }

  private static Contact contact(long id, String name) {
    return aContact(id).named(name).build();
  }
}
