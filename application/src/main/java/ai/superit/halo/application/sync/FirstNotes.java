package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Knows when notes are to be read as a run without being asked: the first time, so that everybody
/// sees how far they are.
public final class FirstNotes {
  /// How long after a run that has failed as a whole another one is due.
  static final Duration BETWEEN_RUNS = Duration.ofMinutes(5);

  private final SyncNotes syncing;
  private final SyncRuns runs;
  private final InstantSource clock;
  private final Map<ConnectionId, Instant> begun = new ConcurrentHashMap<>();

  public FirstNotes(SyncNotes syncing, SyncRuns runs, InstantSource clock) {
    this.syncing = syncing;
    this.runs = runs;
    this.clock = clock;
  }

  public enum Due {
    NOW,
    /// After the list of tickets, or after the run that is under way.
    LATER,
    /// It was, or need not be thought of for now: tickets are read without a run.
    OVER
  }

  /// Says [Due#NOW] once; then a run is expected to begin. One that came to its end is the last,
  /// even if notes are missing: single tickets are tried again without a run.
  public Due due(ConnectionId connection, Instant changedSince) {
    var latest = runs.latest(connection);
    if (latest.stream().anyMatch(FirstNotes::hasComeToItsEnd)
        || runs.lastCompleteStart(connection, Resource.NOTES).isPresent()) {
      return Due.OVER;
    }
    if (latest.stream().anyMatch(FirstNotes::isToBeWaitedFor)) {
      return Due.LATER;
    }
    var before = begun.getOrDefault(connection, Instant.EPOCH);
    if (clock.instant().isBefore(before.plus(BETWEEN_RUNS))
        || !syncing.isWanted(connection, changedSince)) {
      return Due.OVER;
    }
    begun.put(connection, clock.instant());
    return Due.NOW;
  }

  private static boolean hasComeToItsEnd(SyncRun run) {
    return run.resource() == Resource.NOTES
        && switch (run.progress()) {
          case SyncRun.Progress.Complete _, SyncRun.Progress.Incomplete _ -> true;
          case SyncRun.Progress.Running _, SyncRun.Progress.Failed _ -> false;
        };
  }

  /// On whichever instance it runs.
  private static boolean isToBeWaitedFor(SyncRun run) {
    return run.progress() instanceof SyncRun.Progress.Running
        && (run.resource() == Resource.TICKETS || run.resource() == Resource.NOTES);
  }
}
