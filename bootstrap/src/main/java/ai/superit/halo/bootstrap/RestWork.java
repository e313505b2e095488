package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FillDueNotes;
import ai.superit.halo.application.sync.FillPages;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.SyncRun;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what can wait, a few records at a time, while no run needs the calls: the own pages of
/// clients, the fields of assets, and the notes of tickets that were closed long ago; then once
/// more the pages of records that may have changed without a sign.
final class RestWork {
  private static final Logger LOG = LoggerFactory.getLogger(RestWork.class);
  private static final int PAGES = 20;
  private static final int TICKETS = 10;

  private final FillPages assets;
  private final FillPages clients;
  private final FillDueNotes notes;
  private final NotesWork recent;
  private final HydrationTurns turns;
  private final SyncRuns runs;

  /// @param recent reads the notes that come before these
  RestWork(
      FillPages assets,
      FillPages clients,
      FillDueNotes notes,
      NotesWork recent,
      HydrationTurns turns,
      SyncRuns runs) {
    this.assets = assets;
    this.clients = clients;
    this.notes = notes;
    this.recent = recent;
    this.turns = turns;
    this.runs = runs;
  }

  /// @return how many clients were read
  long fillClients(ConnectionId connection) {
    return fill(connection, Hydration.Work.CLIENT_PAGES, clients);
  }

  /// @return how many assets were read
  long fillFields(ConnectionId connection) {
    return fill(connection, Hydration.Work.FIELDS, assets);
  }

  private long fill(ConnectionId connection, Hydration.Work work, FillPages pages) {
    if (!pages.isDue(connection) || isRunning(connection)) {
      return 0;
    }
    return inTurn(connection, work, () -> pages.fill(connection, PAGES, Lane.BACKFILL));
  }

  /// @return how many clients were read once more
  long readClientsAgain(ConnectionId connection) {
    return readAgain(connection, Hydration.Work.CLIENT_PAGES, clients);
  }

  /// @return how many assets were read once more
  long readAssetsAgain(ConnectionId connection) {
    return readAgain(connection, Hydration.Work.FIELDS, assets);
  }

  private long readAgain(ConnectionId connection, Hydration.Work work, FillPages pages) {
    if (!pages.isAnyOld(connection) || isRunning(connection)) {
      return 0;
    }
    return inTurn(connection, work, () -> pages.readAgain(connection, PAGES, Lane.BACKFILL));
  }

  private long inTurn(
      ConnectionId connection, Hydration.Work work, Supplier<FillPages.Filled> filling) {
    return turns.ifFree(
        connection,
        work,
        () -> {
          var filled = filling.get();
          filled.failed().forEach(unread -> log(connection, unread));
          return filled.records();
        });
  }

  /// @return of how many tickets notes were read; 0 as long as there are some that come first
  long fillOldNotes(ConnectionId connection) {
    if (!notes.isAnyDue(connection) || recent.isDue(connection) || isRunning(connection)) {
      return 0;
    }
    return turns.ifFree(
        connection,
        Hydration.Work.OLD_NOTES,
        () -> recent.keep(connection, notes.fillAll(connection, TICKETS, Lane.BACKFILL)));
  }

  /// On whichever instance it runs, or soon will.
  private boolean isRunning(ConnectionId connection) {
    return runs.latest(connection).stream()
            .anyMatch(run -> run.progress() instanceof SyncRun.Progress.Running)
        || !runs.wishes(connection).isEmpty();
  }

  private static void log(ConnectionId connection, FillPages.Unread unread) {
    LOG.warn(
        "page not read connection={} kind={} id={} reason={}",
        connection,
        unread.record().kind(),
        unread.record().id(),
        String.valueOf(unread.reason().getMessage()));
  }
}
