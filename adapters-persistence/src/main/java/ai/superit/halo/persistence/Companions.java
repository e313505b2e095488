package ai.superit.halo.persistence;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// The instances that have told of themselves lately, this one among them. One that falls silent
/// may have died with something untold. Thread-safe.
final class Companions {
  private static final String ALIVE = "alive ";

  /// Several signs of life may come late, or get lost.
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private final Map<String, Long> heard = new HashMap<>();

  static String alive(UUID instance) {
    return ALIVE + instance;
  }

  /// @param now in nanoseconds, as [System#nanoTime] has them
  /// @return whether the notice was about an instance
  synchronized boolean heard(String notice, long now) {
    if (!notice.startsWith(ALIVE)) {
      return false;
    }
    heard.put(notice, now);
    return true;
  }

  /// Whether one has fallen silent since this was asked last.
  synchronized boolean isOneSilent(long now) {
    return heard.values().removeIf(last -> now - last > SILENCE.toNanos());
  }
}
