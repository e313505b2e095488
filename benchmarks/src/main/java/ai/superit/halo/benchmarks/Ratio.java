package ai.superit.halo.benchmarks;

/// One line of a result: what was measured, against what, and how they compare.
record Ratio(String name, double ours, double reference, String aim) {
  double value() {
    return ours / reference;
  }

  @Override
  public String toString() {
    return "%-28s %10.0f/s against %10.0f/s  = %5.2f  (%s)"
        .formatted(name, ours, reference, value(), aim);
  }
}
