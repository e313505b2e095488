package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import java.time.Instant;

/// A delivery as the inbox in memory keeps it.
///
/// @param attempt of the last claim; 0 before the first
/// @param due when it may be claimed: the end of the lease, if a worker holds it
record StoredDelivery(long id, IncomingDelivery incoming, Phase phase, int attempt, Instant due) {
  enum Phase {
    OPEN,
    CLAIMED,
    APPLIED,
    QUARANTINED,
    PARKED,
    /// The same bytes came before.
    COPY;

    boolean isWaiting() {
      return this == OPEN || this == CLAIMED;
    }
  }

  boolean isDue(Instant now) {
    return phase.isWaiting() && !due.isAfter(now);
  }

  boolean isHeldBy(ClaimedDelivery.Claim claim) {
    return phase == Phase.CLAIMED && attempt == claim.attempt();
  }

  StoredDelivery claimedUntil(Instant end) {
    return new StoredDelivery(id, incoming, Phase.CLAIMED, attempt + 1, end);
  }

  StoredDelivery heldUntil(Instant end) {
    return in(phase, end);
  }

  ClaimedDelivery claimed() {
    return new ClaimedDelivery(
        new ClaimedDelivery.Claim(incoming.connection(), id, attempt),
        incoming.receivedAt(),
        incoming.body());
  }

  StoredDelivery finished(Disposition how) {
    return switch (how) {
      case Disposition.Applied _ -> in(Phase.APPLIED, due);
      case Disposition.Quarantined _ -> in(Phase.QUARANTINED, due);
      case Disposition.Retry(var at, _) -> in(Phase.OPEN, at);
      case Disposition.Parked _ -> in(Phase.PARKED, due);
    };
  }

  private StoredDelivery in(Phase changed, Instant when) {
    return new StoredDelivery(id, incoming, changed, attempt, when);
  }
}
