package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Scope;
import java.time.Instant;

/// Which records of each connection are mirrored.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface SyncScopes {
  /// What was chosen last; [Scope#EVERYTHING] if nobody has chosen.
  Scope scope(ConnectionId connection);

  /// Replaces what was chosen. What runs found that began before, over resources of which other
  /// records are left out now, does not count any more: see [SyncRuns#RECHOSEN].
  void choose(ConnectionId connection, Scope scope, Instant now);
}
