package ai.superit.halo.application.sync;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.sync.SyncMode;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.Tally;
import ai.superit.halo.domain.sync.Verdict;
import ai.superit.halo.domain.ticket.Lookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Brings one resource of one connection up to date by reading its whole list, or what Halo changed
/// since then; or compares it with the list.
///
/// A run over the whole list is called complete only when nothing in scope is missing, and only
/// then are records deleted that Halo no longer has. What changes while the list is read is read
/// once more at the end.
public final class SyncResource {
  /// A run that waits for its turn to call Halo makes no progress for minutes, and lives.
  static final Duration HEARD_EVERY = Duration.ofSeconds(20);

  /// Why a run over changes has failed whose list was never read whole.
  public static final String NEVER_READ =
      "the list was never read to its end, so nobody knows since when: begin with the mode FULL";

  /// Why a run over changes is short of whose list no run within the scope was complete.
  public static final String NEVER_COMPLETE =
      "no run over the whole list was complete yet, or since what is mirrored was chosen anew, so"
          + " more than changes may be missing: begin with the mode FULL";

  public sealed interface Outcome {
    record Ended(SyncRun run) implements Outcome {}

    /// A run over the same resource is under way, here or on another instance.
    record AlreadyRunning() implements Outcome {}
  }

  /// Where what is read goes to.
  public record Stores(
      Mirror mirror,
      StoreTickets tickets,
      SyncRuns runs,
      PollCursors cursors,
      HeldDeletions held,
      ListPositions positions,
      SyncScopes scopes,
      Comparisons comparisons) {}

  /// What a reading of changes found.
  ///
  /// @param changed how many records were created or updated
  /// @param gap why something may be missing; empty if nothing is but rows that were rejected
  /// @param cursor up to which change of Halo's the list is known; empty if no row told
  public record Changes(long changed, Optional<String> gap, Optional<Instant> cursor) {}

  private final HaloTenants tenants;
  private final Stores stores;
  private final SyncRuns runs;
  private final Listings listings;
  private final Deletions deletions;
  private final Watermarks watermarks;
  private final InstantSource clock;

  public SyncResource(
      HaloTenants tenants, Stores stores, DeletionLimits limits, InstantSource clock) {
    this.tenants = tenants;
    this.stores = stores;
    this.runs = stores.runs();
    this.listings = new Listings(stores.mirror(), stores.tickets(), stores.comparisons());
    this.deletions = new Deletions(stores.mirror(), stores.held(), limits, clock);
    this.watermarks = new Watermarks(stores.cursors(), clock);
    this.clock = clock;
  }

  /// Runs to the end on the calling thread. Whatever goes wrong with Halo or the store ends the run
  /// as failed instead of being thrown; only a store that cannot even record that is thrown, and
  /// what nobody expected.
  ///
  /// @param stopping asked before each call; a run that stops for it is [SyncRuns#STOPPED]
  /// @throws SecretUnreadable if this instance cannot sign in; no run began
  public Outcome sync(
      ConnectionId connection, Resource resource, Lane lane, BooleanSupplier stopping) {
    return sync(connection, resource, SyncMode.FULL, lane, stopping);
  }

  /// The same in any mode; lookups are always read whole.
  public Outcome sync(
      ConnectionId connection,
      Resource resource,
      SyncMode mode,
      Lane lane,
      BooleanSupplier stopping) {
    tenants.unlock(connection);
    var begun = runs.begin(connection, resource, mode, clock.instant());
    if (begun.isEmpty()) {
      return new Outcome.AlreadyRunning();
    }
    var living = new LivingRun(runs, begun.get(), clock);
    try (var _ = Heartbeat.every(HEARD_EVERY, living::tell)) {
      living.reached(run(living, lane, stopping));
    } catch (RuntimeException | Error failure) {
      runs.end(failed(living.run(), "an error of the service, see its log"));
      throw failure;
    }
    if (mode == SyncMode.FULL && !(living.run().progress() instanceof SyncRun.Progress.Failed)) {
      stores.positions().forget(connection, resource);
    }
    runs.end(living.run());
    return new Outcome.Ended(living.run());
  }

  /// Reads only what Halo changed since then, without a run of its own: the safety net for
  /// webhooks. Rows that are rejected are kept.
  ///
  /// @param stopping asked before each page
  /// @return empty if it was stopped; what was stored stays stored
  /// @throws HaloUnavailable if Halo does not answer
  public Optional<Changes> readChanges(
      ConnectionId connection,
      Resource resource,
      Instant since,
      Source source,
      Lane lane,
      BooleanSupplier stopping) {
    var tenant = tenants.tenant(connection, lane);
    var listing = listings.of(resource, tenant, connection, source);
    var watch =
        new Listings.Watch(
            watermarks.latestStamp(tenant),
            rejected -> runs.reject(connection, resource, rejected, clock.instant()),
            _ -> {},
            stopping,
            new UnstoredRecords(connection, resource.name()));
    try {
      var counts = listing.readChanges(Watermarks.since(since), clock.instant(), watch);
      var tally = counts.tally();
      var changed = tally.created() + tally.updated();
      return Optional.of(new Changes(changed, counts.gapBesideRejected(), watermarks.told(counts)));
    } catch (ListReader.Stopped stopped) {
      return Optional.empty();
    }
  }

  private SyncRun run(LivingRun living, Lane lane, BooleanSupplier stopping) {
    var run = living.run();
    BooleanSupplier ending = () -> stopping.getAsBoolean() || living.isLost();
    try {
      var tenant = tenants.tenant(run.connection(), lane);
      return switch (run.resource()) {
        case LOOKUPS -> {
          var tally = lookups(run, tenant);
          var effort = new Effort(tenant.calls(), Optional.empty());
          yield ended(run.counting(tally).costing(effort));
        }
        case NOTES -> throw new IllegalArgumentException("notes are read ticket by ticket");
        default ->
            switch (run.mode()) {
              case FULL -> list(tenant, living, ending);
              case INCREMENTAL -> changes(tenant, living, ending);
              case COMPARE -> compare(tenant, living, ending);
            };
      };
    } catch (ListReader.Stopped stopped) {
      return stopped(living, stopping.getAsBoolean());
    } catch (CallsEnded ended) {
      return stopped(living, true);
    } catch (HaloUnavailable failure) {
      return stopping.getAsBoolean()
          ? stopped(living, true)
          : failed(living.run(), String.valueOf(failure.getMessage()));
    } catch (StoreUnavailable failure) {
      return failed(living.run(), SyncRuns.reason(failure));
    }
  }

  /// Rows of different kinds share numbers, so each kind is stored and counted by itself.
  private Tally lookups(SyncRun run, HaloTenant tenant) {
    var page = tenant.lookups();
    var tally = Tally.of(page.rows().size()).expecting(page.total());
    var byKind = page.rows().stream().collect(Collectors.groupingBy(Lookup::kind));
    for (var kind : byKind.values()) {
      var stored = stores.mirror().storeLookups(run.connection(), kind, Source.run(run.id()));
      tally =
          tally.plusStored(
              stored.created().size(), stored.updated().size(), stored.unchanged().size());
    }
    return tally;
  }

  private SyncRun list(HaloTenant tenant, LivingRun living, BooleanSupplier stopping) {
    var run = living.run();
    var chosen = new ChosenScope(stores.scopes(), run.connection(), clock);
    var scope = chosen.scope();
    var isLimited = scope.limits(run.resource());
    BooleanSupplier breakingOff = () -> stopping.getAsBoolean() || chosen.isOutdated();
    if (isLimited) {
      stores
          .mirror()
          .retireOutside(run.connection(), run.resource(), scope, clock.instant(), breakingOff);
    }
    var bookmarks = bookmarks(run, isLimited);
    var all = listings.of(run.resource(), tenant, run.connection(), Source.run(run.id()));
    var wanted = all.within(scope, run.resource());
    var closedLater = run.resource() == Resource.TICKETS && !isLimited && !isCounted(bookmarks);
    var forecast = forecast(tenant, wanted.sections(), closedLater);
    var listing = all.telling(forecast::saw);
    var watch = watch(tenant, living, forecast, breakingOff);
    var oldest = oldest(scope, run.resource(), bookmarks.now());
    var counts = wanted.telling(forecast::saw).read(oldest, bookmarks, watch);
    var opened = opened(wanted.telling(forecast::saw), oldest, watch.silent());
    var mark = watermarks.of(counts, isLimited);
    var since = mark.isBefore(counts.began()) ? mark : counts.began();
    var changes =
        run.resource() == Resource.INVOICES
            ? new ListCounts(clock.instant())
            : listing.readChanges(Watermarks.since(since), clock.instant(), watch.silent());
    if (run.resource() == Resource.ASSETS) {
      stores.mirror().linkTaggedAssets(run.connection());
    }
    var isWhole = counts.gapBesideRejected().isEmpty() && changes.gapBesideRejected().isEmpty();
    watermarks.reached(run, mark, isWhole);
    breakOffIf(chosen.isOutdatedNow());
    var gap = counts.gap().or(opened::gap).or(changes::gap);
    var read = run.counting(counts.tally()).costing(living.run().effort());
    var ended =
        gap.isPresent()
            ? incomplete(read, gap.get())
            : delete(read, all, came(counts, opened, changes), breakingOff);
    breakOffIf(stopping.getAsBoolean() || chosen.isOutdatedNow());
    return ended.costing(new Effort(tenant.calls(), ended.effort().predictedFinish()));
  }

  private SyncRun changes(HaloTenant tenant, LivingRun living, BooleanSupplier stopping) {
    var run = living.run();
    var since = stores.cursors().find(run.connection(), run.resource());
    if (since.isEmpty()) {
      return failed(run, NEVER_READ);
    }
    var all = listings.of(run.resource(), tenant, run.connection(), Source.run(run.id()));
    var forecast = new Forecast(tenant, all.sections().size(), 0, clock);
    var watch = watch(tenant, living, forecast, stopping);
    var counts =
        all.telling(forecast::saw)
            .readChanges(Watermarks.since(since.get()), clock.instant(), watch);
    var isWhole = counts.gapBesideRejected().isEmpty();
    watermarks.told(counts).ifPresent(mark -> watermarks.reached(run, mark, isWhole));
    return ended(run.counting(counts.tally()), counts.gap().or(() -> neverComplete(run)), tenant);
  }

  private Optional<String> neverComplete(SyncRun run) {
    return runs.lastCompleteStart(run.connection(), run.resource()).isEmpty()
        ? Optional.of(NEVER_COMPLETE)
        : Optional.empty();
  }

  /// Reads all that Halo lists, whatever the scope: what is absent then is absent in Halo.
  private SyncRun compare(HaloTenant tenant, LivingRun living, BooleanSupplier stopping) {
    var run = living.run();
    var chosen = new ChosenScope(stores.scopes(), run.connection(), clock);
    var scope = chosen.scope();
    BooleanSupplier breakingOff = () -> stopping.getAsBoolean() || chosen.isOutdated();
    var compared = new ComparedList();
    var all = listings.of(run.resource(), tenant, run.connection(), Source.run(run.id()));
    var later = run.resource() == Resource.TICKETS;
    var forecast = forecast(tenant, all.sections(), later);
    var watch = watch(tenant, living, forecast, breakingOff).rejecting(compared::unreadable);
    var counts =
        all.telling(forecast::saw)
            .comparing(compared, rows -> wanted(run, scope, rows), run.startedAt())
            .read(Optional.empty(), ListReader.Bookmarks.none(clock.instant()), watch);
    breakOffIf(stopping.getAsBoolean() || chosen.isOutdatedNow());
    var absent =
        stores
            .mirror()
            .absent(
                run.connection(),
                run.resource(),
                counts.present(),
                run.startedAt(),
                ComparedList.MOST);
    compared.missingInHalo(absent.ids());
    var tally = counts.tally();
    var found =
        new Comparisons.Counts(
            tally.unchanged(),
            tally.updated(),
            tally.created(),
            absent.count(),
            compared.duplicates(counts.isDisturbed()),
            tally.rejected());
    stores.comparisons().keep(run, found, compared.first());
    var emptied =
        Optional.of("Halo sent an empty list, the mirror has %d records".formatted(absent.living()))
            .filter(_ -> counts.present().isEmpty() && absent.living() > 0);
    return ended(run.counting(tally), counts.gap().or(() -> emptied), tenant);
  }

  private Predicate<Object> wanted(SyncRun run, Scope scope, List<?> rows) {
    var assets = rows.stream().filter(Asset.class::isInstance).map(Asset.class::cast).toList();
    var wanted = ScopedMirror.wanted(stores.mirror(), run.connection(), scope, assets);
    return row ->
        row instanceof Asset asset ? wanted.test(asset) : scope.includesAny(row, run.startedAt());
  }

  private static void breakOffIf(boolean isStopped) {
    if (isStopped) {
      throw new ListReader.Stopped();
    }
  }

  private SyncRun ended(SyncRun run, Optional<String> gap, HaloTenant tenant) {
    return gap.map(missing -> incomplete(run, missing))
        .orElseGet(() -> run.ended(new SyncRun.Progress.Complete(clock.instant())))
        .costing(new Effort(tenant.calls(), Optional.empty()));
  }

  /// A run goes on where another was killed, or failed, not long ago. Where it stands says nothing
  /// of the limits that a scope had, so a limited run begins at the first page; so does one over
  /// invoices, of which nobody can tell what changed since the pages before were read.
  private ListReader.Bookmarks bookmarks(SyncRun run, boolean isLimited) {
    var now = clock.instant();
    return isLimited || run.resource() == Resource.INVOICES
        ? ListReader.Bookmarks.none(now)
        : new ListReader.Bookmarks(
            now,
            stores.positions().find(run.connection(), run.resource(), now),
            position -> stores.positions().save(run, position, clock.instant()));
  }

  private static boolean isCounted(ListReader.Bookmarks bookmarks) {
    return bookmarks.last().filter(last -> last.section() == PageQuery.Section.CLOSED).isPresent();
  }

  private static Optional<Instant> oldest(Scope scope, Resource resource, Instant now) {
    return resource == Resource.TICKETS ? scope.tickets().changedSince(now) : Optional.empty();
  }

  /// Halo leaves out the stamp of tickets that nobody has changed, and with it these tickets when
  /// it is asked for what was changed since then.
  private ListCounts opened(
      Listings.Listing<?> wanted, Optional<Instant> oldest, Listings.Watch watch) {
    return oldest
        .map(since -> wanted.readOpened(since, clock.instant(), watch))
        .orElseGet(() -> new ListCounts(clock.instant()));
  }

  private Forecast forecast(
      HaloTenant tenant, List<PageQuery.Section> sections, boolean closedLater) {
    var later = closedLater ? tenant.countTickets(PageQuery.Section.CLOSED) : 0;
    return new Forecast(tenant, sections.size(), later, clock);
  }

  private Listings.Watch watch(
      HaloTenant tenant, LivingRun living, Forecast forecast, BooleanSupplier stopping) {
    var run = living.run();
    return new Listings.Watch(
        watermarks.latestStamp(tenant),
        rejected -> runs.reject(run, rejected, clock.instant()),
        tally -> {
          var whole = forecast.whole(tally);
          living.reached(run.counting(whole).costing(forecast.effort(whole)));
          living.tell();
        },
        stopping,
        new UnstoredRecords(run.connection(), run.resource().name()));
  }

  private static Deletions.Came came(ListCounts counts, ListCounts opened, ListCounts changes) {
    var present = counts.present();
    present.addAll(opened.present());
    present.addAll(changes.present());
    var doubtful = counts.doubtful();
    doubtful.removeAll(present);
    return new Deletions.Came(present, doubtful);
  }

  private SyncRun delete(
      SyncRun run, Listings.Listing<?> listing, Deletions.Came came, BooleanSupplier stopping) {
    var outcome = deletions.apply(run, came, listing::refresh, stopping);
    var counted = run.counting(run.tally().withDeleted(outcome.deleted()));
    return outcome
        .gap()
        .map(gap -> incomplete(counted, gap))
        .orElseGet(() -> counted.ended(new SyncRun.Progress.Complete(clock.instant())));
  }

  private SyncRun ended(SyncRun run) {
    return switch (run.tally().verdict()) {
      case Verdict.Complete _ -> run.ended(new SyncRun.Progress.Complete(clock.instant()));
      case Verdict.Incomplete(var gap) -> incomplete(run, gap);
    };
  }

  private SyncRun incomplete(SyncRun run, String gap) {
    return run.ended(new SyncRun.Progress.Incomplete(clock.instant(), gap));
  }

  /// What was read within another scope is not gone on from.
  private SyncRun stopped(LivingRun living, boolean stopping) {
    var run = living.run();
    if (living.isLost()) {
      return failed(run, SyncRuns.SILENT);
    }
    if (stopping) {
      return failed(run, SyncRuns.STOPPED);
    }
    if (run.mode() == SyncMode.FULL) {
      stores.positions().forget(run.connection(), run.resource());
    }
    return failed(run, SyncRuns.RESCOPED);
  }

  private SyncRun failed(SyncRun run, String reason) {
    return run.ended(new SyncRun.Progress.Failed(clock.instant(), reason));
  }
}
