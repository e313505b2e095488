package ai.superit.halo.domain.alert;

/// From where on something is bad, and on how much that is judged.
///
/// @param threshold usual one, in the unit
/// @param least the lowest threshold that may be chosen
/// @param most the highest threshold that may be chosen
/// @param sample how many have to be there, usually, before they are judged
public record Limits(Unit unit, int threshold, int least, int most, int sample) {
  /// Of what is so or is not.
  public static final Limits NONE = new Limits(Unit.NONE, 0, 0, 0, 0);

  /// The largest sample that may be chosen.
  public static final int MOST_SAMPLE = 1_000_000;

  /// What a threshold is given in.
  public enum Unit {
    /// There is nothing to choose.
    NONE,
    PERCENT,
    SECONDS,
    HOURS,
    /// So many times what is usual.
    TIMES,
    DELIVERIES
  }

  /// Whether a threshold and a sample can be chosen.
  public boolean canBeChosen() {
    return unit != Unit.NONE;
  }
}
