package ai.superit.halo.graphql;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Lets one event of many through in a while, so that strangers cannot fill the log with warnings.
/// Thread-safe.
final class Seldom {
  private final long everyNanos;
  private final AtomicLong next = new AtomicLong(System.nanoTime());

  Seldom(Duration every) {
    this.everyNanos = every.toNanos();
  }

  /// True for the first call, and again for the first one after each pause.
  boolean passes() {
    var due = next.get();
    var now = System.nanoTime();
    return now - due >= 0 && next.compareAndSet(due, now + everyNanos);
  }
}
