package ai.superit.halo.webhook;

import ai.superit.halo.application.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the log when deliveries begin to be sent away because they cannot be stored, and when they
/// are stored again. Not each one: they may be thousands a second. Thread-safe.
final class StoreLog {
  private static final Logger LOG = LoggerFactory.getLogger(StoreLog.class);
  private static final Duration QUIET = Duration.ofSeconds(10);

  private final InstantSource clock;
  private Instant toldAt = Instant.MIN;
  private volatile boolean sendingAway;

  StoreLog(InstantSource clock) {
    this.clock = clock;
  }

  void stored() {
    if (sendingAway) {
      tellOfRecovery();
    }
  }

  synchronized void sentAway(StoreUnavailable failure) {
    var now = clock.instant();
    if (!sendingAway && toldAt.isBefore(now.minus(QUIET))) {
      sendingAway = true;
      toldAt = now;
      LOG.warn("event=deliveries_sent_away reason={}", failure.reason());
    }
  }

  private synchronized void tellOfRecovery() {
    if (sendingAway) {
      sendingAway = false;
      LOG.info(
          "event=deliveries_stored_again seconds={}",
          Duration.between(toldAt, clock.instant()).toSeconds());
    }
  }
}
