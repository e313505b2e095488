package ai.superit.halo.benchmarks;

import java.util.Comparator;
import java.util.List;

/// One line of a result: what was measured, against what, and how they compare.
record Ratio(String name, double ours, double reference, String aim) {
  double value() {
    return ours / reference;
  }

  /// The one in the middle of several rounds of the same.
  static Ratio median(List<Ratio> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Ratio::value))
        .skip(rounds.size() / 2)
        .findFirst()
        .orElseThrow();
  }

  @Override
  public String toString() {
    return "%-28s %10.1f/s against %10.1f/s  = %5.3f  (%s)"
        .formatted(name, ours, reference, value(), aim);
  }
}
