package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Pauses.
record InMemorySyncPauses(Memory memory, InMemoryAuditLog audit) implements SyncPauses {
  private static String json(Instant since) {
    return "{\"paused_at\": \"" + since + "\"}";
  }

  @Override
  public void pause(ConnectionId connection, Instant now) {
    memory.with(state -> {
      if (state.pauses.putIfAbsent(connection, now) == null) {
        audit.record(connection, Optional.empty(), Optional.of(json(now)));
      }
      return true;
    });
  }

  @Override
  public void resume(ConnectionId connection) {
    memory.with(state -> {
      Optional.ofNullable(state.pauses.remove(connection))
          .ifPresent(since -> audit.record(connection, Optional.of(json(since)), Optional.empty()));
      return true;
    });
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
