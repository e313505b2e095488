package ai.superit.halo.benchmarks;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How long calls took that began and ended within a span of time; for use by one thread.
final class Samples {
  private final long beginNanos;
  private final long endNanos;
  private long[] nanos = new long[4096];
  private int count;

  Samples(Duration warmUp, Duration counted) {
    beginNanos = System.nanoTime() + warmUp.toNanos();
    endNanos = beginNanos + counted.toNanos();
  }

  private Samples(long beginNanos, long endNanos) {
    this.beginNanos = beginNanos;
    this.endNanos = endNanos;
  }

  /// Empty ones over the same span, for another thread.
  Samples apart() {
    return new Samples(beginNanos, endNanos);
  }

  boolean isOver() {
    return System.nanoTime() - endNanos >= 0;
  }

  void add(long startedNanos) {
    var now = System.nanoTime();
    if (startedNanos - beginNanos >= 0 && now - endNanos <= 0) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = now - startedNanos;
    }
  }

  Figures figures() {
    return figures(List.of(this));
  }

  static Figures figures(List<Samples> parts) {
    var all =
        parts.stream()
            .flatMapToLong(part -> Arrays.stream(part.nanos, 0, part.count))
            .sorted()
            .toArray();
    if (all.length == 0) {
      throw new IllegalStateException("not one call was finished in time");
    }
    var first = parts.getFirst();
    return new Figures(
        all.length / ((first.endNanos - first.beginNanos) / 1e9),
        Duration.ofNanos(all[all.length / 2]),
        Duration.ofNanos(all[(int) (all.length * 0.99)]));
  }
}
