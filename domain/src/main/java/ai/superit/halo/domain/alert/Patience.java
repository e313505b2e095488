package ai.superit.halo.domain.alert;

/// How many evaluations in a row have to agree.
///
/// @param opensAfter until an alert opens
/// @param resolvesAfter until it is over, which may not come sooner
public record Patience(int opensAfter, int resolvesAfter) {
  /// Of what somebody else has made sure of.
  static final Patience OF_FACTS = new Patience(1, 3);

  /// Of what goes up and down.
  static final Patience OF_LEVELS = new Patience(3, 10);

  public Patience {
    if (opensAfter < 1 || resolvesAfter < opensAfter) {
      throw new IllegalArgumentException(
          "patience of " + opensAfter + " and " + resolvesAfter + ": the second is not the longer");
    }
  }
}
