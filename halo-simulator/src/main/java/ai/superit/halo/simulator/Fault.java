package ai.superit.halo.simulator;

import java.time.Duration;

/// What goes wrong with API calls whose path matches `path` (a `*` stands for anything), with a
/// probability and for so many calls (0 means until cleared). A path with a `?` is compared with
/// path and query, each parameter of which ends in `&`: `/api/tickets?*page_no=50&*`.
public record Fault(
    Effect effect, String path, double probability, int count, int status, Duration delay) {
  /// The ways in which a call can go wrong.
  public enum Effect {
    STATUS,
    DELAY,
    CUT,
    MALFORMED,
    EMPTY,
    HTML,
    /// A redirect to another host.
    REDIRECT,
    /// A list without rows.
    NO_ROWS,
    /// A list whose count is higher than it is.
    COUNT_TOO_HIGH,
    /// A list whose count is lower than it is.
    COUNT_TOO_LOW,
    /// Rows that all have the number 0.
    ZERO_IDS,
    /// A list with other arrays before and after it, of records that are none of its rows.
    SIDE_ARRAYS,
    /// Rows whose `inactive` says neither yes nor no.
    UNREADABLE,
    /// An agent who is in no team.
    NO_TEAMS,
    /// A `Date` header that is ahead by the fault's delay; the answer itself is right.
    CLOCK_AHEAD
  }

  public Fault {
    if (probability <= 0 || probability > 1) {
      throw new ControlException("probability", "must be above 0 and at most 1");
    }
    if (count < 0) {
      throw new ControlException("count", "must be 0 (until cleared) or more");
    }
    if (status < 200 || status > 599) {
      throw new ControlException("status", "must be an HTTP status from 200 to 599");
    }
    if (delay.isNegative()) {
      throw new ControlException("delayMillis", "must not be negative");
    }
  }

  /// The effect on every call until cleared.
  public static Fault always(Effect effect) {
    return new Fault(effect, "*", 1, 0, 500, Duration.ofSeconds(1));
  }

  /// The effect on the next calls only.
  public static Fault next(Effect effect, int count) {
    return new Fault(effect, "*", 1, count, 500, Duration.ofSeconds(1));
  }

  /// Calls that answer with this status.
  public static Fault status(int status) {
    return new Fault(Effect.STATUS, "*", 1, 0, status, Duration.ZERO);
  }

  public Fault onPath(String changed) {
    return new Fault(effect, changed, probability, count, status, delay);
  }

  public Fault withProbability(double changed) {
    return new Fault(effect, path, changed, count, status, delay);
  }

  public Fault times(int changed) {
    return new Fault(effect, path, probability, changed, status, delay);
  }

  public Fault after(Duration changed) {
    return new Fault(effect, path, probability, count, status, changed);
  }
}
