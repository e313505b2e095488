package ai.superit.halo.domain.sync;

/// How a run goes about its resource.
public enum SyncMode {
  /// Reads the whole list, stores what differs and finds what Halo has deleted.
  FULL,
  /// Reads and stores what changed since the latest change that is known.
  INCREMENTAL,
  /// Reads the whole list, and reports how the mirror differs from it instead of storing anything.
  COMPARE
}
