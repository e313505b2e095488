package ai.superit.halo.application.connection;

import java.time.Duration;

/// Who waits for a call to Halo; earlier lanes go first when the budget is short.
public enum Lane {
  /// A person waits for the answer.
  PERSON,
  /// A webhook or an assistant asked for one record again.
  REREAD,
  /// The regular look for changes.
  POLL,
  /// The first filling of the mirror, and what has time.
  BACKFILL;

  /// How long a call waits until it may be made. A person would rather hear why not than wait for
  /// as long as a tenant can refuse everybody; what has nobody waiting for it waits.
  public Duration patience() {
    return switch (this) {
      case PERSON -> Duration.ofSeconds(10);
      case REREAD, POLL, BACKFILL -> RateBudget.FOR_EVER;
    };
  }
}
