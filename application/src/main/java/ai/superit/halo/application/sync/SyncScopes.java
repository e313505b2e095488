package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Scope;

/// Which records of each connection are mirrored.
///
/// All methods throw [ai.superit.halo.application.StoreUnavailable] if the store cannot be reached.
public interface SyncScopes {
  /// What was chosen last; [Scope#EVERYTHING] if nobody has chosen.
  Scope scope(ConnectionId connection);

  /// Replaces what was chosen.
  void choose(ConnectionId connection, Scope scope);
}
