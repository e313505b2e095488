package ai.superit.halo.application.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A call was not sent, and not counted, because the tenant's rate limit would have let it through
/// too late for whoever waits for it; thrown by budgets.
public final class CallsHeldBack extends HaloUnavailable {
  private static final long serialVersionUID = 1L;

  /// @param until when a call is let through, if nobody else is faster
  public CallsHeldBack(Instant until) {
    super(
        Cause.RATE_LIMITED,
        "HaloPSA's rate limit lets no call of this tenant through until %s, so none was sent: try"
                .formatted(until.plus(Duration.ofMillis(999)).truncatedTo(ChronoUnit.SECONDS))
            + " again then (the connection's rateBudget shows it).");
  }
}
