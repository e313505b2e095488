package ai.superit.halo.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log of refused deliveries, at most some of each connection in a minute, and how many
/// it left out. Nothing of a delivery itself is told. Thread-safe.
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int LINES = 5;

  private final ConcurrentMap<String, Window> windows = new ConcurrentHashMap<>();
  private final InstantSource clock;

  RefusalLog(InstantSource clock) {
    this.clock = clock;
  }

  /// @param connection of a known connection, or one word for all others: each is remembered
  void refused(String connection, String reason) {
    if (windows.computeIfAbsent(connection, Window::new).admits(clock.instant())) {
      LOG.warn("event=delivery_refused connection={} reason={}", connection, reason);
    }
  }

  /// To be called from time to time.
  void tellOfSuppressed() {
    var now = clock.instant();
    windows.values().forEach(window -> window.endIfOver(now));
  }

  /// The minute of one connection.
  private static final class Window {
    private final String connection;
    private Instant ends = Instant.MIN;
    private int told;
    private long suppressed;

    private Window(String connection) {
      this.connection = connection;
    }

    private synchronized boolean admits(Instant now) {
      endIfOver(now);
      if (told == 0) {
        ends = now.plus(MINUTE);
      }
      if (told < LINES) {
        told++;
        return true;
      }
      suppressed++;
      return false;
    }

    private synchronized void endIfOver(Instant now) {
      if (now.isBefore(ends)) {
        return;
      }
      if (suppressed > 0) {
        LOG.warn("event=deliveries_refused connection={} more={}", connection, suppressed);
      }
      told = 0;
      suppressed = 0;
    }
  }
}
