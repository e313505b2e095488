package ai.superit.halo.webhook;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Counts what this instance did not take, by connection and reason. Counting never waits for the
/// store: the counts are told to it from time to time. Thread-safe.
public final class Refusals {
  private static final Duration KEPT = Duration.ofDays(30);

  /// What is counted together.
  public record Kind(ConnectionId connection, Refusal reason) {}

  private static final class Counter {
    private final LongAdder total = new LongAdder();
    private long told;
  }

  private final ConcurrentMap<Kind, Counter> counters = new ConcurrentHashMap<>();
  private final RefusalLog log;

  Refusals(RefusalLog log) {
    this.log = log;
  }

  void count(ConnectionId connection, Refusal reason) {
    counters.computeIfAbsent(new Kind(connection, reason), _ -> new Counter()).total.increment();
    log.refused(connection.toString(), reason.name());
  }

  /// One for a connection that there is not.
  void countUnknown() {
    log.refused("unknown", "UNKNOWN_CONNECTION");
  }

  /// Since the start.
  public Map<Kind, Long> totals() {
    return counters.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().total.sum()));
  }

  /// Adds to the store what was counted since the last time; what it does not take is added the
  /// next time. Also logs how many refusals were left out of the log.
  ///
  /// @throws StoreUnavailable if nothing was added
  public synchronized void tell(RefusedDeliveries store, Instant now) {
    log.tellOfSuppressed();
    var counts = new ArrayList<RefusedDeliveries.Count>();
    counters.forEach((kind, counter) -> {
      var number = counter.total.sum() - counter.told;
      if (number > 0) {
        counts.add(new RefusedDeliveries.Count(kind.connection(), now, kind.reason(), number));
      }
    });
    if (counts.isEmpty()) {
      return;
    }
    store.add(counts);
    for (var count : counts) {
      var counter = counters.get(new Kind(count.connection(), count.reason()));
      if (counter != null) {
        counter.told += count.number();
      }
    }
    store.forgetBefore(now.minus(KEPT));
  }
}
