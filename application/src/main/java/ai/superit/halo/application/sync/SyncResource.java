package ai.superit.halo.application.sync;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.PageQuery.Section;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.sync.Verdict;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Brings one resource of one connection up to date by reading its whole list.
///
/// A run is called complete only when its sums agree, and only then are records deleted that Halo
/// no longer has. What changes while the list is read is read once more at the end.
public final class SyncResource {
  /// Halo's stamps and our clock differ, and a page can be older than its answer.
  private static final Duration OVERLAP = Duration.ofMinutes(10);

  /// A run that waits for its turn to call Halo makes no progress for minutes, and lives.
  static final Duration HEARD_EVERY = Duration.ofSeconds(20);

  public sealed interface Outcome {
    record Ended(SyncRun run) implements Outcome {}

    /// A run over the same resource is under way, here or on another instance.
    record AlreadyRunning() implements Outcome {}
  }

  private final HaloTenants tenants;
  private final Mirror mirror;
  private final StoreTickets tickets;
  private final SyncRuns runs;
  private final InstantSource clock;

  public SyncResource(
      HaloTenants tenants,
      Mirror mirror,
      StoreTickets tickets,
      SyncRuns runs,
      InstantSource clock) {
    this.tenants = tenants;
    this.mirror = mirror;
    this.tickets = tickets;
    this.runs = runs;
    this.clock = clock;
  }

  /// Runs to the end on the calling thread. Whatever goes wrong with Halo or the store ends the run
  /// as failed instead of being thrown; only a store that cannot even record that is thrown, and
  /// what nobody expected.
  public Outcome sync(ConnectionId connection, Resource resource, Lane lane) {
    var begun = runs.begin(connection, resource, clock.instant());
    if (begun.isEmpty()) {
      return new Outcome.AlreadyRunning();
    }
    var counted = new AtomicReference<>(begun.get());
    try (var _ =
        Heartbeat.every(HEARD_EVERY, () -> runs.progress(counted.get(), clock.instant()))) {
      counted.set(run(counted, lane));
    } catch (RuntimeException failure) {
      runs.end(failed(counted.get(), "an error of the service, see its log"));
      throw failure;
    }
    runs.end(counted.get());
    return new Outcome.Ended(counted.get());
  }

  /// Reads only what Halo changed since then, without a run of its own: the safety net for
  /// webhooks.
  ///
  /// @return how many records were created or updated
  public long readChanges(
      ConnectionId connection, Resource resource, Instant since, Source source, Lane lane) {
    var tenant = tenants.tenant(connection, lane);
    var counts =
        switch (listing(resource, tenant, connection, source)) {
          case Listing<?> listing ->
              listing.read(Optional.of(since.minus(OVERLAP)), _ -> {}, _ -> {}).tally();
        };
    return counts.created() + counts.updated();
  }

  private SyncRun run(AtomicReference<SyncRun> counted, Lane lane) {
    var run = counted.get();
    try {
      var tenant = tenants.tenant(run.connection(), lane);
      var tally =
          switch (run.resource()) {
            case LOOKUPS -> lookups(run, tenant);
            case NOTES -> throw new IllegalArgumentException("notes are read ticket by ticket");
            default -> list(run, tenant, counted);
          };
      return end(run.counting(tally));
    } catch (HaloUnavailable failure) {
      return failed(counted.get(), String.valueOf(failure.getMessage()));
    } catch (StoreUnavailable failure) {
      return failed(counted.get(), "the database could not be reached");
    }
  }

  /// Rows of different kinds share numbers, so each kind is stored and counted by itself.
  private Tally lookups(SyncRun run, HaloTenant tenant) {
    var rows = tenant.lookups();
    var tally = Tally.of(rows.size());
    var byKind = rows.stream().collect(Collectors.groupingBy(Lookup::kind));
    for (var kind : byKind.values()) {
      var stored = mirror.storeLookups(run.connection(), kind, Source.run(run.id()));
      tally =
          tally.plusStored(
              stored.created().size(), stored.updated().size(), stored.unchanged().size());
    }
    return tally;
  }

  private Tally list(SyncRun run, HaloTenant tenant, AtomicReference<SyncRun> counted) {
    var source = Source.run(run.id());
    var listing = listing(run.resource(), tenant, run.connection(), source);
    var counts =
        listing.read(
            Optional.empty(),
            rejected -> runs.reject(run, rejected, clock.instant()),
            tally -> {
              counted.set(run.counting(tally));
              runs.progress(run.counting(tally), clock.instant());
            });
    var tally = counts.tally();
    if (!(tally.verdict() instanceof Verdict.Complete)) {
      return tally;
    }
    var present = new HashSet<>(counts.keys());
    present.addAll(
        listing.read(Optional.of(run.startedAt().minus(OVERLAP)), _ -> {}, _ -> {}).keys());
    var deleted = mirror.retireAllBut(run.connection(), run.resource(), present, source);
    return tally.withDeleted(deleted);
  }

  private SyncRun end(SyncRun run) {
    if (run.resource() == Resource.ASSETS) {
      mirror.linkTaggedAssets(run.connection());
    }
    return run.ended(
        switch (run.tally().verdict()) {
          case Verdict.Complete _ -> new SyncRun.Progress.Complete(clock.instant());
          case Verdict.Incomplete(var gap) -> new SyncRun.Progress.Incomplete(clock.instant(), gap);
        });
  }

  private SyncRun failed(SyncRun run, String reason) {
    return run.ended(new SyncRun.Progress.Failed(clock.instant(), reason));
  }

  private Listing<?> listing(
      Resource resource, HaloTenant tenant, ConnectionId connection, Source source) {
    return switch (resource) {
      case CLIENTS ->
          Listing.<Client>whole(
              tenant::clients,
              client -> client.id().value(),
              rows -> mirror.storeClients(connection, rows, source));
      case SITES ->
          Listing.<Site>whole(
              tenant::sites,
              site -> site.id().value(),
              rows -> mirror.storeSites(connection, rows, source));
      case CONTACTS ->
          Listing.<Contact>whole(
              tenant::contacts,
              contact -> contact.id().value(),
              rows -> mirror.storeContacts(connection, rows, source));
      case ASSETS ->
          Listing.<Asset>whole(
              tenant::assets,
              asset -> asset.id().value(),
              rows -> mirror.storeAssets(connection, rows, source));
      case TICKETS ->
          new Listing<Ticket>(
              List.of(Section.OPEN, Section.CLOSED),
              tenant::tickets,
              ticket -> ticket.id().value(),
              rows -> tickets.store(connection, rows, source));
      case LOOKUPS, NOTES -> throw new IllegalArgumentException(resource + " is not a paged list");
    };
  }

  /// How one resource is listed and stored.
  private record Listing<T>(
      List<Section> sections,
      Function<PageQuery, Page<T>> source,
      ToLongFunction<T> id,
      Function<List<T>, Stored> store) {

    static <T> Listing<T> whole(
        Function<PageQuery, Page<T>> source,
        ToLongFunction<T> id,
        Function<List<T>, Stored> store) {
      return new Listing<>(List.of(Section.ALL), source, id, store);
    }

    ListReader.Counts read(
        Optional<Instant> changedSince,
        Consumer<List<RejectedRow>> reject,
        Consumer<Tally> progress) {
      var sink = new ListReader.Sink<>(id, store, reject, progress);
      return new ListReader<>(source, sink).read(sections, changedSince);
    }
  }
}
