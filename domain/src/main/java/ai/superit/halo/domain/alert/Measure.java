package ai.superit.halo.domain.alert;

/// What was measured for a rule.
public sealed interface Measure {
  /// @param value in the unit of the kind; the higher, the worse
  /// @param sample of how many it was made
  record Level(double value, long sample) implements Measure {}

  /// @param bad whether it is certain, whatever the threshold
  record Fact(boolean bad) implements Measure {}

  /// There is nothing to go by.
  record Unknown() implements Measure {}
}
