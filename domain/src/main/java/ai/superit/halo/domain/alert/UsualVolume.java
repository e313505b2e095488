package ai.superit.halo.domain.alert;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// How many deliveries are received in one hour of the week, in UTC.
///
/// @param received in that hour of earlier weeks; a week of which nothing is known is left out
public record UsualVolume(List<Long> received) {
  /// So many weeks are looked back on.
  public static final int WEEKS = 8;

  /// With fewer weeks nobody knows what is usual.
  public static final int FEWEST = 4;

  private static final Duration WEEK = Duration.ofDays(7);

  public UsualVolume {
    received = List.copyOf(received);
  }

  /// The same hour of the weeks before, the latest first.
  public static List<Instant> sameHours(Instant hour) {
    return IntStream.rangeClosed(1, WEEKS)
        .mapToObj(weeks -> hour.minus(WEEK.multipliedBy(weeks)))
        .toList();
  }

  /// The median, which one odd week does not move; empty if too few weeks are known.
  public OptionalDouble median() {
    if (received.size() < FEWEST) {
      return OptionalDouble.empty();
    }
    var sorted = received.stream().sorted().toList();
    var middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0);
  }
}
