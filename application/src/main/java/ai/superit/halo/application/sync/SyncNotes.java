package ai.superit.halo.application.sync;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.Verdict;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/// Fills the notes of all tickets that await them, as a run whose sums tell whether any is missing.
public final class SyncNotes {
  private static final int BATCH = 40;

  private final HaloTenants tenants;
  private final FillDueNotes notes;
  private final HydrationTurns turns;
  private final Mirror mirror;
  private final Hydration hydration;
  private final SyncRuns runs;
  private final InstantSource clock;
  private final Listener listener;

  /// Is told of single tickets that fail while the run goes on.
  public interface Listener {
    void unread(ConnectionId connection, FillNotes.UnreadNotes notes);
  }

  /// Where runs and what they wait for are kept.
  public record Stores(Mirror mirror, Hydration hydration, SyncRuns runs) {}

  public SyncNotes(
      HaloTenants tenants,
      FillDueNotes notes,
      HydrationTurns turns,
      Stores stores,
      InstantSource clock,
      Listener listener) {
    this.tenants = tenants;
    this.notes = notes;
    this.turns = turns;
    this.mirror = stores.mirror();
    this.hydration = stores.hydration();
    this.runs = stores.runs();
    this.clock = clock;
    this.listener = listener;
  }

  /// Whether there is anything to do.
  public boolean isWanted(ConnectionId connection, Instant changedSince) {
    return !mirror.ticketsAwaitingNotes(connection, changedSince, 1).isEmpty();
  }

  /// Runs on the calling thread until no ticket awaits notes, after whatever other instances fill.
  /// Tickets of which notes are missing since an earlier reading are read again. Each ticket is
  /// tried once, and once more if something happens to it meanwhile. Failures end the run as those
  /// of [SyncResource] do.
  ///
  /// @param changedSince older tickets that are closed are left alone
  /// @param stopping asked now and then; a run that stops for it is [SyncRuns#STOPPED]
  /// @throws SecretUnreadable if this instance cannot sign in; no run began
  public SyncResource.Outcome sync(
      ConnectionId connection, Instant changedSince, Lane lane, BooleanSupplier stopping) {
    tenants.unlock(connection);
    var begun = runs.begin(connection, Resource.NOTES, clock.instant());
    if (begun.isEmpty()) {
      return new SyncResource.Outcome.AlreadyRunning();
    }
    var reading = new Reading(begun.get(), changedSince, lane, stopping);
    try (var _ = Heartbeat.every(SyncResource.HEARD_EVERY, reading::tellProgress)) {
      turns.afterOthers(connection, Hydration.Work.NOTES, stopping, reading::toTheEnd);
    } catch (StoreUnavailable failure) {
      reading.lostStore(failure);
    } catch (RuntimeException | Error failure) {
      runs.end(reading.failed("an error of the service, see its log"));
      throw failure;
    }
    runs.end(reading.run);
    return new SyncResource.Outcome.Ended(reading.run);
  }

  /// One state of one ticket, which is tried once.
  private record Attempt(TicketId ticket, Instant lastActionAt) {}

  private final class Reading {
    private final Instant changedSince;
    private final Lane lane;
    private final BooleanSupplier stopping;
    private final Set<Attempt> tried = new HashSet<>();
    private final HaloTenant tenant;
    private final Instant began = clock.instant();
    private volatile SyncRun run;
    private long unread;
    private volatile boolean lost;
    private long calls;
    private long callsLeft;

    Reading(SyncRun run, Instant changedSince, Lane lane, BooleanSupplier stopping) {
      this.run = run;
      this.changedSince = changedSince;
      this.lane = lane;
      this.stopping = stopping;
      this.tenant = tenants.tenant(run.connection(), lane);
    }

    void tellProgress() {
      if (!runs.progress(run, clock.instant())) {
        lost = true;
      }
    }

    void toTheEnd() {
      try {
        callsLeft = hydration.callsAwaited(run.connection(), changedSince);
        run = run.costing(effort());
        tellProgress();
        var batch = nextBatch();
        while (!batch.isEmpty() && !stopping.getAsBoolean() && !lost) {
          read(batch);
          batch = nextBatch();
        }
        run = batch.isEmpty() ? run.ended(verdict()) : failed(stop());
      } catch (HaloUnavailable failure) {
        run = failed(stopping.getAsBoolean() ? stop() : String.valueOf(failure.getMessage()));
      } catch (CallsEnded stopping) {
        run = failed(stop());
      } catch (StoreUnavailable failure) {
        lostStore(failure);
      }
    }

    void lostStore(StoreUnavailable failure) {
      run = failed(SyncRuns.reason(failure));
    }

    private String stop() {
      return lost ? SyncRuns.SILENT : SyncRuns.STOPPED;
    }

    SyncRun failed(String reason) {
      return run.ended(new SyncRun.Progress.Failed(clock.instant(), reason));
    }

    private List<AwaitingNotes> nextBatch() {
      var awaiting =
          untried(limit -> mirror.ticketsAwaitingNotes(run.connection(), changedSince, limit));
      return awaiting.isEmpty()
          ? untried(limit -> mirror.ticketsMissingNotes(run.connection(), limit))
          : awaiting;
    }

    /// Tickets that failed are found again and may come before those not yet tried.
    private List<AwaitingNotes> untried(IntFunction<List<AwaitingNotes>> search) {
      for (int limit = BATCH + (int) unread; ; limit *= 2) {
        var awaiting = search.apply(limit);
        var untried =
            awaiting.stream()
                .filter(ticket -> !tried.contains(attempt(ticket)))
                .limit(BATCH)
                .toList();
        if (!untried.isEmpty() || awaiting.size() < limit) {
          return untried;
        }
      }
    }

    private void read(List<AwaitingNotes> batch) {
      batch.forEach(ticket -> tried.add(attempt(ticket)));
      var tally = run.tally();
      var rejected = new ArrayList<RejectedRow>();
      var failures = new ArrayList<RuntimeException>();
      for (var filling : notes.fill(run.connection(), batch, lane)) {
        switch (filling) {
          case FillNotes.Filling.Read(var counted, var rows, _) -> {
            tally = tally.plus(counted);
            rejected.addAll(rows);
          }
          case FillNotes.Filling.Failed(var ticket) -> {
            failures.add(ticket.reason());
            listener.unread(run.connection(), ticket);
          }
        }
      }
      if (!rejected.isEmpty()) {
        runs.reject(run, rejected, clock.instant());
      }
      var made = batch.stream().mapToLong(AwaitingNotes::calls).sum();
      calls += made;
      callsLeft = Math.max(0, callsLeft - made);
      run = run.counting(tally).costing(effort());
      unread += failures.size();
      tellProgress();
      giveUpIfAllFailed(batch, failures);
    }

    /// Those aside for files, of which nobody knows beforehand.
    private Effort effort() {
      var now = clock.instant();
      var pace = calls == 0 ? Duration.ZERO : Duration.between(began, now).dividedBy(calls);
      return new Effort(calls, Optional.of(now.plus(tenant.timeFor(callsLeft, pace))));
    }

    /// One ticket may be at fault, but hardly all of many.
    private void giveUpIfAllFailed(List<AwaitingNotes> batch, List<RuntimeException> failures) {
      var noneRead = unread == tried.size();
      if (failures.size() == batch.size() && (noneRead || batch.size() == BATCH)) {
        throw failures.getFirst();
      }
    }

    private SyncRun.Progress verdict() {
      var gaps = gaps();
      return gaps.isEmpty()
          ? new SyncRun.Progress.Complete(clock.instant())
          : new SyncRun.Progress.Incomplete(clock.instant(), String.join("; ", gaps));
    }

    private List<String> gaps() {
      var gaps = new ArrayList<String>();
      if (unread > 0) {
        gaps.add("the notes of %d tickets could not be read".formatted(unread));
      }
      var missing = mirror.missingNotes(run.connection());
      if (run.tally().verdict() instanceof Verdict.Incomplete(var gap)) {
        gaps.add(gap);
      } else if (missing > 0) {
        gaps.add("%d notes are missing since an earlier reading".formatted(missing));
      }
      return gaps;
    }

    private static Attempt attempt(AwaitingNotes ticket) {
      return new Attempt(ticket.ticket(), ticket.lastActionAt());
    }
  }
}
