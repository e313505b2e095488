package ai.superit.halo.application.webhook;

import java.time.Duration;
import java.time.Instant;

/// When a delivery that failed is tried again: each pause is twice the one before, with some of it
/// left to chance so that many failures do not come back at one moment.
///
/// @param attempts how often a delivery is tried before it is parked
public record RetrySchedule(int attempts, Duration first, Duration longest) {
  /// Goes on for at least 77 hours, so that an outage over a long weekend parks nothing.
  public static final RetrySchedule DEFAULT =
      new RetrySchedule(90, Duration.ofSeconds(1), Duration.ofHours(2));

  /// How long it goes on at least, where nobody hastens it.
  Duration span() {
    var millis = 0L;
    for (int attempt = 1; attempt < attempts; attempt++) {
      millis += pause(attempt, 0);
    }
    return Duration.ofMillis(millis);
  }

  /// What becomes of a delivery whose attempt has failed.
  ///
  /// @param chance between 0 and 1
  Disposition after(int attempt, Instant now, double chance, String reason) {
    if (attempt >= attempts) {
      return new Disposition.Parked(reason);
    }
    return new Disposition.Retry(now.plusMillis(pause(attempt, chance)), reason);
  }

  /// After a failed attempt, in milliseconds.
  private long pause(int attempt, double chance) {
    var doubled = (double) first.toMillis() * Math.pow(2, attempt - 1.0);
    return (long) (Math.min(doubled, (double) longest.toMillis()) * (0.5 + chance / 2));
  }
}
