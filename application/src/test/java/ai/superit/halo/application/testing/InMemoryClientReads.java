package ai.superit.halo.application.testing;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.testing.State.Row;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Clients, sites, contacts and invoices as a caller sees them.
record InMemoryClientReads(Memory memory) implements ClientReads {
  @Override
  public Slice<ClientView> clients(
      Visibility visibility, Filter filter, PageArgs<NamePosition> page) {
    return memory.with(state ->
        Slices.slice(
            views(new Sight(state, visibility)).filter(view -> matches(view, filter)),
            view -> {
              var client = view.client().value();
              return new NamePosition(
                  client.name(), view.client().connection(), client.id().value());
            },
            Slices.BY_NAME,
            page));
  }

  @Override
  public long countClients(Visibility visibility, Filter filter) {
    return memory.with(
        state -> views(new Sight(state, visibility)).filter(view -> matches(view, filter)).count());
  }

  @Override
  public Map<Key<ClientId>, ClientView> clientsByKey(
      Visibility visibility, Set<Key<ClientId>> keys) {
    return memory.with(state ->
        views(new Sight(state, visibility))
            .filter(view -> keys.contains(key(view)))
            .collect(Collectors.toMap(InMemoryClientReads::key, view -> view)));
  }

  @Override
  public Map<Key<SiteId>, Mirrored<Site>> sitesByKey(Visibility visibility, Set<Key<SiteId>> keys) {
    return memory.with(state ->
        visibleSites(new Sight(state, visibility))
            .filter(site -> keys.contains(new Key<>(site.connection(), site.value().id())))
            .collect(
                Collectors.toMap(
                    site -> new Key<>(site.connection(), site.value().id()), site -> site)));
  }

  @Override
  public Map<Key<ContactId>, Mirrored<Contact>> contactsByKey(
      Visibility visibility, Set<Key<ContactId>> keys) {
    return memory.with(state ->
        visibleContacts(new Sight(state, visibility))
            .filter(contact -> keys.contains(new Key<>(contact.connection(), contact.value().id())))
            .collect(
                Collectors.toMap(
                    contact -> new Key<>(contact.connection(), contact.value().id()),
                    contact -> contact)));
  }

  @Override
  public Slice<Mirrored<Site>> sites(
      Visibility visibility, Key<ClientId> client, PageArgs<NamePosition> page) {
    return memory.with(state ->
        Slices.slice(
            visibleSites(new Sight(state, visibility))
                .filter(site -> new Key<>(site.connection(), site.value().client()).equals(client)),
            site ->
                new NamePosition(site.value().name(), site.connection(), site.value().id().value()),
            Slices.BY_NAME,
            page));
  }

  @Override
  public Slice<Mirrored<Contact>> contacts(
      Visibility visibility, Key<ClientId> client, PageArgs<NamePosition> page) {
    return memory.with(state ->
        Slices.slice(
            visibleContacts(new Sight(state, visibility))
                .filter(contact -> contact.connection().equals(client.connection()))
                .filter(contact -> contact.value().client().equals(Optional.of(client.id()))),
            contact ->
                new NamePosition(
                    contact.value().person().name(),
                    contact.connection(),
                    contact.value().id().value()),
            Slices.BY_NAME,
            page));
  }

  static <I, T> Mirrored<T> mirrored(Map.Entry<Key<I>, Row<T>> entry) {
    var row = entry.getValue();
    return new Mirrored<>(entry.getKey().connection(), row.value(), row.source(), row.syncedAt());
  }

  private static Stream<ClientView> views(Sight sight) {
    return sight.state().clients.entrySet().stream()
        .filter(entry -> !entry.getValue().deleted() && sight.client(entry.getKey()))
        .map(entry -> view(sight.state(), entry));
  }

  @Override
  public Map<Key<InvoiceId>, Mirrored<Invoice>> invoicesByKey(
      Visibility visibility, Set<Key<InvoiceId>> keys) {
    return memory.with(state ->
        visibleInvoices(new Sight(state, visibility))
            .filter(row -> keys.contains(new Key<>(row.connection(), row.value().id())))
            .collect(
                Collectors.toMap(
                    row -> new Key<>(row.connection(), row.value().id()), row -> row)));
  }

  @Override
  public Slice<Mirrored<Invoice>> invoices(
      Visibility visibility, Key<ClientId> client, PageArgs<Long> page) {
    return memory.with(state ->
        Slices.slice(
            visibleInvoices(new Sight(state, visibility))
                .filter(row -> row.connection().equals(client.connection()))
                .filter(row -> row.value().client().equals(Optional.of(client.id()))),
            row -> row.value().id().value(),
            Comparator.reverseOrder(),
            page));
  }

  private static Stream<Mirrored<Invoice>> visibleInvoices(Sight sight) {
    return sight.state().invoices.entrySet().stream()
        .filter(entry -> !entry.getValue().deleted())
        .map(InMemoryClientReads::mirrored)
        .filter(row -> sight.connection(row.connection()));
  }

  private static ClientView view(State state, Map.Entry<Key<ClientId>, Row<Client>> entry) {
    return new ClientView(
        OwnPages.ofClients(state).asRead(entry, InMemoryClientReads::stale),
        Optional.ofNullable(state.links.get(entry.getKey())));
  }

  /// A main contact that was not read since the client changed is that of an earlier version.
  private static Client stale(Client client) {
    return client.mainContact() instanceof Client.MainContact.Read(var contact)
        ? new Client(
            client.id(),
            client.name(),
            client.active(),
            client.mainSite(),
            new Client.MainContact.Stale(contact),
            client.updatedAt())
        : client;
  }

  @Override
  public PagesGap pagesGap(ConnectionId connection, Instant now) {
    return memory.with(state -> {
      var pages = OwnPages.ofClients(state);
      return new PagesGap(pages.countUnread(connection, now), pages.count(connection));
    });
  }

  private static Key<ClientId> key(ClientView view) {
    return new Key<>(view.client().connection(), view.client().value().id());
  }

  private static Stream<Mirrored<Site>> visibleSites(Sight sight) {
    return sight.state().sites.entrySet().stream()
        .filter(entry -> !entry.getValue().deleted())
        .map(InMemoryClientReads::mirrored)
        .filter(site -> sight.client(new Key<>(site.connection(), site.value().client())));
  }

  private static Stream<Mirrored<Contact>> visibleContacts(Sight sight) {
    return sight.state().contacts.entrySet().stream()
        .filter(entry -> !entry.getValue().deleted())
        .map(InMemoryClientReads::mirrored)
        .filter(contact -> sight.contactOf(contact.connection(), contact.value().client()));
  }

  private static boolean matches(ClientView view, Filter filter) {
    var client = view.client().value();
    return filter.connection().map(view.client().connection()::equals).orElse(true)
        && filter.active().map(active -> active == client.active()).orElse(true)
        && filter.nameContains().map(text -> holds(client.name(), text)).orElse(true);
  }

  private static boolean holds(String name, String text) {
    return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }
}
