package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Pauses.
record InMemorySyncPauses(Memory memory) implements SyncPauses {
  @Override
  public void pause(ConnectionId connection, Instant now) {
    memory.with(state -> Optional.ofNullable(state.pauses.putIfAbsent(connection, now)));
  }

  @Override
  public void resume(ConnectionId connection) {
    memory.with(state -> state.pauses.keySet().remove(connection));
  }

  @Override
  public Optional<Instant> pausedSince(ConnectionId connection) {
    return memory.with(state -> Optional.ofNullable(state.pauses.get(connection)));
  }

  @Override
  public Set<ConnectionId> paused() {
    return memory.with(state -> Set.copyOf(state.pauses.keySet()));
  }
}
