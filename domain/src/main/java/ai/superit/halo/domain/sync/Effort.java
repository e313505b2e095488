package ai.superit.halo.domain.sync;

import java.time.Instant;
import java.util.Optional;

/// What a run has cost so far, and what it is expected to take.
///
/// @param calls sent to Halo, those that were repeated included
/// @param predictedFinish when the run is expected to end, as last reckoned; empty before Halo has
///   said how many rows there are, and where that cannot be known
public record Effort(long calls, Optional<Instant> predictedFinish) {
  public static final Effort NONE = new Effort(0, Optional.empty());
}
