package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Scope;
import java.util.Optional;

/// Scopes.
record InMemorySyncScopes(Memory memory) implements SyncScopes {
  @Override
  public Scope scope(ConnectionId connection) {
    return memory.with(state -> state.scopes.getOrDefault(connection, Scope.EVERYTHING));
  }

  @Override
  public void choose(ConnectionId connection, Scope scope) {
    memory.with(state -> Optional.ofNullable(state.scopes.put(connection, scope)));
  }
}
