package ai.superit.halo.domain.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.UUID;

/// One run over one resource of one connection, running or ended.
public record SyncRun(
    UUID id,
    ConnectionId connection,
    Resource resource,
    Tally tally,
    Instant startedAt,
    Progress progress) {

  public sealed interface Progress {
    record Running() implements Progress {}

    /// Ended with every record accounted for.
    record Complete(Instant endedAt) implements Progress {}

    /// Ended, but something is missing.
    record Incomplete(Instant endedAt, String gap) implements Progress {}

    /// Could not be finished.
    record Failed(Instant endedAt, String reason) implements Progress {}
  }

  public SyncRun counting(Tally counted) {
    return new SyncRun(id, connection, resource, counted, startedAt, progress);
  }

  public SyncRun ended(Progress how) {
    return new SyncRun(id, connection, resource, tally, startedAt, how);
  }
}
