package ai.superit.halo.application.connection;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A call was not sent, and not counted, because the tenant's rate limit would have let it through
/// too late for whoever waits for it; thrown by budgets.
public final class CallsHeldBack extends HaloUnavailable {
  private static final long serialVersionUID = 1L;

  private final Instant until;

  /// @param until when a call is let through, if nobody else is faster
  public CallsHeldBack(Instant until) {
    this(until, ", so it was not sent");
  }

  private CallsHeldBack(Instant until, String consequence) {
    super(
        Cause.RATE_LIMITED,
        "HaloPSA's rate limit lets no call of this tenant through until %s%s: try"
                .formatted(
                    until.plus(Duration.ofMillis(999)).truncatedTo(ChronoUnit.SECONDS), consequence)
            + " again then (the connection's rateBudget shows it).");
    this.until = until;
  }

  /// The same of a call that was sent before: HaloPSA refused it, or it is unknown what became of
  /// it.
  public CallsHeldBack afterATry() {
    return new CallsHeldBack(until, "");
  }
}
