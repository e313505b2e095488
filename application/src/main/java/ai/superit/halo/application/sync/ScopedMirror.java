package ai.superit.halo.application.sync;

import ai.superit.halo.application.Transactions;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// A mirror that holds only what is in scope, whatever brings it: a run, a poll, a webhook. A
/// record that comes and is out of scope is not stored; one that the mirror has is stored and taken
/// out in one step, so that an outdated version takes nothing out.
public final class ScopedMirror implements Mirror {
  /// What tells one record from another, which version it is, and whether it is wanted.
  private record Rule<T>(
      Resource resource, ToLongFunction<T> id, Function<T, Stamp> stamp, Predicate<T> inScope) {
    Set<Long> outside(List<T> rows) {
      return rows.stream()
          .filter(inScope.negate())
          .map(id::applyAsLong)
          .collect(Collectors.toSet());
    }

    List<T> newestOfEach(List<T> rows) {
      return List.copyOf(
          rows.stream()
              .collect(
                  Collectors.toMap(
                      id::applyAsLong,
                      row -> row,
                      BinaryOperator.maxBy(Comparator.comparing(stamp))))
              .values());
    }
  }

  private final Mirror mirror;
  private final SyncScopes scopes;
  private final Transactions transactions;
  private final InstantSource clock;

  public ScopedMirror(
      Mirror mirror, SyncScopes scopes, Transactions transactions, InstantSource clock) {
    this.mirror = mirror;
    this.scopes = scopes;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Override
  public Stored storeClients(ConnectionId connection, List<Client> clients, Source source) {
    return storeClients(connection, clients, kept -> mirror.storeClients(connection, kept, source));
  }

  @Override
  public Stored storePage(ConnectionId connection, Client page, Revision before, Source source) {
    return storeClients(
        connection, List.of(page), _ -> mirror.storePage(connection, page, before, source));
  }

  private Stored storeClients(
      ConnectionId connection, List<Client> clients, Function<List<Client>, Stored> store) {
    var scope = scopes.scope(connection);
    return store(
        connection,
        scope,
        new Rule<>(
            Resource.CLIENTS, row -> row.id().value(), row -> row.updatedAt(), scope::includes),
        clients,
        store);
  }

  @Override
  public Stored storeAssets(ConnectionId connection, List<Asset> assets, Source source) {
    return storeAssets(connection, assets, kept -> mirror.storeAssets(connection, kept, source));
  }

  @Override
  public Stored storePage(ConnectionId connection, Asset page, Revision before, Source source) {
    return storeAssets(
        connection, List.of(page), _ -> mirror.storePage(connection, page, before, source));
  }

  private Stored storeAssets(
      ConnectionId connection, List<Asset> assets, Function<List<Asset>, Stored> store) {
    var scope = scopes.scope(connection);
    return store(
        connection,
        scope,
        new Rule<>(
            Resource.ASSETS,
            row -> row.id().value(),
            row -> row.updatedAt(),
            wanted(mirror, connection, scope, stamped(assets))),
        assets,
        store);
  }

  /// Of the others nobody knows whether they have changed since their status was told: they are
  /// stored, and stay only if their pages tell a wanted one.
  private static List<Asset> stamped(List<Asset> assets) {
    return assets.stream().filter(asset -> asset.updatedAt().isKnown()).toList();
  }

  /// Which of these assets are in scope: of one that comes without its status the mirror may know
  /// the one of that version.
  static Predicate<Asset> wanted(
      Mirror mirror, ConnectionId connection, Scope scope, List<Asset> assets) {
    var outside = outsideByStatus(mirror, connection, scope.assets().statuses(), assets);
    return asset ->
        scope.includes(asset)
            && !(asset.state().status().isEmpty() && outside.contains(asset.id().value()));
  }

  private static Set<Long> outsideByStatus(
      Mirror mirror, ConnectionId connection, Set<String> statuses, List<Asset> assets) {
    var untold =
        assets.stream()
            .filter(asset -> asset.state().status().isEmpty())
            .collect(
                Collectors.toMap(
                    asset -> asset.id().value(),
                    asset -> asset.updatedAt(),
                    BinaryOperator.maxBy(Comparator.<Stamp>naturalOrder())));
    return statuses.isEmpty() || untold.isEmpty()
        ? Set.of()
        : mirror.inOtherStatus(connection, untold, statuses);
  }

  @Override
  public Stored storeTickets(ConnectionId connection, List<RoutedTicket> tickets, Source source) {
    var scope = scopes.scope(connection);
    var now = clock.instant();
    return store(
        connection,
        scope,
        new Rule<>(
            Resource.TICKETS,
            row -> row.ticket().id().value(),
            row -> row.ticket().updatedAt(),
            row -> scope.includes(row.ticket(), now)),
        tickets,
        kept -> mirror.storeTickets(connection, kept, source));
  }

  private <T> Stored store(
      ConnectionId connection,
      Scope scope,
      Rule<T> rule,
      List<T> rows,
      Function<List<T>, Stored> store) {
    if (rule.outside(rows).isEmpty()) {
      return store.apply(rows);
    }
    var newest = rule.newestOfEach(rows);
    var outside = rule.outside(newest);
    return transactions.inTransaction(() -> {
      var known = mirror.living(connection, rule.resource(), outside);
      var kept =
          newest.stream()
              .filter(row -> rule.inScope().test(row) || known.contains(rule.id().applyAsLong(row)))
              .toList();
      var stored = kept.isEmpty() ? Stored.NOTHING : store.apply(kept);
      mirror.retireOutside(connection, rule.resource(), known, scope, clock.instant());
      var gone = new HashSet<>(outside);
      gone.removeAll(mirror.living(connection, rule.resource(), known));
      return stored.leavingOut(gone);
    });
  }

  @Override
  public Revision revision(ConnectionId connection, ObjectRef record) {
    return mirror.revision(connection, record);
  }

  @Override
  public Stored storeLookups(ConnectionId connection, List<Lookup> lookups, Source source) {
    return mirror.storeLookups(connection, lookups, source);
  }

  @Override
  public Stored storeSites(ConnectionId connection, List<Site> sites, Source source) {
    return mirror.storeSites(connection, sites, source);
  }

  @Override
  public Stored storePage(ConnectionId connection, Site page, Revision before, Source source) {
    return mirror.storePage(connection, page, before, source);
  }

  @Override
  public Stored storeContacts(ConnectionId connection, List<Contact> contacts, Source source) {
    return mirror.storeContacts(connection, contacts, source);
  }

  @Override
  public Stored storePage(ConnectionId connection, Contact page, Revision before, Source source) {
    return mirror.storePage(connection, page, before, source);
  }

  @Override
  public Stored storeInvoices(ConnectionId connection, List<Invoice> invoices, Source source) {
    return mirror.storeInvoices(connection, invoices, source);
  }

  @Override
  public Stored storePage(ConnectionId connection, Invoice page, Revision before, Source source) {
    return mirror.storePage(connection, page, before, source);
  }

  @Override
  public Stored storeNotes(
      ConnectionId connection, TicketId ticket, TicketNotes notes, Source source) {
    return mirror.storeNotes(connection, ticket, notes, source);
  }

  @Override
  public boolean storeNote(ConnectionId connection, Note note, Source source) {
    return mirror.storeNote(connection, note, source);
  }

  @Override
  public Absent absent(
      ConnectionId connection,
      Resource resource,
      Set<Long> present,
      Instant storedBefore,
      int limit) {
    return mirror.absent(connection, resource, present, storedBefore, limit);
  }

  @Override
  public boolean retire(ConnectionId connection, ObjectRef object, Source source) {
    return mirror.retire(connection, object, source);
  }

  @Override
  public Set<Long> living(ConnectionId connection, Resource resource, Set<Long> ids) {
    return mirror.living(connection, resource, ids);
  }

  @Override
  public long retireOutside(
      ConnectionId connection,
      Resource resource,
      Scope scope,
      Instant now,
      BooleanSupplier stopping) {
    return mirror.retireOutside(connection, resource, scope, now, stopping);
  }

  @Override
  public long retireOutside(
      ConnectionId connection, Resource resource, Set<Long> ids, Scope scope, Instant now) {
    return mirror.retireOutside(connection, resource, ids, scope, now);
  }

  @Override
  public Set<Long> inOtherStatus(
      ConnectionId connection, Map<Long, Stamp> assets, Set<String> statuses) {
    return mirror.inOtherStatus(connection, assets, statuses);
  }

  @Override
  public Map<TicketId, ClientId> clientsOf(ConnectionId connection, Set<TicketId> tickets) {
    return mirror.clientsOf(connection, tickets);
  }

  @Override
  public Map<TicketId, Stamp> versionsOf(ConnectionId connection, Set<TicketId> tickets) {
    return mirror.versionsOf(connection, tickets);
  }

  @Override
  public Map<TicketId, Stamp> lockVersions(ConnectionId connection, Set<TicketId> tickets) {
    return mirror.lockVersions(connection, tickets);
  }

  @Override
  public void pageRead(ConnectionId connection, TicketId ticket, Stamp version) {
    mirror.pageRead(connection, ticket, version);
  }

  @Override
  public List<AwaitingNotes> ticketsAwaitingNotes(
      ConnectionId connection, Instant changedSince, int limit) {
    return mirror.ticketsAwaitingNotes(connection, changedSince, limit);
  }

  @Override
  public List<AwaitingNotes> ticketsMissingNotes(ConnectionId connection, int limit) {
    return mirror.ticketsMissingNotes(connection, limit);
  }

  @Override
  public long missingNotes(ConnectionId connection) {
    return mirror.missingNotes(connection);
  }

  @Override
  public long linkTaggedAssets(ConnectionId connection) {
    return mirror.linkTaggedAssets(connection);
  }
}
