package ai.superit.halo.application.sync;

/// What the mirror has of a record at a moment: another one if anything of its row was changed
/// since, or if it has the record now and had not.
///
/// @param value the store's own; says nothing of which of two is the later one
public record Revision(long value) {
  /// Of a record that the mirror does not have, not even taken out.
  public static final Revision NONE = new Revision(0);
}
