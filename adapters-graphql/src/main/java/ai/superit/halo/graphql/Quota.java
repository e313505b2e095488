package ai.superit.halo.graphql;

import io.helidon.http.Status;
import java.util.HashMap;
import java.util.Map;

/// How many things of one kind may be open, for one caller and in all. Thread-safe.
final class Quota {
  private final String limit;
  private final int ofCaller;
  private final int inAll;
  private final Map<String, Integer> open = new HashMap<>();
  private int total;

  /// @param limit what a refusal calls it
  Quota(String limit, int ofCaller, int inAll) {
    this.limit = limit;
    this.ofCaller = ofCaller;
    this.inAll = inAll;
  }

  /// @throws Refusal if the caller, or all callers together, have too many open
  synchronized void take(String caller) {
    if (open.getOrDefault(caller, 0) >= ofCaller) {
      throw refusal("of this caller", ofCaller);
    }
    if (total >= inAll) {
      throw refusal("of all callers", inAll);
    }
    open.merge(caller, 1, Integer::sum);
    total++;
  }

  synchronized void giveBack(String caller) {
    open.computeIfPresent(caller, (_, number) -> number == 1 ? null : number - 1);
    total--;
  }

  synchronized int total() {
    return total;
  }

  private Refusal refusal(String whose, int allowed) {
    return Refusal.limit(
        Status.TOO_MANY_REQUESTS_429,
        limit,
        "the number of open " + limit + " " + whose,
        "more",
        Integer.toString(allowed));
  }
}
