package ai.superit.halo.application.sync;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// How each resource is listed, read by its id, and stored.
final class Listings {
  private static final List<Section> WHOLE = List.of(Section.ALL);

  /// Who follows a reading.
  ///
  /// @param latestStamp later stamps are not believed
  /// @param stopping asked before each page
  record Watch(
      Supplier<Instant> latestStamp,
      Consumer<List<RejectedRow>> reject,
      Consumer<Tally> progress,
      BooleanSupplier stopping,
      UnstoredRecords unstored) {
    Watch rejecting(Consumer<List<RejectedRow>> otherwise) {
      return new Watch(latestStamp, otherwise, progress, stopping, unstored);
    }

    Watch silent() {
      return new Watch(latestStamp, reject, _ -> {}, stopping, unstored);
    }
  }

  /// Halo does not know how to leave out what was opened before.
  private static final class Unfiltered extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /// What the pages of a list show of whether Halo leaves out what was not asked for. It sends the
  /// oldest tickets first, so that one that does not soon shows it.
  private static final class Filtering {
    private long asked;
    private long unasked;

    /// A page of nothing but what was not asked for says nothing if most of the others are fine:
    /// the last one may have a single row.
    synchronized <T> Page<T> checked(Page<T> page) {
      unasked += page.unasked();
      asked += page.received() - page.unasked();
      if (page.isUnasked() && unasked > asked) {
        throw new Unfiltered();
      }
      return page;
    }
  }

  /// What tells one record from another, and which version it is.
  record Identity<T>(ToLongFunction<T> id, Function<T, Stamp> stamp) {}

  record Listing<T>(
      List<Section> sections,
      Function<PageQuery, Page<T>> source,
      LongFunction<Optional<Stored>> reread,
      Identity<T> identity,
      Function<List<T>, Stored> store,
      BiFunction<List<T>, Instant, Map<Long, List<String>>> differing) {

    /// Tells how many rows each page has.
    Listing<T> telling(IntConsumer rowsOfPage) {
      return new Listing<>(
          sections,
          query -> {
            var page = source.apply(query);
            rowsOfPage.accept(page.received());
            return page;
          },
          reread,
          identity,
          store,
          differing);
    }

    /// Leaves to Halo what it can leave out itself; it may send some of it all the same.
    Listing<T> within(Scope scope, Resource resource) {
      var openOnly = resource == Resource.TICKETS && scope.tickets().open();
      return new Listing<>(
          openOnly ? List.of(Section.OPEN) : sections,
          query -> source.apply(query.within(scope)),
          reread,
          identity,
          store,
          differing);
    }

    /// Reads the whole list, or what Halo changed since then.
    ListCounts read(Optional<Instant> changedSince, ListReader.Bookmarks bookmarks, Watch watch) {
      return new ListReader<>(source, sink(watch), bookmarks).read(sections, changedSince);
    }

    /// Reads the tickets that were opened since then; none from a Halo that sends all others too.
    ListCounts readOpened(Instant since, Instant now, Watch watch) {
      var filtering = new Filtering();
      Function<PageQuery, Page<T>> opened =
          query -> filtering.checked(source.apply(query.openedSince(since)));
      try {
        return new ListReader<>(opened, sink(watch), ListReader.Bookmarks.none(now))
            .read(sections, Optional.empty());
      } catch (Unfiltered _) {
        return new ListCounts(now);
      }
    }

    /// The same list, of which nothing is stored: what differs from the mirror is collected, and
    /// counted as if it were stored. What is out of scope is not compared.
    Listing<T> comparing(
        ComparedList into, Function<List<?>, Predicate<Object>> inScope, Instant since) {
      return new Listing<>(
          sections,
          query -> {
            var page = source.apply(query);
            into.sent(query, page.rows().stream().map(identity.id()::applyAsLong).toList());
            return page;
          },
          reread,
          identity,
          rows -> compare(rows, into, inScope.apply(rows), since),
          differing);
    }

    private Stored compare(
        List<T> rows, ComparedList into, Predicate<Object> inScope, Instant since) {
      var wanted = rows.stream().filter(inScope).toList();
      var differences =
          wanted.isEmpty() ? Map.<Long, List<String>>of() : differing.apply(wanted, since);
      into.differ(differences);
      var outside = ids(rows);
      outside.removeAll(ids(wanted));
      var equal = ids(wanted);
      equal.removeAll(differences.keySet());
      var byPresence =
          differences.entrySet().stream()
              .collect(
                  Collectors.partitioningBy(
                      entry -> entry.getValue().isEmpty(),
                      Collectors.mapping(entry -> entry.getKey(), Collectors.toSet())));
      return new Stored(
          requireNonNull(byPresence.get(true)),
          requireNonNull(byPresence.get(false)),
          equal,
          outside);
    }

    private Set<Long> ids(List<T> rows) {
      var ids = new HashSet<Long>();
      rows.forEach(row -> ids.add(identity.id().applyAsLong(row)));
      return ids;
    }

    /// Reads what Halo changed since then.
    ListCounts readChanges(Instant since, Instant now, Watch watch) {
      return read(Optional.of(since), ListReader.Bookmarks.none(now), watch);
    }

    private ListReader.Sink<T> sink(Watch watch) {
      return new ListReader.Sink<>(
          identity.id(),
          row -> believed(identity.stamp().apply(row), watch.latestStamp().get()),
          store,
          watch.reject(),
          watch.progress(),
          watch.stopping(),
          watch.unstored());
    }

    /// Reads one record again and stores it; false if Halo has none of that id.
    boolean refresh(long id) {
      return reread(id).isPresent();
    }

    /// Reads one record again and stores it; empty if Halo has none of that id.
    Optional<Stored> reread(long id) {
      return reread.apply(id);
    }

    private static Stamp believed(Stamp stamp, Instant latest) {
      return stamp.at().isAfter(latest) ? Stamp.UNKNOWN : stamp;
    }
  }

  private final Mirror mirror;
  private final StoreTickets tickets;
  private final RereadRecords rereads;
  private final Comparisons comparisons;

  Listings(Mirror mirror, StoreTickets tickets, Comparisons comparisons) {
    this.mirror = mirror;
    this.tickets = tickets;
    this.rereads = new RereadRecords(mirror, tickets);
    this.comparisons = comparisons;
  }

  Listing<?> of(Resource resource, HaloTenant tenant, ConnectionId connection, Source source) {
    LongFunction<Optional<Stored>> reread =
        id -> rereads.reread(tenant, connection, Deletions.object(resource, id), source);
    return switch (resource) {
      case CLIENTS ->
          new Listing<Client>(
              WHOLE,
              tenant::clients,
              reread,
              new Identity<>(row -> row.id().value(), row -> row.updatedAt()),
              rows -> mirror.storeClients(connection, rows, source),
              (rows, since) -> comparisons.clients(connection, rows, since));
      case SITES ->
          new Listing<Site>(
              WHOLE,
              tenant::sites,
              reread,
              new Identity<>(row -> row.id().value(), row -> row.updatedAt()),
              rows -> mirror.storeSites(connection, rows, source),
              (rows, since) -> comparisons.sites(connection, rows, since));
      case CONTACTS ->
          new Listing<Contact>(
              WHOLE,
              tenant::contacts,
              reread,
              new Identity<>(row -> row.id().value(), row -> row.updatedAt()),
              rows -> mirror.storeContacts(connection, rows, source),
              (rows, since) -> comparisons.contacts(connection, rows, since));
      case ASSETS ->
          new Listing<Asset>(
              WHOLE,
              tenant::assets,
              reread,
              new Identity<>(row -> row.id().value(), row -> row.updatedAt()),
              rows -> mirror.storeAssets(connection, rows, source),
              (rows, since) -> comparisons.assets(connection, rows, since));
      case TICKETS ->
          new Listing<Ticket>(
              List.of(Section.OPEN, Section.CLOSED),
              tenant::tickets,
              reread,
              new Identity<>(row -> row.id().value(), row -> row.updatedAt()),
              rows -> tickets.store(connection, rows, source),
              (rows, since) -> comparisons.tickets(connection, rows, since));
      case INVOICES ->
          new Listing<Invoice>(
              WHOLE,
              tenant::invoices,
              reread,
              new Identity<>(row -> row.id().value(), row -> row.updatedAt()),
              rows -> mirror.storeInvoices(connection, rows, source),
              (rows, since) -> comparisons.invoices(connection, rows, since));
      case LOOKUPS, NOTES -> throw new IllegalArgumentException(resource + " is not a paged list");
    };
  }
}
