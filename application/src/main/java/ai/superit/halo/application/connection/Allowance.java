package ai.superit.halo.application.connection;

import java.time.Duration;

/// What a tenant says of its limit in the headers of any answer. It does not name its window.
///
/// @param calls the limit, at least 1
/// @param remaining how many of them are left, at most `calls`
/// @param resetIn how long until there are more, from zero to 15 minutes
public record Allowance(long calls, long remaining, Duration resetIn) {
  private static final long MOST = 1_000_000;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  public Allowance {
    if (!isPlausible(calls, remaining, resetIn)) {
      throw new IllegalArgumentException(
          "an allowance is 0 to all of 1 to 1,000,000 calls for at most 15 minutes, not %d of %d for %s"
              .formatted(remaining, calls, resetIn));
    }
  }

  /// Whether a tenant may be believed that says so.
  public static boolean isPlausible(long calls, long remaining, Duration resetIn) {
    return calls >= 1
        && calls <= MOST
        && remaining >= 0
        && remaining <= calls
        && !resetIn.isNegative()
        && resetIn.compareTo(LONGEST) <= 0;
  }
}
