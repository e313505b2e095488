package ai.superit.halo.domain.sync;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/// How the mirror learns of the changes of one list without being asked.
///
/// @param interval how long the list is left alone after it was polled
/// @param nightlyHour of the day, 0 to 23, when HYBRID reads the whole list
/// @param zone by whose clock that hour is meant
public record Schedule(Mode mode, Duration interval, int nightlyHour, ZoneId zone) {
  /// How many times as often is polled while webhooks are silent.
  private static final int HASTE = 5;

  private static final Duration SHORTEST_IN_HASTE = Duration.ofMinutes(1);

  public enum Mode {
    /// Webhooks only.
    REAL_TIME,
    /// Lists of changes, every interval.
    POLLING,
    /// Webhooks, polling in case one is lost, and the whole list every night.
    HYBRID,
    /// Nothing.
    OFF
  }

  public Schedule {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval " + interval + " is not positive");
    }
    if (nightlyHour < 0 || nightlyHour > 23) {
      throw new IllegalArgumentException("nightly hour " + nightlyHour + " is not 0 to 23");
    }
  }

  public boolean isPolled() {
    return mode == Mode.POLLING || mode == Mode.HYBRID;
  }

  public boolean isCompared() {
    return mode == Mode.HYBRID;
  }

  /// How long the list is left alone, which is shorter where webhooks should tell of changes and do
  /// not.
  public Duration interval(boolean webhooksSilent) {
    if (mode != Mode.HYBRID || !webhooksSilent) {
      return interval;
    }
    var hasty = interval.dividedBy(HASTE);
    var bounded = hasty.compareTo(SHORTEST_IN_HASTE) < 0 ? SHORTEST_IN_HASTE : hasty;
    return bounded.compareTo(interval) < 0 ? bounded : interval;
  }

  /// The first nightly hour after that moment. Where the clocks skip the hour, it is the next one.
  public Instant nextComparison(Instant after) {
    var day = after.atZone(zone).toLocalDate();
    var hour = LocalTime.of(nightlyHour, 0);
    var today = day.atTime(hour).atZone(zone).toInstant();
    return today.isAfter(after) ? today : day.plusDays(1).atTime(hour).atZone(zone).toInstant();
  }
}
