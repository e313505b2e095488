package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.Stamp;
import java.time.Instant;

/// Points in time that tests agree on, in whole seconds, which every store keeps exactly.
public final class Moments {
  public static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private Moments() {}

  /// So many minutes after [#NOON]; before it if negative.
  public static Instant minute(long minutes) {
    return NOON.plusSeconds(60 * minutes);
  }

  /// The stamp of a change at that minute.
  public static Stamp changedAt(long minutes) {
    return new Stamp(minute(minutes));
  }
}
