package ai.superit.halo.application.sync;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Effort;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.Verdict;
import ai.superit.halo.domain.ticket.TicketId;
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

  private final FillNotes notes;
  private final Mirror mirror;
  private final SyncRuns runs;
  private final InstantSource clock;
  private final Listener listener;

  /// Is told of single tickets that fail while the run goes on.
  public interface Listener {
    void unread(ConnectionId connection, FillNotes.UnreadNotes notes);
  }

  public SyncNotes(
      FillNotes notes, Mirror mirror, SyncRuns runs, InstantSource clock, Listener listener) {
    this.notes = notes;
    this.mirror = mirror;
    this.runs = runs;
    this.clock = clock;
    this.listener = listener;
  }

  /// Whether there is anything to do.
  public boolean isWanted(ConnectionId connection, Instant changedSince) {
    return !mirror.ticketsAwaitingNotes(connection, changedSince, 1).isEmpty();
  }

  /// Runs on the calling thread until no ticket awaits notes. Tickets of which notes are missing
  /// since an earlier reading are read again. Each ticket is tried once, and once more if something
  /// happens to it meanwhile. Failures end the run as those of [SyncResource] do.
  ///
  /// @param changedSince older tickets that are closed are left alone
  /// @param stopping asked now and then; a run that stops for it is [SyncRuns#STOPPED]
  public SyncResource.Outcome sync(
      ConnectionId connection, Instant changedSince, Lane lane, BooleanSupplier stopping) {
    var begun = runs.begin(connection, Resource.NOTES, clock.instant());
    if (begun.isEmpty()) {
      return new SyncResource.Outcome.AlreadyRunning();
    }
    var reading = new Reading(begun.get(), changedSince, lane, stopping);
    try (var _ = Heartbeat.every(SyncResource.HEARD_EVERY, reading::tellProgress)) {
      reading.toTheEnd();
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
    private volatile SyncRun run;
    private long unread;
    private volatile boolean lost;

    Reading(SyncRun run, Instant changedSince, Lane lane, BooleanSupplier stopping) {
      this.run = run;
      this.changedSince = changedSince;
      this.lane = lane;
      this.stopping = stopping;
    }

    void tellProgress() {
      if (!runs.progress(run, clock.instant())) {
        lost = true;
      }
    }

    void toTheEnd() {
      try {
        var batch = nextBatch();
        while (!batch.isEmpty() && !stopping.getAsBoolean() && !lost) {
          read(batch);
          batch = nextBatch();
        }
        run = batch.isEmpty() ? run.ended(verdict()) : failed(stop());
      } catch (HaloUnavailable failure) {
        run = failed(String.valueOf(failure.getMessage()));
      } catch (StoreUnavailable failure) {
        run = failed(SyncRuns.STORE_GONE);
      }
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
          case FillNotes.Filling.Read(var counted, var rows) -> {
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
      run = run.counting(tally).costing(new Effort(tried.size(), Optional.empty()));
      unread += failures.size();
      tellProgress();
      giveUpIfAllFailed(batch, failures);
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
