package ai.superit.halo.application;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Logs why the work of one thread fails, of each cause once a minute.
final class Complaints {
  private static final System.Logger LOG = System.getLogger(Complaints.class.getName());
  private static final long BETWEEN_NANOS = Duration.ofMinutes(1).toNanos();

  private final String worker;
  private final Map<Class<?>, Long> lastNanos = new HashMap<>();

  /// @param worker its name
  Complaints(String worker) {
    this.worker = worker;
  }

  /// @return whether it was logged
  boolean about(Throwable failure) {
    var now = System.nanoTime();
    var last = lastNanos.get(failure.getClass());
    if (last != null && now - last < BETWEEN_NANOS) {
      return false;
    }
    lastNanos.put(failure.getClass(), now);
    if (failure instanceof StoreUnavailable unavailable) {
      LOG.log(
          Level.WARNING, "store unavailable worker={0} reason={1}", worker, unavailable.reason());
    } else {
      LOG.log(Level.ERROR, "worker failed worker=" + worker, failure);
    }
    return true;
  }
}
