package ai.superit.halo.simulator;

import java.time.Duration;

/// How many calls a tenant answers within a rolling window; zero calls means without limit.
///
/// @param tells whether each answer says in its `X-RateLimit-` headers what is left
public record RateLimit(int calls, Duration window, boolean tells) {
  public RateLimit {
    if (calls < 0) {
      throw new IllegalArgumentException("calls must not be negative but is " + calls);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be positive but is " + window);
    }
  }

  /// A limit that shows only when a call is refused, as a real server's does.
  public RateLimit(int calls, Duration window) {
    this(calls, window, false);
  }

  public RateLimit telling(boolean changed) {
    return new RateLimit(calls, window, changed);
  }

  /// The only number quoted from a real server: 300 calls in 5 minutes.
  public static RateLimit standard() {
    return new RateLimit(300, Duration.ofMinutes(5));
  }

  /// No limit at all.
  public static RateLimit unlimited() {
    return new RateLimit(0, Duration.ofMinutes(5));
  }

  boolean isUnlimited() {
    return calls == 0;
  }
}
