package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Tells an outage from a call that fails now and then: several calls in a row, over a while. Safe
/// for use by many threads.
final class FailedCalls {
  /// Each has failed after all its repetitions.
  static final int CALLS = 3;

  /// Several threads may fail in one moment.
  static final Duration WHILE = Duration.ofSeconds(30);

  /// @param since when the first of them was begun
  record Series(int calls, Instant since) {
    private Series longer() {
      return new Series(calls + 1, since);
    }

    private boolean isOutage(Instant now) {
      return calls >= CALLS && !now.isBefore(since.plus(WHILE));
    }
  }

  private final Map<ConnectionId, Series> failing = new ConcurrentHashMap<>();

  /// Counts a call. Calls are counted anew after an outage was found: if another instance has
  /// reached the tenant since, only what fails after that says anything.
  ///
  /// @param begun when the call was begun
  /// @return the calls that make an outage
  Optional<Series> failed(ConnectionId connection, Instant begun, Instant now) {
    var series = failing.merge(connection, new Series(1, begun), (before, _) -> before.longer());
    return series.isOutage(now) && failing.remove(connection, series)
        ? Optional.of(series)
        : Optional.empty();
  }

  void answered(ConnectionId connection) {
    failing.remove(connection);
  }
}
