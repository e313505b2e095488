package ai.superit.halo.halo;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/// Halo's dates: UTC, mostly without saying so, with up to nine decimals.
final class HaloTime {
  /// Halo fills in 1899 or 1900 where it has no date, and no tenant is older than this.
  private static final int LAST_YEAR_OF_SENTINELS = 1980;

  /// Halo's clock may be ahead of ours, but hardly by more. A record that claims to be of next year
  /// would not be replaced by any other version until then.
  private static final Duration FURTHEST_AHEAD = Duration.ofDays(1);

  private static final Instant LATEST_PLANNED = Instant.parse("9990-01-01T00:00:00Z");

  private static final int DATE_LENGTH = 10;

  private HaloTime() {}

  /// Empty for sentinels, for moments that are yet to come and for whatever is not a date; never
  /// throws.
  static Optional<Instant> find(String text) {
    return find(text, Instant.now());
  }

  /// As [#find], but it may lie ahead.
  static Optional<Instant> findPlanned(String text) {
    return find(text, LATEST_PLANNED);
  }

  static Optional<Instant> find(String text, Instant now) {
    try {
      var found = local(text.strip());
      var year = found.atOffset(ZoneOffset.UTC).getYear();
      return year <= LAST_YEAR_OF_SENTINELS || found.isAfter(now.plus(FURTHEST_AHEAD))
          ? Optional.empty()
          : Optional.of(found);
    } catch (DateTimeException notDate) {
      return Optional.empty();
    }
  }

  private static Instant local(String text) {
    if (text.length() <= DATE_LENGTH) {
      return LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
    var zone = zoneStart(text);
    var offset = zone == text.length() ? ZoneOffset.UTC : ZoneOffset.of(text.substring(zone));
    return LocalDateTime.parse(text.substring(0, zone).replace(' ', 'T')).toInstant(offset);
  }

  private static int zoneStart(String text) {
    for (int at = DATE_LENGTH; at < text.length(); at++) {
      if ("Zz+-".indexOf(text.charAt(at)) >= 0) {
        return at;
      }
    }
    return text.length();
  }
}
