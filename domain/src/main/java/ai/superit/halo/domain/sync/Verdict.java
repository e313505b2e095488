package ai.superit.halo.domain.sync;

/// Whether a run may be called complete.
public sealed interface Verdict {
  record Complete() implements Verdict {}

  /// @param gap the first thing that does not add up
  record Incomplete(String gap) implements Verdict {}
}
