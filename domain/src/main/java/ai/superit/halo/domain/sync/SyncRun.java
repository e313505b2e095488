package ai.superit.halo.domain.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// One run over one resource of one connection, running or ended.
public record SyncRun(
    UUID id,
    ConnectionId connection,
    Resource resource,
    SyncMode mode,
    Tally tally,
    Effort effort,
    Instant startedAt,
    Progress progress) {

  public sealed interface Progress {
    /// When the run ended; empty while it runs.
    default Optional<Instant> end() {
      return switch (this) {
        case Running _ -> Optional.empty();
        case Complete complete -> Optional.of(complete.endedAt());
        case Incomplete incomplete -> Optional.of(incomplete.endedAt());
        case Failed failed -> Optional.of(failed.endedAt());
      };
    }

    record Running() implements Progress {}

    /// Ended with every record accounted for.
    record Complete(Instant endedAt) implements Progress {}

    /// Ended, but something is missing.
    record Incomplete(Instant endedAt, String gap) implements Progress {}

    /// Could not be finished.
    record Failed(Instant endedAt, String reason) implements Progress {}
  }

  /// A run over the whole list that begins now.
  public static SyncRun begun(ConnectionId connection, Resource resource, Instant now) {
    return begun(connection, resource, SyncMode.FULL, now);
  }

  /// A run that begins now.
  public static SyncRun begun(
      ConnectionId connection, Resource resource, SyncMode mode, Instant now) {
    return new SyncRun(
        UUID.randomUUID(),
        connection,
        resource,
        mode,
        Tally.ZERO,
        Effort.NONE,
        now,
        new Progress.Running());
  }

  /// The part of the expected rows that has arrived, 0 to 1; 1 only for a complete run.
  public double share() {
    if (progress instanceof Progress.Complete) {
      return 1;
    }
    var part = tally.expected() == 0 ? 0 : (double) tally.received() / tally.expected();
    return Math.min(part, 0.99);
  }

  public SyncRun counting(Tally counted) {
    return new SyncRun(id, connection, resource, mode, counted, effort, startedAt, progress);
  }

  public SyncRun costing(Effort spent) {
    return new SyncRun(id, connection, resource, mode, tally, spent, startedAt, progress);
  }

  public SyncRun ended(Progress how) {
    return new SyncRun(id, connection, resource, mode, tally, effort, startedAt, how);
  }
}
