package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which connections somebody has paused: nothing of them is synchronised, and deliveries wait.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface SyncPauses {
  /// Does nothing to one that is paused already.
  void pause(ConnectionId connection, Instant now);

  /// Does nothing to one that is not paused.
  void resume(ConnectionId connection);

  /// Empty if it is not paused.
  Optional<Instant> pausedSince(ConnectionId connection);

  Set<ConnectionId> paused();
}
