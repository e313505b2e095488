package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.SyncScopes;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Scopes.
record InMemorySyncScopes(Memory memory) implements SyncScopes {
  /// @param chosenAt when other records of these resources were chosen
  record Kept(Scope scope, Map<Resource, Instant> chosenAt) {
    static final Kept NONE = new Kept(Scope.EVERYTHING, Map.of());
  }

  @Override
  public Scope scope(ConnectionId connection) {
    return memory.with(state -> kept(state, connection).scope());
  }

  @Override
  public void choose(ConnectionId connection, Scope scope, Instant now) {
    memory.with(state -> {
      var before = kept(state, connection);
      var chosenAt = new EnumMap<Resource, Instant>(Resource.class);
      chosenAt.putAll(before.chosenAt());
      for (var resource : Resource.values()) {
        if (!scope.isSameFor(resource, before.scope())) {
          chosenAt.put(resource, now);
        }
      }
      return Optional.ofNullable(state.scopes.put(connection, new Kept(scope, chosenAt)));
    });
  }

  static Optional<Instant> chosenAt(State state, ConnectionId connection, Resource resource) {
    return Optional.ofNullable(kept(state, connection).chosenAt().get(resource));
  }

  private static Kept kept(State state, ConnectionId connection) {
    return state.scopes.getOrDefault(connection, Kept.NONE);
  }
}
