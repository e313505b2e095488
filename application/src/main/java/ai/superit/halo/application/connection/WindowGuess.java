package ai.superit.halo.application.connection;

/// One length that the tenant's window may have, and what the answers say about its limit if so.
/// Mutable; belongs to one [TenantBudget].
final class WindowGuess {
  static final int STORED = 5;
  static final long UNKNOWN = -1;

  long windowMillis;
  private boolean possible = true;
  private long limit = UNKNOWN;
  private long best = UNKNOWN;
  private long proven;

  /// @param windowMillis 0 for a length that the tenant itself may name
  WindowGuess(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  boolean isPossible() {
    return possible;
  }

  boolean isKnown() {
    return limit != UNKNOWN;
  }

  /// The calls that we now allow ourselves within the window.
  long limit() {
    return isKnown() ? limit : Long.MAX_VALUE;
  }

  double callsPerMilli() {
    return isKnown() ? (double) limit / windowMillis : Double.MAX_VALUE;
  }

  boolean hasProven(long calls) {
    return calls <= proven - tolerance();
  }

  /// The tenant took a call as the last of so many in the window.
  void accepted(long calls, boolean mayRefute) {
    if (mayRefute && isKnown() && calls > best + tolerance()) {
      possible = false;
    } else if (isKnown()) {
      limit = Math.max(limit, calls);
    }
    proven = Math.max(proven, calls);
  }

  /// A tenant that once took clearly more within this window does not refuse for its sake, unless
  /// somebody else uses up its calls or it has changed its mind.
  boolean contradictsRefusalAt(long calls) {
    return calls < proven - tolerance();
  }

  /// Whether a refusal now would be a contradiction.
  boolean isClear(long calls) {
    return calls + 1 < Math.min(limit(), proven - tolerance());
  }

  /// The tenant itself said what it grants. Said again, it changes nothing while somebody else uses
  /// up a good part of it.
  void stated(long calls, long millis) {
    var said = calls == proven && millis == windowMillis;
    if (!said || limit > calls * 9 / 10) {
      windowMillis = millis;
      possible = true;
      limit = calls;
      best = calls;
      proven = calls;
    }
  }

  void refute() {
    possible = false;
  }

  void refused(long calls) {
    possible = true;
    limit = isKnown() ? Math.min(limit, Math.max(1, calls)) : Math.max(1, calls);
    best = limit;
  }

  /// Refused below what we know to be allowed: somebody else calls too. Half of the way back is
  /// kept in mind, so that it is found again soon if they stop.
  void crowded(long calls) {
    var before = Math.max(best, proven);
    possible = true;
    limit = Math.max(1, calls);
    best = Math.max(limit, (before + limit) / 2);
    proven = limit;
  }

  /// Nothing was refused for a whole window although we used it: dare a little more.
  void raise(double share) {
    if (isKnown()) {
      var step = limit < best ? Math.ceilDiv(best - limit, 2) : (long) (limit * share);
      limit += Math.max(1, step);
      best = Math.max(best, limit);
    }
  }

  private long tolerance() {
    return 2 + proven / 100;
  }

  void write(long[] to, int at) {
    to[at] = possible ? 1 : 0;
    to[at + 1] = limit;
    to[at + 2] = best;
    to[at + 3] = proven;
    to[at + 4] = windowMillis;
  }

  void read(long[] from, int at) {
    possible = from[at] == 1;
    limit = from[at + 1];
    best = from[at + 2];
    proven = from[at + 3];
    windowMillis = from[at + 4];
  }
}
