package ai.superit.halo.domain.alert;

/// When an alert of one kind is due for a connection.
///
/// @param threshold in the unit of the kind; bad is what reaches it
/// @param sample how many have to be there before they are called bad
public record AlertRule(AlertKind kind, boolean enabled, int threshold, int sample) {
  /// Good is only what stays below this part of the threshold.
  private static final double CLEARLY = 0.5;

  public AlertRule {
    var limits = kind.limits();
    if (threshold < limits.least() || threshold > limits.most()) {
      throw new IllegalArgumentException(
          "the threshold of %s is %d to %d, not %d"
              .formatted(kind, limits.least(), limits.most(), threshold));
    }
    if (sample < 0 || sample > (limits.canBeChosen() ? Limits.MOST_SAMPLE : 0)) {
      throw new IllegalArgumentException("no sample of " + kind + " is " + sample);
    }
  }

  /// As it is where nobody has chosen.
  public static AlertRule usual(AlertKind kind) {
    return new AlertRule(kind, true, kind.limits().threshold(), kind.limits().sample());
  }

  public Judgement judge(Measure measure) {
    return switch (measure) {
      case Measure.Fact(var bad) -> bad ? Judgement.BAD : Judgement.GOOD;
      case Measure.Level(var value, var of) -> judge(value, of);
      case Measure.Unknown() -> Judgement.UNCLEAR;
    };
  }

  private Judgement judge(double value, long of) {
    if (value < threshold * CLEARLY) {
      return Judgement.GOOD;
    }
    return value >= threshold && of >= sample ? Judgement.BAD : Judgement.UNCLEAR;
  }
}
