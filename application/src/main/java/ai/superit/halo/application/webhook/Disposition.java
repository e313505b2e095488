package ai.superit.halo.application.webhook;

import java.time.Instant;

/// What a worker did with a delivery.
public sealed interface Disposition {
  /// All that it hints at is in the mirror.
  record Applied() implements Disposition {}

  /// It is authentic, but nothing in it can be understood; kept for a person to look at.
  record Quarantined(String reason) implements Disposition {}

  /// It was passed over because of a filter, and may be replayed.
  record Skipped(String reason) implements Disposition {}

  /// To be tried again.
  record Retry(Instant due, String reason) implements Disposition {}

  /// Failed too often; waits for a person.
  record Parked(String reason) implements Disposition {}
}
