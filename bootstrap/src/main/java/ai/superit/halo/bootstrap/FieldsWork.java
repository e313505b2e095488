package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.FillAssets;
import ai.superit.halo.application.sync.Hydration;
import ai.superit.halo.application.sync.HydrationTurns;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.SyncRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the fields of assets, a few at a time, while no run needs the calls.
final class FieldsWork {
  private static final Logger LOG = LoggerFactory.getLogger(FieldsWork.class);
  private static final int BATCH = 20;

  private final FillAssets filling;
  private final HydrationTurns turns;
  private final SyncRuns runs;

  FieldsWork(FillAssets filling, HydrationTurns turns, SyncRuns runs) {
    this.filling = filling;
    this.turns = turns;
    this.runs = runs;
  }

  /// @return how many assets were read
  long fillSome(ConnectionId connection) {
    if (isRunning(connection)) {
      return 0;
    }
    return turns.ifFree(
        connection,
        Hydration.Work.FIELDS,
        () -> {
          var filled = filling.fill(connection, BATCH, Lane.BACKFILL);
          filled.failed().forEach(unread -> log(connection, unread));
          return filled.assets();
        });
  }

  /// On whichever instance it runs, or soon will.
  private boolean isRunning(ConnectionId connection) {
    return runs.latest(connection).stream()
            .anyMatch(run -> run.progress() instanceof SyncRun.Progress.Running)
        || !runs.wishes(connection).isEmpty();
  }

  private static void log(ConnectionId connection, FillAssets.Unread unread) {
    LOG.warn(
        "asset not read connection={} asset={} reason={}",
        connection,
        unread.asset().value(),
        String.valueOf(unread.reason().getMessage()));
  }
}
