package ai.superit.halo.benchmarks;

import ai.superit.halo.bootstrap.Demo;
import java.time.Duration;

/// Tickets synced from a tenant whose limit the service has to find out, against what that limit
/// allows at the most: 100 rows with each call. The other lists are read before the tickets, so the
/// window is full when the tickets begin.
final class LimitBenchmark {
  private static final int PAGE = 100;

  static final Demo.Limit LIMIT = new Demo.Limit(10, Duration.ofSeconds(20), false);

  private LimitBenchmark() {}

  static Ratio of(Bench.Target target, int scale) {
    var pages = Math.ceilDiv(target.syncedTickets(), PAGE);
    return new Ratio(
        "pages within a limit",
        pages / seconds(target.syncTime()),
        LIMIT.calls() * scale / seconds(LIMIT.window()),
        "at least 0.95");
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
