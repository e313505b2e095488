package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the notes of tickets: as a run, the first time and whenever somebody asks for it, and a
/// few at a time after that. Never both for one connection.
final class NotesWork {
  private static final Logger LOG = LoggerFactory.getLogger(NotesWork.class);
  private static final int BATCH = 40;
  private static final Duration BETWEEN_FIRST_RUNS = Duration.ofMinutes(5);

  private final FillNotes filling;
  private final SyncNotes syncing;
  private final SyncRuns runs;
  private final Duration age;
  private final InstantSource clock;
  private final Map<ConnectionId, ReentrantLock> busy = new ConcurrentHashMap<>();
  private final Map<ConnectionId, Instant> firstRuns = new ConcurrentHashMap<>();

  /// @param age how old the last change of a closed ticket may be for its notes to be read
  NotesWork(
      FillNotes filling, SyncNotes syncing, SyncRuns runs, Duration age, InstantSource clock) {
    this.filling = filling;
    this.syncing = syncing;
    this.runs = runs;
    this.age = age;
    this.clock = clock;
  }

  /// Reads the notes of a few tickets, unless a run is on.
  ///
  /// @return how many tickets were read
  long fillSome(ConnectionId connection) {
    return ifIdle(
        connection,
        () -> {
          var filled = filling.fill(connection, since(), BATCH, Lane.POLL);
          filled.failed().forEach(unread -> log(connection, unread));
          keep(connection, filled.rejected());
          return filled.tickets();
        });
  }

  /// With the rows that the last run rejected, where people look for them.
  private void keep(ConnectionId connection, List<RejectedRow> rejected) {
    if (rejected.isEmpty()) {
      return;
    }
    LOG.warn("notes rejected connection={} count={}", connection, rejected.size());
    runs.latest(connection).stream()
        .filter(run -> run.resource() == Resource.NOTES)
        .forEach(run -> runs.reject(run, rejected, clock.instant()));
  }

  static void log(ConnectionId connection, FillNotes.UnreadNotes unread) {
    LOG.warn(
        "notes not read connection={} ticket={} reason={}",
        connection,
        unread.ticket().value(),
        String.valueOf(unread.reason().getMessage()));
  }

  /// Reads the notes of all tickets that await them, after whatever is under way.
  SyncResource.Outcome sync(ConnectionId connection, BooleanSupplier stopping) {
    var lock = lock(connection);
    lock.lock();
    try {
      return syncing.sync(connection, since(), Lane.BACKFILL, stopping);
    } finally {
      lock.unlock();
    }
  }

  /// The first time, notes are read as a run, so that everybody sees how far they are. It waits for
  /// the list of tickets, and comes again only after a while if it could not be completed.
  ///
  /// @return whether it is due, will come, or need not be thought of
  FirstRun firstRun(ConnectionId connection) {
    if (runs.lastCompleteStart(connection, Resource.NOTES).isPresent()) {
      return FirstRun.OVER;
    }
    var latest = runs.latest(connection);
    if (latest.stream().anyMatch(NotesWork::isToBeWaitedFor)) {
      return FirstRun.LATER;
    }
    var before = firstRuns.getOrDefault(connection, Instant.EPOCH);
    if (clock.instant().isBefore(before.plus(BETWEEN_FIRST_RUNS))
        || !syncing.isWanted(connection, since())) {
      return FirstRun.OVER;
    }
    firstRuns.put(connection, clock.instant());
    return FirstRun.NOW;
  }

  enum FirstRun {
    NOW,
    LATER,
    OVER
  }

  /// On whichever instance it runs.
  private static boolean isToBeWaitedFor(SyncRun run) {
    return run.progress() instanceof SyncRun.Progress.Running
        && (run.resource() == Resource.TICKETS || run.resource() == Resource.NOTES);
  }

  private Instant since() {
    return clock.instant().minus(age);
  }

  private long ifIdle(ConnectionId connection, LongSupplier work) {
    var lock = lock(connection);
    if (!lock.tryLock()) {
      return 0;
    }
    try {
      return work.getAsLong();
    } finally {
      lock.unlock();
    }
  }

  private ReentrantLock lock(ConnectionId connection) {
    return busy.computeIfAbsent(connection, _ -> new ReentrantLock());
  }
}
