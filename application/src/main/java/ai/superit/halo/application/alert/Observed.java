package ai.superit.halo.application.alert;

import ai.superit.halo.domain.alert.Measure;

/// What was measured, and how that is said to a person.
///
/// @param summary one sentence with the figures
record Observed(Measure measure, String summary) {
  static Observed fact(boolean bad, String summary) {
    return new Observed(new Measure.Fact(bad), summary);
  }

  static Observed level(double value, long sample, String summary) {
    return new Observed(new Measure.Level(value, sample), summary);
  }

  static Observed unknown(String why) {
    return new Observed(new Measure.Unknown(), why);
  }
}
