package ai.superit.halo.application.connection;

import java.time.Duration;

/// The limit that a tenant names when it refuses a call.
///
/// @param calls at least 1, at most 1,000,000 within `window`
/// @param window rolling, from a second to 15 minutes
public record StatedLimit(long calls, Duration window) {
  private static final long MOST = 1_000_000;
  private static final Duration LONGEST = Duration.ofMinutes(15);

  public StatedLimit {
    if (!isPlausible(calls, window)) {
      throw new IllegalArgumentException(
          "a limit is 1 to 1,000,000 calls in 1 second to 15 minutes, not %d in %s"
              .formatted(calls, window));
    }
  }

  /// Whether a tenant may be believed that says so.
  public static boolean isPlausible(long calls, Duration window) {
    return calls >= 1 && calls <= MOST && window.toSeconds() >= 1 && window.compareTo(LONGEST) <= 0;
  }
}
