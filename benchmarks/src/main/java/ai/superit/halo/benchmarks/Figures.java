package ai.superit.halo.benchmarks;

import java.time.Duration;

/// What a load reached.
record Figures(double perSecond, Duration median, Duration p99) {
  @Override
  public String toString() {
    return "%,9.0f/s  median %6.2f ms  p99 %7.2f ms"
        .formatted(perSecond, median.toNanos() / 1e6, p99.toNanos() / 1e6);
  }
}
