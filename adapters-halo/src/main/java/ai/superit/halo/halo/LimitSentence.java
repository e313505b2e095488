package ai.superit.halo.halo;

import ai.superit.halo.application.connection.StatedLimit;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Halo says when it refuses a call, such as "Rate Limit Reached - 300 Requests per rolling 5
/// minute window", as users have quoted it since 2022.
final class LimitSentence {
  private static final Pattern SENTENCE =
      Pattern.compile(
          "\\b(\\d{1,7}) requests per (?:rolling )?(?:(\\d{1,4}) ?)?(second|minute)",
          Pattern.CASE_INSENSITIVE);

  private LimitSentence() {}

  /// @return empty if nothing is said, or nothing that can be believed
  static Optional<StatedLimit> read(String text) {
    var found = SENTENCE.matcher(text);
    if (!found.find()) {
      return Optional.empty();
    }
    var calls = Long.parseLong(found.group(1));
    var count = found.group(2) == null ? 1 : Long.parseLong(found.group(2));
    var window =
        found.group(3).equalsIgnoreCase("minute")
            ? Duration.ofMinutes(count)
            : Duration.ofSeconds(count);
    return StatedLimit.isPlausible(calls, window)
        ? Optional.of(new StatedLimit(calls, window))
        : Optional.empty();
  }
}
