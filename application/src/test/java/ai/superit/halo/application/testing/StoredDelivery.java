package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import java.time.Instant;

/// A delivery as the inbox in memory keeps it.
///
/// @param attempt of the last claim; 0 before the first
/// @param replayedAfter the attempt of the last claim when a person last had it replayed, and one
///   more for each time it was hastened since, and for each claim that nobody finished
/// @param lost how many claims nobody finished since the last one that somebody did
/// @param since when it was received, or somebody had it replayed
/// @param failedSince when it first failed since then; [Instant#MAX] if it has not
/// @param due when it may be claimed: the end of the lease, if a worker holds it
record StoredDelivery(
    long id,
    IncomingDelivery incoming,
    Phase phase,
    int attempt,
    int replayedAfter,
    int lost,
    Instant since,
    Instant failedSince,
    Instant due,
    String reason,
    boolean vouched) {
  enum Phase {
    OPEN,
    CLAIMED,
    APPLIED,
    QUARANTINED,
    PARKED,
    SKIPPED,
    DISCARDED,
    /// The same bytes came before.
    COPY;

    boolean isDead() {
      return this == QUARANTINED || this == PARKED;
    }

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
    var isLost = phase == Phase.CLAIMED;
    return new StoredDelivery(
        id,
        incoming,
        Phase.CLAIMED,
        attempt + 1,
        isLost ? replayedAfter + 1 : replayedAfter,
        isLost ? lost + 1 : 0,
        since,
        failedSince,
        end,
        reason,
        vouched);
  }

  StoredDelivery heldUntil(Instant end) {
    return in(phase, end, reason);
  }

  StoredDelivery hastened(Instant youngSince, Instant now) {
    var uncounted =
        failedSince.isBefore(youngSince) ? replayedAfter : Math.min(replayedAfter + 1, attempt);
    return new StoredDelivery(
        id, incoming, phase, attempt, uncounted, lost, since, failedSince, now, reason, vouched);
  }

  ClaimedDelivery claimed() {
    return new ClaimedDelivery(
        new ClaimedDelivery.Claim(incoming.connection(), id, attempt),
        attempt - replayedAfter,
        lost,
        incoming.strand().number(),
        incoming.receivedAt(),
        incoming.body(),
        standing());
  }

  private ClaimedDelivery.Standing standing() {
    if (vouched) {
      return ClaimedDelivery.Standing.VOUCHED_FOR;
    }
    if (incoming.headers().containsKey(IncomingDelivery.ODD_TYPE)) {
      return ClaimedDelivery.Standing.ODD;
    }
    return incoming.headers().containsKey(IncomingDelivery.SIGNED_ID)
        ? ClaimedDelivery.Standing.NAMED
        : ClaimedDelivery.Standing.USUAL;
  }

  StoredDelivery finished(Disposition how, Instant now) {
    return switch (how) {
      case Disposition.Applied _ -> in(Phase.APPLIED, due, "");
      case Disposition.Quarantined(var why) -> in(Phase.QUARANTINED, due, why);
      case Disposition.Skipped(var why) -> in(Phase.SKIPPED, due, why);
      case Disposition.Retry(var at, var why) -> failed(now).in(Phase.OPEN, at, why);
      case Disposition.Parked(var why) -> in(Phase.PARKED, due, why);
    };
  }

  private StoredDelivery failed(Instant now) {
    var first = failedSince.isBefore(now) ? failedSince : now;
    return new StoredDelivery(
        id, incoming, phase, attempt, replayedAfter, lost, since, first, due, reason, vouched);
  }

  StoredDelivery replayed(Instant now) {
    return new StoredDelivery(
        id,
        incoming,
        Phase.OPEN,
        attempt,
        attempt,
        0,
        now,
        Instant.MAX,
        incoming.receivedAt(),
        "",
        true);
  }

  StoredDelivery discarded(String why) {
    return in(Phase.DISCARDED, due, why);
  }

  private StoredDelivery in(Phase changed, Instant when, String why) {
    return new StoredDelivery(
        id,
        incoming,
        changed,
        attempt,
        replayedAfter,
        lost,
        since,
        failedSince,
        when,
        StorableText.of(why),
        vouched);
  }
}
