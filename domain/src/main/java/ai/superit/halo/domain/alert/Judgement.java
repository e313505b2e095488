package ai.superit.halo.domain.alert;

/// What a rule says of one measurement.
public enum Judgement {
  BAD,
  /// Neither bad nor clearly good, or nobody knows.
  UNCLEAR,
  GOOD
}
