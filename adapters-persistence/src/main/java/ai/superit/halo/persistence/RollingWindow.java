package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.persistence.PersistenceConfig.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/// The calls that were granted within the last window, in slots of equal length, the newest last.
/// The slots together are a little longer than the window, so that no span of its length ever holds
/// more calls than the limit.
final class RollingWindow {
  static final int SLOTS = 60;
  private static final long MOST_RECKONED = 20_000;

  private final RateLimit limit;
  private final long slotMillis;
  private final long newestSlot;
  private final Long[] granted;

  private RollingWindow(RateLimit limit, long newestSlot, Long[] granted) {
    this.limit = limit;
    this.slotMillis = slotMillis(limit);
    this.newestSlot = newestSlot;
    this.granted = granted;
  }

  /// What was stored, moved on to the present.
  static RollingWindow at(Instant now, RateLimit limit, long storedSlot, Long[] stored) {
    var newest = Math.max(storedSlot, now.toEpochMilli() / slotMillis(limit));
    var granted = new Long[SLOTS];
    for (int i = 0; i < SLOTS; i++) {
      var before = newest - storedSlot + i;
      granted[i] = before < stored.length ? stored[(int) before] : 0L;
    }
    return new RollingWindow(limit, newest, granted);
  }

  static Long[] empty() {
    var granted = new Long[SLOTS];
    Arrays.fill(granted, 0L);
    return granted;
  }

  long newestSlot() {
    return newestSlot;
  }

  Long[] granted() {
    return granted.clone();
  }

  /// Counts one call, or says how long to wait until there may be room for it.
  Duration acquire(Lane lane, Instant now) {
    var excess = total() - share(lane) + 1;
    if (excess <= 0) {
      granted[SLOTS - 1]++;
      return Duration.ZERO;
    }
    var oldest = 0;
    for (long freed = granted[0]; freed < excess && oldest < SLOTS - 1; freed += granted[oldest]) {
      oldest++;
    }
    var leavesAt = (newestSlot + oldest + 1) * slotMillis;
    return Duration.ofMillis(Math.max(1, leavesAt - now.toEpochMilli()));
  }

  private long total() {
    var total = 0L;
    for (var slot : granted) {
      total += slot;
    }
    return total;
  }

  /// How long it takes until so many calls are counted, each at least `pace` after the one before.
  /// Very many are reckoned from a part of them. This window stays as it is.
  Duration timeFor(Lane lane, Instant now, long calls, Duration pace) {
    var part = Math.min(calls, MOST_RECKONED);
    var window = at(now, limit, newestSlot, granted);
    var moment = now;
    for (long call = 0; call < part; call++) {
      moment = call == 0 ? moment : moment.plus(pace);
      window = at(moment, limit, window.newestSlot, window.granted);
      for (var wait = window.acquire(lane, moment); !wait.isZero(); ) {
        moment = moment.plus(wait);
        window = at(moment, limit, window.newestSlot, window.granted);
        wait = window.acquire(lane, moment);
      }
    }
    var reckoned = Duration.between(now, moment);
    return part == calls ? reckoned : reckoned.multipliedBy(calls).dividedBy(part);
  }

  /// What a lane leaves free is there for those before it.
  private long share(Lane lane) {
    var percent =
        switch (lane) {
          case PERSON -> 100;
          case REREAD -> 97;
          case POLL -> 90;
          case BACKFILL -> 80;
        };
    return Math.max(1, (long) limit.calls() * percent / 100);
  }

  private static long slotMillis(RateLimit limit) {
    return Math.ceilDiv(limit.window().toMillis(), SLOTS - 1);
  }
}
