package ai.superit.halo.application.sync;

import ai.superit.halo.domain.sync.SyncRun;
import java.time.InstantSource;

/// A run that is under way here, as far as it has come. Safe for use by many threads.
final class LivingRun {
  private final SyncRuns runs;
  private final InstantSource clock;
  private volatile SyncRun run;
  private volatile boolean lost;

  LivingRun(SyncRuns runs, SyncRun run, InstantSource clock) {
    this.runs = runs;
    this.run = run;
    this.clock = clock;
  }

  SyncRun run() {
    return run;
  }

  void reached(SyncRun now) {
    run = now;
  }

  /// Stores how far it has come, and that it lives.
  void tell() {
    if (!runs.progress(run, clock.instant())) {
      lost = true;
    }
  }

  /// Whether it was taken for dead, so that another may be under way in its place.
  boolean isLost() {
    return lost;
  }
}
