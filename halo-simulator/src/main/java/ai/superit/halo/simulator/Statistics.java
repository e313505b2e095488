package ai.superit.halo.simulator;

import java.util.Map;

/// What a simulator has done so far. `calls` counts by method and path, with `{id}` for ids.
public record Statistics(
    Map<String, Long> calls,
    long throttled,
    long deliveriesSent,
    long deliveriesFailed,
    long deliveriesLost,
    int deliveriesWaiting) {
  public Statistics {
    calls = Map.copyOf(calls);
  }
}
