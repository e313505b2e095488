package ai.superit.halo.application.connection;

import java.util.Arrays;

/// When the latest calls to one tenant were granted: how many in each slot of half a second.
///
/// Counts come in two forms, because the newest and the oldest slot are only partly inside a
/// window: never too few for deciding, never too many for learning.
final class CallLog {
  static final long SLOT_MILLIS = 500;

  private final long[] slots;
  private long newest;
  private boolean counted;

  /// @param stored the counts with the newest last; any length, also of another span
  CallLog(long spanMillis, long newest, long[] stored) {
    this.slots = new long[(int) Math.ceilDiv(spanMillis, SLOT_MILLIS) + 2];
    this.newest = newest;
    var kept = Math.min(stored.length, slots.length);
    System.arraycopy(stored, stored.length - kept, slots, slots.length - kept, kept);
  }

  void moveTo(long nowMillis) {
    var steps = Math.clamp(nowMillis / SLOT_MILLIS - newest, 0, slots.length);
    System.arraycopy(slots, steps, slots, 0, slots.length - steps);
    Arrays.fill(slots, slots.length - steps, slots.length, 0);
    newest = Math.max(newest, nowMillis / SLOT_MILLIS);
  }

  void add(long calls) {
    slots[slots.length - 1] += calls;
    counted = true;
  }

  /// Whether calls were counted, so that more than the time has changed.
  boolean isCounted() {
    return counted;
  }

  long atMost(long windowMillis) {
    return sum(Math.ceilDiv(windowMillis, SLOT_MILLIS) + 1);
  }

  long atLeast(long windowMillis) {
    return sum(windowMillis / SLOT_MILLIS);
  }

  /// How long the slots stay as they are if nobody calls.
  static long millisLeft(long nowMillis) {
    return SLOT_MILLIS - Math.floorMod(nowMillis, SLOT_MILLIS);
  }

  long newest() {
    return newest;
  }

  long[] slots() {
    return slots.clone();
  }

  private long sum(long count) {
    var total = 0L;
    for (var i = Math.max(0, slots.length - (int) count); i < slots.length; i++) {
      total += slots[i];
    }
    return total;
  }
}
