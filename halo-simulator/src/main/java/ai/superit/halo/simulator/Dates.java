package ai.superit.halo.simulator;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.OptionalLong;

/// Halo's dates: UTC without a zone, fraction without trailing zeros, sentinels for "not set".
final class Dates {
  static final long ABSENT = Long.MIN_VALUE;
  static final long SENTINEL_1900 = Instant.parse("1900-01-01T00:00:00Z").toEpochMilli();
  static final long SENTINEL_1899 = Instant.parse("1899-12-30T00:00:00Z").toEpochMilli();
  static final long DAY = 86_400_000;
  static final long HOUR = 3_600_000;
  static final long MINUTE = 60_000;

  private Dates() {}

  /// Fills the buffer and returns the length. Hand-made because a page writes a thousand dates.
  static int format(long millis, char[] to) {
    var days = Math.floorDiv(millis, DAY);
    var ofDay = (int) Math.floorMod(millis, DAY);
    civil(days, to);
    to[10] = 'T';
    two(ofDay / 3_600_000, to, 11);
    to[13] = ':';
    two(ofDay / 60_000 % 60, to, 14);
    to[16] = ':';
    two(ofDay / 1000 % 60, to, 17);
    return fraction(ofDay % 1000, to);
  }

  static String format(long millis) {
    var buffer = new char[24];
    return new String(buffer, 0, format(millis, buffer));
  }

  /// Webhook envelopes alone carry a zone and seven decimals.
  static String formatEnvelope(long millis) {
    var seconds = format(Math.floorDiv(millis, 1000) * 1000);
    return "%s.%03d0000Z".formatted(seconds, Math.floorMod(millis, 1000));
  }

  static OptionalLong parse(String text) {
    var value = text.trim();
    try {
      if (value.length() == 10) {
        return OptionalLong.of(LocalDate.parse(value).toEpochDay() * DAY);
      }
      var normal = value.replace(' ', 'T');
      var zoned =
          normal.endsWith("Z") || normal.indexOf('+', 10) > 0 || normal.indexOf('-', 10) > 0;
      return OptionalLong.of(
          zoned
              ? OffsetDateTime.parse(normal).toInstant().toEpochMilli()
              : LocalDateTime.parse(normal).toInstant(ZoneOffset.UTC).toEpochMilli());
    } catch (DateTimeParseException e) {
      return OptionalLong.empty();
    }
  }

  private static void civil(long epochDays, char[] to) {
    var z = epochDays + 719_468;
    var era = Math.floorDiv(z, 146_097);
    var doe = (int) Math.floorMod(z, 146_097L);
    var yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    var doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    var mp = (5 * doy + 2) / 153;
    var month = mp < 10 ? mp + 3 : mp - 9;
    var year = (int) (yoe + era * 400) + (month <= 2 ? 1 : 0);
    two(year / 100, to, 0);
    two(year % 100, to, 2);
    to[4] = '-';
    two(month, to, 5);
    to[7] = '-';
    two(doy - (153 * mp + 2) / 5 + 1, to, 8);
  }

  private static int fraction(int millis, char[] to) {
    if (millis == 0) {
      return 19;
    }
    to[19] = '.';
    to[20] = (char) ('0' + millis / 100);
    to[21] = (char) ('0' + millis / 10 % 10);
    to[22] = (char) ('0' + millis % 10);
    return millis % 100 == 0 ? 21 : millis % 10 == 0 ? 22 : 23;
  }

  private static void two(int value, char[] to, int at) {
    to[at] = (char) ('0' + value / 10);
    to[at + 1] = (char) ('0' + value % 10);
  }
}
