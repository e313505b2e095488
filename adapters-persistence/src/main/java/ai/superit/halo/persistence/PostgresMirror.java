package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.IdSet;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.Revision;
import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The mirror in PostgreSQL.
final class PostgresMirror implements Mirror {
  private static final int PORTION = 5_000;

  private final Database database;
  private final PostgresLookupNames names;
  private final PostgresChangeNotices changes;

  PostgresMirror(Database database, PostgresLookupNames names, PostgresChangeNotices changes) {
    this.database = database;
    this.names = names;
    this.changes = changes;
  }

  @Override
  public Revision revision(ConnectionId connection, ObjectRef record) {
    var table =
        switch (record.kind()) {
          case CLIENT -> MirrorTables.CLIENTS;
          case SITE -> MirrorTables.SITES;
          case CONTACT -> MirrorTables.CONTACTS;
          case ASSET -> MirrorTables.ASSETS;
          case TICKET -> MirrorTables.TICKETS;
          case INVOICE -> MirrorTables.INVOICES;
        };
    return database.readBare(c -> table.revision(c, connection, record.id()));
  }

  @Override
  public Stored storeLookups(ConnectionId connection, List<Lookup> lookups, Source source) {
    var stored =
        database.writeBare(c -> {
          var result = MirrorTables.LOOKUPS.store(c, connection, lookups, source);
          if (!result.created().isEmpty() || !result.updated().isEmpty()) {
            Notices.send(c, Notices.Channel.LOOKUPS, connection.toString());
          }
          return result;
        });
    names.forget(connection);
    return stored;
  }

  @Override
  public Stored storeClients(ConnectionId connection, List<Client> clients, Source source) {
    return database.writeBare(c -> {
      var stored = MirrorTables.CLIENTS.store(c, connection, clients, source);
      OwnPages.followClients(c, connection, clients);
      return stored;
    });
  }

  @Override
  public Stored storePage(ConnectionId connection, Client page, Revision before, Source source) {
    var read = new OwnPage<>(page, page::asOf, before);
    return database.writeBare(c -> {
      var kept = MirrorTables.CLIENTS.storePage(c, connection, read, source);
      if (kept.stored().tellsOf(page.id().value())) {
        OwnPages.read(c, connection, kept.record(), kept.isNew());
      }
      return kept.stored();
    });
  }

  @Override
  public Stored storeSites(ConnectionId connection, List<Site> sites, Source source) {
    return database.writeBare(c -> MirrorTables.SITES.store(c, connection, sites, source));
  }

  @Override
  public Stored storePage(ConnectionId connection, Site page, Revision before, Source source) {
    var read = new OwnPage<>(page, page::asOf, before);
    return database.writeBare(
        c -> MirrorTables.SITES.storePage(c, connection, read, source).stored());
  }

  @Override
  public Stored storeContacts(ConnectionId connection, List<Contact> contacts, Source source) {
    return database.writeBare(c -> MirrorTables.CONTACTS.store(c, connection, contacts, source));
  }

  @Override
  public Stored storePage(ConnectionId connection, Contact page, Revision before, Source source) {
    var read = new OwnPage<>(page, page::asOf, before);
    return database.writeBare(
        c -> MirrorTables.CONTACTS.storePage(c, connection, read, source).stored());
  }

  @Override
  public Stored storeInvoices(ConnectionId connection, List<Invoice> invoices, Source source) {
    return database.writeBare(c -> MirrorTables.INVOICES.store(c, connection, invoices, source));
  }

  @Override
  public Stored storePage(ConnectionId connection, Invoice page, Revision before, Source source) {
    var read = new OwnPage<>(page, page::asOf, before);
    return database.writeBare(
        c -> MirrorTables.INVOICES.storePage(c, connection, read, source).stored());
  }

  @Override
  public Stored storeAssets(ConnectionId connection, List<Asset> assets, Source source) {
    return database.writeBare(c -> {
      var stored = MirrorTables.ASSETS.store(c, connection, assets, source);
      followLinks(c, connection, assets, stored);
      OwnPages.followAssets(c, connection, assets);
      return stored;
    });
  }

  @Override
  public Stored storePage(ConnectionId connection, Asset page, Revision before, Source source) {
    var read = new OwnPage<>(page, page::asOf, before);
    return database.writeBare(c -> {
      var kept = MirrorTables.ASSETS.storePage(c, connection, read, source);
      if (kept.stored().tellsOf(page.id().value())) {
        followLinks(c, connection, List.of(page), kept.stored());
        OwnPages.read(c, connection, kept.record(), kept.isNew());
      }
      return kept.stored();
    });
  }

  private static void followLinks(
      Connection c, ConnectionId connection, List<Asset> assets, Stored stored)
      throws SQLException {
    if (assets.stream().anyMatch(asset -> asset.links() instanceof Asset.Links.Read)) {
      AssetLinks.follow(c, connection, changed(stored));
    }
  }

  @Override
  public Stored storeTickets(ConnectionId connection, List<RoutedTicket> tickets, Source source) {
    return database.writeBare(c -> {
      var newest = MirrorTables.TICKETS.newestOfEach(tickets);
      var stored = MirrorTables.TICKETS.store(c, connection, newest, source);
      var beside = BesideTickets.store(c, connection, newest, stored.unchanged());
      changes.tickets(connection, changed(stored));
      changes.tickets(connection, beside);
      return stored;
    });
  }

  @Override
  public Stored storeNotes(
      ConnectionId connection, TicketId ticket, TicketNotes notes, Source source) {
    return database.writeBare(c -> {
      RoutingLocks.share(c, connection);
      var stored = NoteStatements.store(c, connection, ticket, notes, source);
      changes.tickets(connection, List.of(ticket.value()));
      return stored;
    });
  }

  @Override
  public boolean storeNote(ConnectionId connection, Note note, Source source) {
    return database.writeBare(c -> {
      var stored = NoteStatements.storeIfNewer(c, connection, note, source);
      if (stored) {
        changes.tickets(connection, List.of(note.ticket().value()));
      }
      return stored;
    });
  }

  @Override
  public Absent absent(
      ConnectionId connection,
      Resource resource,
      Set<Long> present,
      Instant storedBefore,
      int limit) {
    var records =
        switch (resource) {
          case CLIENTS -> Retirement.CLIENTS;
          case SITES -> Retirement.SITES;
          case CONTACTS -> Retirement.CONTACTS;
          case ASSETS -> Retirement.ASSETS;
          case TICKETS -> Retirement.TICKETS;
          case INVOICES -> Retirement.INVOICES;
          case LOOKUPS, NOTES ->
              throw new IllegalArgumentException(resource + " have no ids of their own");
        };
    var living = records.living(connection);
    var stored = records.storedBefore(connection, storedBefore);
    return database.writeBare(c -> {
      // Sent to the database, a long list of ids makes it compare each with each.
      var ids = new IdSet();
      stored.each(
          c,
          row -> {
            var id = row.number();
            if (!present.contains(id)) {
              ids.add(id);
            }
          });
      return new Absent(ids.size(), ids.stream().limit(limit).toList(), living.number(c));
    });
  }

  @Override
  public boolean retire(ConnectionId connection, ObjectRef object, Source source) {
    var retire =
        switch (object.kind()) {
          case CLIENT -> Retirement.CLIENTS;
          case SITE -> Retirement.SITES;
          case CONTACT -> Retirement.CONTACTS;
          case ASSET -> Retirement.ASSETS;
          case TICKET -> Retirement.TICKETS;
          case INVOICE -> Retirement.INVOICES;
        };
    return database.writeBare(c -> {
      if (object.kind() == ObjectRef.Kind.TICKET) {
        RoutingLocks.share(c, connection);
      }
      var retired = retire.one(c, connection, object.id(), source);
      if (retired && object.kind() == ObjectRef.Kind.TICKET) {
        changes.tickets(connection, List.of(object.id()));
      }
      return retired;
    });
  }

  @Override
  public Set<Long> living(ConnectionId connection, Resource resource, Set<Long> ids) {
    return database.readBare(c -> OutOfScope.living(c, connection, resource, ids));
  }

  @Override
  public long retireOutside(
      ConnectionId connection,
      Resource resource,
      Scope scope,
      Instant now,
      BooleanSupplier stopping) {
    var retired = 0L;
    var after = Long.MIN_VALUE;
    while (!stopping.getAsBoolean()) {
      var last = portionAfter(connection, resource, after);
      if (last.isEmpty()) {
        return retired;
      }
      retired += retireOutside(connection, resource, scope, now, after, last.get());
      after = last.get();
    }
    return retired;
  }

  private Optional<Long> portionAfter(ConnectionId connection, Resource resource, long after) {
    return database.readBare(c -> OutOfScope.portion(c, connection, resource, after, PORTION));
  }

  /// A transaction for each portion: one for all would take longer than a statement may, and keep
  /// others waiting for its rows.
  private long retireOutside(
      ConnectionId connection, Resource resource, Scope scope, Instant now, long after, long last) {
    return database.writeBare(c -> {
      shareTickets(c, connection, resource);
      var retired = OutOfScope.retire(c, connection, resource, scope, now, after, last);
      if (retired > 0 && resource == Resource.TICKETS) {
        changes.anyTicket(connection);
      }
      return retired;
    });
  }

  @Override
  public long retireOutside(
      ConnectionId connection, Resource resource, Set<Long> ids, Scope scope, Instant now) {
    return database.writeBare(c -> {
      shareTickets(c, connection, resource);
      var retired = OutOfScope.retire(c, connection, resource, ids, scope, now);
      if (retired > 0 && resource == Resource.TICKETS) {
        changes.tickets(connection, ids);
      }
      return retired;
    });
  }

  private static void shareTickets(Connection c, ConnectionId connection, Resource resource)
      throws SQLException {
    if (resource == Resource.TICKETS) {
      RoutingLocks.share(c, connection);
    }
  }

  @Override
  public Set<Long> inOtherStatus(
      ConnectionId connection, Map<Long, Stamp> assets, Set<String> statuses) {
    var versions = List.copyOf(assets.entrySet());
    var ids = versions.stream().map(Map.Entry::getKey).toArray(Long[]::new);
    var query =
        Query.of(
            """
            select a.asset_id
            from unnest(?::int8[], ?::int8[]) as untold(id, updated_at)
            join asset a on a.connection_id = ? and a.asset_id = any(?) and a.asset_id = untold.id
            where a.status_at = a.halo_updated_at and a.status_at >= instant(untold.updated_at)
              and a.status <> all(?)
            """,
            ids,
            versions.stream()
                .map(version -> Column.micros(version.getValue().at()))
                .toArray(Long[]::new),
            connection.value(),
            ids,
            statuses.toArray(String[]::new));
    return database.readBare(c -> Set.copyOf(query.list(c, Row::number)));
  }

  @Override
  public Map<TicketId, ClientId> clientsOf(ConnectionId connection, Set<TicketId> tickets) {
    var query =
        Query.of(
            "select ticket_id, client_id from ticket where connection_id = ? and ticket_id = any(?)"
                + " and deleted_at is null",
            connection.value(),
            ids(tickets.stream().map(TicketId::value).toList()));
    return database.readBare(c ->
        query
            .list(c, row -> Map.entry(new TicketId(row.number()), new ClientId(row.number())))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  @Override
  public Map<TicketId, Stamp> versionsOf(ConnectionId connection, Set<TicketId> tickets) {
    return database.readBare(c -> versions(c, connection, tickets, ""));
  }

  /// Rows are locked in the order of their ids, as everywhere.
  @Override
  public Map<TicketId, Stamp> lockVersions(ConnectionId connection, Set<TicketId> tickets) {
    return database.writeBare(c -> {
      RoutingLocks.share(c, connection);
      return versions(c, connection, tickets, "order by ticket_id for no key update");
    });
  }

  private static Map<TicketId, Stamp> versions(
      Connection c, ConnectionId connection, Set<TicketId> tickets, String locking)
      throws SQLException {
    return Query.of(
            "select ticket_id, halo_updated_at from ticket where connection_id = ?"
                + " and ticket_id = any(?) and deleted_at is null "
                + locking,
            connection.value(),
            ids(tickets.stream().map(TicketId::value).toList()))
        .list(c, row -> Map.entry(new TicketId(row.number()), new Stamp(row.instant())))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public void pageRead(ConnectionId connection, TicketId ticket, Stamp version) {
    database.writeBare(c -> {
      RoutingLocks.share(c, connection);
      NoteStatements.pageRead(c, connection, ticket, version);
      return true;
    });
  }

  @Override
  public List<AwaitingNotes> ticketsAwaitingNotes(
      ConnectionId connection, Instant changedSince, int limit) {
    return database.readBare(c -> NoteStatements.awaiting(c, connection, changedSince, limit));
  }

  @Override
  public List<AwaitingNotes> ticketsMissingNotes(ConnectionId connection, int limit) {
    return database.readBare(c -> NoteStatements.incomplete(c, connection, limit));
  }

  @Override
  public long missingNotes(ConnectionId connection) {
    return database.readBare(c -> NoteStatements.missing(c, connection));
  }

  @Override
  public long linkTaggedAssets(ConnectionId connection) {
    var linked = 0L;
    var after = Long.MIN_VALUE;
    var last = ticketsAfter(connection, after);
    while (last.isPresent()) {
      linked += linkTagged(connection, after, last.get());
      after = last.get();
      last = ticketsAfter(connection, after);
    }
    return linked;
  }

  private Optional<Long> ticketsAfter(ConnectionId connection, long after) {
    return database.readBare(c -> TicketPortions.end(c, connection, after));
  }

  /// A transaction for each portion. What was linked before a failure stays so, and whoever repeats
  /// this links the rest.
  private long linkTagged(ConnectionId connection, long after, long last) {
    return database.writeBare(c -> {
      var linked = BesideTickets.linkTagged(c, connection, after, last);
      if (linked > 0) {
        changes.anyTicket(connection);
      }
      return linked;
    });
  }

  private static Set<Long> changed(Stored stored) {
    return java.util.stream.Stream.concat(stored.created().stream(), stored.updated().stream())
        .collect(Collectors.toSet());
  }

  private static Long[] ids(Collection<Long> ids) {
    return ids.toArray(new Long[0]);
  }

  /// Marks as deleted what Halo no longer has.
  private enum Retirement {
    CLIENTS("client", "client_id"),
    SITES("site", "site_id"),
    CONTACTS("contact", "contact_id"),
    ASSETS("asset", "asset_id"),
    TICKETS("ticket", "ticket_id"),
    INVOICES("invoice", "invoice_id");

    private final String table;
    private final String update;
    private final String id;

    Retirement(String table, String id) {
      this.table = table;
      this.update =
          """
          update %s set deleted_at = now(), synced_at = now(), source = ?
          where connection_id = ? and deleted_at is null
          """
              .formatted(table);
      this.id = id;
    }

    private boolean one(Connection c, ConnectionId connection, long object, Source source)
        throws SQLException {
      return Query.of(update, source.value(), connection.value())
              .add("and " + id + " = ?", object)
              .write(c)
          > 0;
    }

    private Query living(ConnectionId connection) {
      return Query.of(
          "select count(*) from " + table + " where connection_id = ? and deleted_at is null",
          connection.value());
    }

    private Query storedBefore(ConnectionId connection, Instant moment) {
      return Query.of(
          "select %s from %s where connection_id = ? and deleted_at is null and synced_at < ?"
              .formatted(id, table),
          connection.value(),
          moment);
    }
  }
}
