package ai.superit.halo.application.testing;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.testing.State.Row;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The mirrored records.
record InMemoryMirror(Memory memory) implements Mirror {
  @Override
  public Revision revision(ConnectionId connection, ObjectRef record) {
    var id = record.id();
    return memory.with(state ->
        switch (record.kind()) {
          case CLIENT -> Versions.revision(state.clients, connection, new ClientId(id));
          case SITE -> Versions.revision(state.sites, connection, new SiteId(id));
          case CONTACT -> Versions.revision(state.contacts, connection, new ContactId(id));
          case ASSET -> Versions.revision(state.assets, connection, new AssetId(id));
          case TICKET -> Versions.revision(state.tickets, connection, new TicketId(id));
          case INVOICE -> Versions.revision(state.invoices, connection, new InvoiceId(id));
        });
  }

  @Override
  public Stored storeLookups(ConnectionId connection, List<Lookup> lookups, Source source) {
    return memory.with(state -> {
      var created = new HashSet<Long>();
      var updated = new HashSet<Long>();
      var unchanged = new HashSet<Long>();
      for (var row : lookups) {
        var storable = StorableText.of(row);
        var key = new State.LookupKey(connection, row.kind(), row.id());
        var before = state.lookups.put(key, storable);
        (before == null ? created : before.equals(storable) ? unchanged : updated).add(row.id());
      }
      return disjoint(created, updated, unchanged);
    });
  }

  @Override
  public Stored storeClients(ConnectionId connection, List<Client> clients, Source source) {
    return memory.with(state -> {
      var rows =
          clients.stream()
              .map(StorableText::of)
              .map(client ->
                  keepingUnread(client, state.clients.get(new Key<>(connection, client.id()))))
              .toList();
      var stored = clients(state).store(connection, rows, source, now());
      InMemoryHydration.followClients(state, connection, clients, changed(stored));
      return stored;
    });
  }

  @Override
  public Stored storePage(ConnectionId connection, Client page, Revision before, Source source) {
    return memory.with(state -> {
      var key = new Key<>(connection, page.id());
      var kept = page.asOf(clients(state).versionOf(connection, page));
      if (clients(state)
          .overtakes(
              connection,
              page,
              keepingUnread(StorableText.of(kept), state.clients.get(key)),
              before)) {
        return Stored.NOTHING;
      }
      var wasUnread = state.clientPagesUnread.contains(key);
      var stored = storeClients(connection, List.of(kept), source);
      var isNew = wasUnread || stored.unchanged().isEmpty();
      InMemoryHydration.read(state, connection, kept, isNew, now());
      return stored;
    });
  }

  @Override
  public Stored storeSites(ConnectionId connection, List<Site> sites, Source source) {
    var rows = sites.stream().map(StorableText::of).toList();
    return memory.with(state -> sites(state).store(connection, rows, source, now()));
  }

  @Override
  public Stored storePage(ConnectionId connection, Site page, Revision before, Source source) {
    return memory.with(state -> {
      var kept = page.asOf(sites(state).versionOf(connection, page));
      if (sites(state).overtakes(connection, page, StorableText.of(kept), before)) {
        return Stored.NOTHING;
      }
      return storeSites(connection, List.of(kept), source);
    });
  }

  @Override
  public Stored storeContacts(ConnectionId connection, List<Contact> contacts, Source source) {
    var rows = contacts.stream().map(StorableText::of).toList();
    return memory.with(state -> contacts(state).store(connection, rows, source, now()));
  }

  @Override
  public Stored storePage(ConnectionId connection, Contact page, Revision before, Source source) {
    return memory.with(state -> {
      var kept = page.asOf(contacts(state).versionOf(connection, page));
      if (contacts(state).overtakes(connection, page, StorableText.of(kept), before)) {
        return Stored.NOTHING;
      }
      return storeContacts(connection, List.of(kept), source);
    });
  }

  @Override
  public Stored storeInvoices(ConnectionId connection, List<Invoice> invoices, Source source) {
    var rows = invoices.stream().map(StorableText::of).toList();
    return memory.with(state -> invoices(state).store(connection, rows, source, now()));
  }

  @Override
  public Stored storePage(ConnectionId connection, Invoice page, Revision before, Source source) {
    return memory.with(state -> {
      var kept = page.asOf(invoices(state).versionOf(connection, page));
      if (invoices(state).overtakes(connection, page, StorableText.of(kept), before)) {
        return Stored.NOTHING;
      }
      return storeInvoices(connection, List.of(kept), source);
    });
  }

  @Override
  public Stored storeAssets(ConnectionId connection, List<Asset> assets, Source source) {
    return memory.with(state -> {
      var rows =
          assets.stream()
              .map(StorableText::of)
              .map(asset ->
                  keepingUnread(asset, state.assets.get(new Key<>(connection, asset.id()))))
              .toList();
      var stored = assets(state).store(connection, rows, source, now());
      InMemoryHydration.followAssets(state, connection, assets, changed(stored));
      followStatuses(state, connection, assets, changed(stored));
      return stored;
    });
  }

  @Override
  public Stored storePage(ConnectionId connection, Asset page, Revision before, Source source) {
    return memory.with(state -> {
      var key = new Key<>(connection, page.id());
      var kept = page.asOf(assets(state).versionOf(connection, page));
      if (assets(state)
          .overtakes(
              connection,
              page,
              keepingUnread(StorableText.of(kept), state.assets.get(key)),
              before)) {
        return Stored.NOTHING;
      }
      var wasUnread = state.fieldsUnread.contains(key);
      var stored = storeAssets(connection, List.of(kept), source);
      var isNew = wasUnread || stored.unchanged().isEmpty();
      InMemoryHydration.read(state, connection, kept, isNew, now());
      return stored;
    });
  }

  private static Versions<ClientId, Client> clients(State state) {
    return new Versions<>(state.clients, Client::id, ClientId::value, Client::updatedAt);
  }

  private static Versions<SiteId, Site> sites(State state) {
    return new Versions<>(state.sites, Site::id, SiteId::value, Site::updatedAt);
  }

  private static Versions<ContactId, Contact> contacts(State state) {
    return new Versions<>(state.contacts, Contact::id, ContactId::value, Contact::updatedAt);
  }

  private static Versions<InvoiceId, Invoice> invoices(State state) {
    return new Versions<>(state.invoices, Invoice::id, InvoiceId::value, Invoice::updatedAt);
  }

  private static Versions<AssetId, Asset> assets(State state) {
    return new Versions<>(state.assets, Asset::id, AssetId::value, Asset::updatedAt);
  }

  @Override
  public Stored storeTickets(ConnectionId connection, List<RoutedTicket> tickets, Source source) {
    return memory.with(state -> {
      var ids = tickets.stream().map(row -> row.ticket().id()).collect(Collectors.toSet());
      memory.faults().beforeStoring(ids);
      memory.changed(connection, listener -> listener.ticketsChanged(ids));
      return new TicketStore(state).store(connection, tickets, source, now());
    });
  }

  @Override
  public Stored storeNotes(
      ConnectionId connection, TicketId ticket, TicketNotes notes, Source source) {
    return memory.with(state -> {
      memory.changed(connection, listener -> listener.ticketsChanged(Set.of(ticket)));
      return new NoteStore(state, new Key<>(connection, ticket)).store(notes);
    });
  }

  @Override
  public boolean storeNote(ConnectionId connection, Note note, Source source) {
    return memory.with(state -> {
      memory.changed(connection, listener -> listener.ticketsChanged(Set.of(note.ticket())));
      return new NoteStore(state, new Key<>(connection, note.ticket())).storeOne(note);
    });
  }

  @Override
  public Absent absent(
      ConnectionId connection,
      Resource resource,
      Set<Long> present,
      Instant storedBefore,
      int limit) {
    return memory.with(state -> {
      var living =
          switch (resource) {
            case CLIENTS -> living(state.clients, connection, ClientId::value);
            case SITES -> living(state.sites, connection, SiteId::value);
            case CONTACTS -> living(state.contacts, connection, ContactId::value);
            case ASSETS -> living(state.assets, connection, AssetId::value);
            case TICKETS -> living(state.tickets, connection, TicketId::value);
            case INVOICES -> living(state.invoices, connection, InvoiceId::value);
            case LOOKUPS, NOTES -> throw new IllegalArgumentException(resource + " have no ids");
          };
      var absent =
          living.entrySet().stream()
              .filter(entry -> !present.contains(entry.getKey()))
              .filter(entry -> entry.getValue().isBefore(storedBefore))
              .map(Map.Entry::getKey)
              .toList();
      return new Absent(
          absent.size(), absent.stream().sorted().limit(limit).toList(), living.size());
    });
  }

  @Override
  public boolean retire(ConnectionId connection, ObjectRef object, Source source) {
    return memory.with(state ->
        switch (object.kind()) {
          case TICKET -> {
            var id = new TicketId(object.id());
            memory.changed(connection, listener -> listener.ticketsChanged(Set.of(id)));
            yield retire(state.tickets, connection, TicketId::new, object, source);
          }
          case CLIENT -> retire(state.clients, connection, ClientId::new, object, source);
          case SITE -> retire(state.sites, connection, SiteId::new, object, source);
          case CONTACT -> retire(state.contacts, connection, ContactId::new, object, source);
          case ASSET -> retire(state.assets, connection, AssetId::new, object, source);
          case INVOICE -> retire(state.invoices, connection, InvoiceId::new, object, source);
        });
  }

  @Override
  public Set<Long> living(ConnectionId connection, Resource resource, Set<Long> ids) {
    return absent(connection, resource, Set.of(), Instant.MAX, Integer.MAX_VALUE).ids().stream()
        .filter(ids::contains)
        .collect(Collectors.toSet());
  }

  @Override
  public long retireOutside(
      ConnectionId connection,
      Resource resource,
      Scope scope,
      Instant now,
      BooleanSupplier stopping) {
    if (stopping.getAsBoolean()) {
      return 0;
    }
    return memory.with(state -> {
      var living = absent(connection, resource, Set.of(), Instant.MAX, Integer.MAX_VALUE).ids();
      return retireOutside(connection, resource, Set.copyOf(living), scope, now);
    });
  }

  @Override
  public long retireOutside(
      ConnectionId connection, Resource resource, Set<Long> ids, Scope scope, Instant now) {
    var source = Source.reread("out of scope");
    return memory.with(state ->
        living(connection, resource, ids).stream()
            .map(id ->
                switch (resource) {
                  case CLIENTS ->
                      scope.includes(of(state.clients, connection, new ClientId(id)))
                          ? Optional.<ObjectRef>empty()
                          : Optional.of(new ObjectRef(ObjectRef.Kind.CLIENT, id));
                  case ASSETS ->
                      scope.includes(asTold(state, new Key<>(connection, new AssetId(id))))
                          ? Optional.<ObjectRef>empty()
                          : Optional.of(new ObjectRef(ObjectRef.Kind.ASSET, id));
                  case TICKETS ->
                      scope.includes(of(state.tickets, connection, new TicketId(id)), now)
                          ? Optional.<ObjectRef>empty()
                          : Optional.of(new ObjectRef(ObjectRef.Kind.TICKET, id));
                  case LOOKUPS, SITES, CONTACTS, NOTES, INVOICES ->
                      throw new IllegalArgumentException(resource + " are always in scope");
                })
            .flatMap(Optional::stream)
            .filter(object -> retire(connection, object, source))
            .count());
  }

  @Override
  public Set<Long> inOtherStatus(
      ConnectionId connection, Map<Long, Stamp> assets, Set<String> statuses) {
    return memory.with(state ->
        assets.entrySet().stream()
            .filter(asset -> {
              var key = new Key<>(connection, new AssetId(asset.getKey()));
              var row = state.assets.get(key);
              return row != null
                  && row.value().updatedAt().compareTo(asset.getValue()) >= 0
                  && asTold(state, key)
                      .state()
                      .status()
                      .filter(told -> !statuses.contains(told))
                      .isPresent();
            })
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()));
  }

  /// Without a status that was told of an earlier version.
  private static Asset asTold(State state, Key<AssetId> key) {
    var asset = of(state.assets, key.connection(), key.id());
    if (asset.updatedAt().equals(state.statusesOf.get(key))) {
      return asset;
    }
    return new Asset(
        asset.id(),
        asset.owner(),
        asset.kind(),
        asset.tag(),
        new Asset.State(asset.active(), Optional.empty()),
        asset.links(),
        asset.updatedAt());
  }

  private static void followStatuses(
      State state, ConnectionId connection, List<Asset> assets, Set<Long> written) {
    for (var asset : assets) {
      var key = new Key<>(connection, asset.id());
      if (asset.updatedAt().equals(of(state.assets, connection, asset.id()).updatedAt())) {
        if (asset.state().status().isPresent()) {
          state.statusesOf.put(key, asset.updatedAt());
        } else if (written.contains(asset.id().value())) {
          state.statusesOf.remove(key);
        }
      }
    }
  }

  private static <I, T> T of(Map<Key<I>, Row<T>> table, ConnectionId connection, I id) {
    return requireNonNull(table.get(new Key<>(connection, id))).value();
  }

  @Override
  public Map<TicketId, ClientId> clientsOf(ConnectionId connection, Set<TicketId> tickets) {
    memory.faults().beforeTellingTheClientsOf(tickets);
    return memory.with(state -> {
      var clients = new HashMap<TicketId, ClientId>();
      for (var id : tickets) {
        var row = state.tickets.get(new Key<>(connection, id));
        if (row != null && !row.deleted()) {
          clients.put(id, row.value().parties().client());
        }
      }
      return clients;
    });
  }

  @Override
  public Map<TicketId, Stamp> lockVersions(ConnectionId connection, Set<TicketId> tickets) {
    return versionsOf(connection, tickets);
  }

  @Override
  public Map<TicketId, Stamp> versionsOf(ConnectionId connection, Set<TicketId> tickets) {
    return memory.with(state -> {
      var versions = new HashMap<TicketId, Stamp>();
      for (var id : tickets) {
        var row = state.tickets.get(new Key<>(connection, id));
        if (row != null && !row.deleted()) {
          versions.put(id, row.value().updatedAt());
        }
      }
      return versions;
    });
  }

  @Override
  public List<AwaitingNotes> ticketsAwaitingNotes(
      ConnectionId connection, Instant changedSince, int limit) {
    return memory.with(state -> awaiting(state, connection, changedSince).limit(limit).toList());
  }

  static Stream<AwaitingNotes> awaiting(
      State state, ConnectionId connection, Instant changedSince) {
    var tickets = new TicketStore(state);
    return livingTickets(state, connection)
        .filter(ticket -> isOfInterest(ticket, changedSince))
        .sorted(Comparator.comparing(Ticket::updatedAt).reversed())
        .flatMap(ticket -> tickets.awaiting(new Key<>(connection, ticket.id()), ticket).stream());
  }

  @Override
  public void pageRead(ConnectionId connection, TicketId ticket, Stamp version) {
    memory.with(state -> {
      new TicketStore(state).pageRead(new Key<>(connection, ticket), version);
      return true;
    });
  }

  @Override
  public List<AwaitingNotes> ticketsMissingNotes(ConnectionId connection, int limit) {
    return memory.with(state ->
        livingTickets(state, connection)
            .filter(ticket -> missing(state, connection, ticket) > 0)
            .sorted(Comparator.comparing(Ticket::updatedAt).reversed())
            .limit(limit)
            .map(TicketStore::awaitingAgain)
            .toList());
  }

  @Override
  public long missingNotes(ConnectionId connection) {
    return memory.with(state ->
        livingTickets(state, connection)
            .mapToLong(ticket -> missing(state, connection, ticket))
            .sum());
  }

  private static Stream<Ticket> livingTickets(State state, ConnectionId connection) {
    return state.tickets.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .filter(entry -> !entry.getValue().deleted())
        .map(entry -> entry.getValue().value());
  }

  private static long missing(State state, ConnectionId connection, Ticket ticket) {
    return state.notesMissing.getOrDefault(new Key<>(connection, ticket.id()), 0L);
  }

  @Override
  public long linkTaggedAssets(ConnectionId connection) {
    return memory.with(state -> new TicketStore(state).linkTagged(connection));
  }

  private Instant now() {
    return memory.clock().instant();
  }

  private static boolean isOfInterest(Ticket ticket, Instant changedSince) {
    return !ticket.state().closed() || !ticket.updatedAt().at().isBefore(changedSince);
  }

  /// What was not read leaves what is stored alone.
  private static Client keepingUnread(Client client, @Nullable Row<Client> stored) {
    if (stored == null || client.mainContact() instanceof Client.MainContact.Read) {
      return client;
    }
    return new Client(
        client.id(),
        client.name(),
        client.active(),
        client.mainSite(),
        stored.value().mainContact(),
        client.updatedAt());
  }

  private static Asset keepingUnread(Asset asset, @Nullable Row<Asset> stored) {
    if (stored == null) {
      return asset;
    }
    var kind = asset.kind();
    var before = stored.value();
    var fields =
        kind.fields() instanceof Asset.Fields.Unread ? before.kind().fields() : kind.fields();
    return new Asset(
        asset.id(),
        asset.owner(),
        new Asset.Kind(kind.typeId(), kind.typeName(), kind.name(), fields),
        asset.tag(),
        new Asset.State(asset.active(), asset.state().status().or(() -> before.state().status())),
        asset.links() instanceof Asset.Links.Unread ? before.links() : asset.links(),
        asset.updatedAt());
  }

  private static Set<Long> changed(Stored stored) {
    return Stream.concat(stored.created().stream(), stored.updated().stream())
        .collect(Collectors.toSet());
  }

  /// Ids of lookups repeat between their kinds.
  private static Stored disjoint(Set<Long> created, Set<Long> updated, Set<Long> unchanged) {
    updated.removeAll(created);
    unchanged.removeAll(created);
    unchanged.removeAll(updated);
    return new Stored(created, updated, unchanged);
  }

  private static <I, T> Map<Long, Instant> living(
      Map<Key<I>, Row<T>> table, ConnectionId connection, ToLongFunction<I> number) {
    return table.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .filter(entry -> !entry.getValue().deleted())
        .collect(
            Collectors.toMap(
                entry -> number.applyAsLong(entry.getKey().id()),
                entry -> entry.getValue().syncedAt()));
  }

  private static <I, T> boolean retire(
      Map<Key<I>, Row<T>> table,
      ConnectionId connection,
      LongFunction<I> id,
      ObjectRef object,
      Source source) {
    return retire(table, new Key<>(connection, id.apply(object.id())), source);
  }

  private static <I, T> boolean retire(Map<Key<I>, Row<T>> table, Key<I> key, Source source) {
    var row = table.get(key);
    if (row == null || row.deleted()) {
      return false;
    }
    table.put(key, row.retired(source));
    return true;
  }
}
