package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillNotes;
import ai.superit.halo.application.sync.FirstNotes;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.SyncNotes;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the notes of tickets: as a run, the first time and whenever somebody asks for it, and a
/// few at a time after that. Never both for one connection, and on one instance at a time.
final class NotesWork {
  private static final Logger LOG = LoggerFactory.getLogger(NotesWork.class);
  private static final int BATCH = 40;

  private final FillDueNotes filling;
  private final SyncNotes syncing;
  private final FirstNotes first;
  private final HydrationTurns turns;
  private final SyncRuns runs;
  private final Duration age;
  private final InstantSource clock;

  /// @param age how old the last change of a closed ticket may be for its notes to be read
  NotesWork(
      FillDueNotes filling,
      SyncNotes syncing,
      HydrationTurns turns,
      SyncRuns runs,
      Duration age,
      InstantSource clock) {
    this.filling = filling;
    this.syncing = syncing;
    this.first = new FirstNotes(syncing, runs, clock);
    this.turns = turns;
    this.runs = runs;
    this.age = age;
    this.clock = clock;
  }

  /// Reads the notes of a few tickets, unless a run is on or another instance is at it.
  ///
  /// @return how many tickets were read
  long fillSome(ConnectionId connection) {
    return isDue(connection)
        ? turns.ifFree(
            connection,
            Hydration.Work.NOTES,
            () -> keep(connection, filling.fill(connection, since(), BATCH, Lane.POLL)))
        : 0;
  }

  /// Whether [#fillSome] would read anything.
  boolean isDue(ConnectionId connection) {
    return filling.isDue(connection, since());
  }

  /// Puts rejected notes to the rows that the last run rejected, where people look for them.
  ///
  /// @return how many tickets were read
  long keep(ConnectionId connection, FillDueNotes.Filled filled) {
    filled.failed().forEach(unread -> log(connection, unread));
    if (!filled.rejected().isEmpty()) {
      LOG.warn("notes rejected connection={} count={}", connection, filled.rejected().size());
      runs.reject(connection, Resource.NOTES, filled.rejected(), clock.instant());
    }
    return filled.tickets();
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
    return syncing.sync(connection, since(), Lane.BACKFILL, stopping);
  }

  /// Whether a run is due that nobody asked for.
  FirstNotes.Due firstRun(ConnectionId connection) {
    return first.due(connection, since());
  }

  private Instant since() {
    return clock.instant().minus(age);
  }
}
