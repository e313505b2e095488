package ai.superit.halo.halo;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a tenant wants to be left alone.
final class RetryAfter {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final String SECONDS = "\\d{1,10}";

  private RetryAfter() {}

  /// What the header says, or else a pause that doubles with each refusal; never too short to help,
  /// nor so long that a wrong header stops the tenant for the day.
  ///
  /// @param refusals how many there were before this one
  static Duration pause(Optional<String> header, int refusals, InstantSource clock) {
    var wanted =
        header
            .flatMap(text -> read(text.strip(), clock.instant()))
            .orElseGet(() -> SHORTEST.multipliedBy(1L << Math.min(refusals, 20)));
    if (wanted.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
  }

  private static Optional<Duration> read(String text, Instant now) {
    if (text.matches(SECONDS)) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      var at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(Duration.between(now, at));
    } catch (DateTimeException notDate) {
      return Optional.empty();
    }
  }
}
