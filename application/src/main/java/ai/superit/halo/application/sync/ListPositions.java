package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Where the readings of lists stand, so that a run goes on where another was killed. One position
/// for each connection and resource.
///
/// Both methods that write throw [ai.superit.halo.application.StoreUnavailable] if the store cannot
/// be reached.
public interface ListPositions {
  /// How long a position can be gone on from.
  Duration VALID = Duration.ofHours(6);

  /// Replaces the position of the run's resource; does nothing if the run does not run any more.
  void save(SyncRun run, ListPosition position, Instant now);

  /// Empty if none was saved within [#VALID], or if the connection has since become one to another
  /// address, or as another application, which may see other records.
  Optional<ListPosition> find(ConnectionId connection, Resource resource, Instant now);

  /// The next reading begins at the first page.
  void forget(ConnectionId connection, Resource resource);
}
