package ai.superit.halo.domain.webhook;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How long things took, counted in buckets each of which is wider than the one before by the
/// square root of 2, from 50 ms to 48 hours. Counts of several hours can be added up, which
/// percentiles cannot.
///
/// @param counts by number of the bucket, from 0; buckets that nothing fell into are left out
public record Latencies(Map<Integer, Long> counts) {
  public static final Latencies NONE = new Latencies(Map.of());

  /// The last bucket holds whatever took longer.
  private static final int LAST = 44;

  private static final double FIRST_MILLIS = 50;

  public Latencies {
    counts = Map.copyOf(counts);
  }

  /// The bucket that holds what took so long; a negative time counts as none.
  public static int bucket(Duration latency) {
    var millis = Math.max(latency.toMillis(), 0);
    for (var bucket = 0; bucket < LAST; bucket++) {
      if (millis <= upperMillis(bucket)) {
        return bucket;
      }
    }
    return LAST;
  }

  public Latencies plus(Latencies others) {
    var sum = new TreeMap<>(counts);
    others.counts.forEach((bucket, number) -> sum.merge(bucket, number, Long::sum));
    return new Latencies(sum);
  }

  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /// The time within which this share of all was done, as if those of a bucket were spread evenly
  /// over it.
  ///
  /// @param share above 0, at most 1
  /// @return empty if nothing was counted
  public Optional<Duration> quantile(double share) {
    var wanted = share * total();
    var before = 0L;
    for (var each : new TreeMap<>(counts).entrySet()) {
      var number = each.getValue();
      if (before + number >= wanted) {
        var lower = each.getKey() == 0 ? 0 : upperMillis(each.getKey() - 1);
        var upper = upperMillis(each.getKey());
        var millis = lower + (upper - lower) * (wanted - before) / number;
        return Optional.of(Duration.ofMillis(Math.round(millis)));
      }
      before += number;
    }
    return Optional.empty();
  }

  private static double upperMillis(int bucket) {
    return FIRST_MILLIS * Math.pow(2, bucket / 2.0);
  }
}
