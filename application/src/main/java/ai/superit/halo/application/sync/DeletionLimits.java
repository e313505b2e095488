package ai.superit.halo.application.sync;

/// How much a run may delete before a person has to look.
///
/// @param share the share of the living records that one run may delete, between 0 and 1
/// @param always as many may be deleted, whatever their share
/// @param reads how many absent records are read by their id unasked
public record DeletionLimits(double share, int always, int reads) {
  public static final DeletionLimits DEFAULT = new DeletionLimits(0.1, 10, 200);

  public DeletionLimits {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("a share is between 0 and 1, not " + share);
    }
  }

  /// How many of so many living records are deleted unasked.
  long most(long living) {
    return Math.max(always, (long) (share * living));
  }
}
