package ai.superit.halo.bootstrap;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.sync.SyncHistory;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Forgets synchronisation runs that were kept long enough.
final class HistoryWork {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryWork.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final SyncHistory history;
  private final Duration kept;
  private final InstantSource clock;

  HistoryWork(SyncHistory history, Duration kept, InstantSource clock) {
    this.history = history;
    this.kept = kept;
    this.clock = clock;
  }

  /// @param kept how long runs are kept
  static Heartbeat start(SyncHistory history, Duration kept, InstantSource clock) {
    return Heartbeat.every("history", PAUSE, new HistoryWork(history, kept, clock)::once);
  }

  @SuppressWarnings("CatchingUnchecked")
  void once() {
    try {
      var forgotten = history.forgetBefore(clock.instant().minus(kept));
      if (forgotten > 0) {
        LOG.info("event=runs_forgotten runs={}", forgotten);
      }
    } catch (StoreUnavailable busy) {
      LOG.info("event=runs_forgotten_later reason={}", busy.getMessage());
    } catch (RuntimeException failure) {
      LOG.error("worker failed worker=history", failure);
    }
  }
}
