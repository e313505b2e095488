package ai.superit.halo.domain.alert;

/// How it stands with an alert of one kind, from one evaluation to the next.
///
/// @param open whether there is an alert that is not resolved
/// @param streak how many evaluations in a row spoke for the opposite
public record Standing(boolean open, int streak) {
  /// Nothing is wrong.
  public static final Standing QUIET = new Standing(false, 0);

  /// Opens and ends only by an unbroken row of judgements: what hovers about the threshold changes
  /// nothing.
  public Standing after(Judgement judgement, Patience patience) {
    if (judgement != (open ? Judgement.GOOD : Judgement.BAD)) {
      return new Standing(open, 0);
    }
    var enough = open ? patience.resolvesAfter() : patience.opensAfter();
    return streak + 1 >= enough ? new Standing(!open, 0) : new Standing(open, streak + 1);
  }
}
