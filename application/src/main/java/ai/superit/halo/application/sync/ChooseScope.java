package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Scope;
import ai.superit.halo.domain.team.Caller;
import java.time.InstantSource;
import java.util.Optional;

/// Lets managers choose which records of a connection are mirrored. A run that is under way begins
/// again; what leaves the scope leaves the mirror with the next run over its list, and what enters
/// it comes with that run.
public final class ChooseScope {
  private final Connections connections;
  private final SyncScopes scopes;
  private final ListPositions positions;
  private final InstantSource clock;

  public ChooseScope(
      Connections connections, SyncScopes scopes, ListPositions positions, InstantSource clock) {
    this.connections = connections;
    this.scopes = scopes;
    this.positions = positions;
    this.clock = clock;
  }

  /// The connection; empty, and nothing is chosen, if the caller may not see it or it is being
  /// deleted.
  public Optional<Connection> choose(Caller manager, ConnectionId id, Scope scope) {
    var found = connections.findLiving(manager.visibility(), id);
    found.ifPresent(connection -> {
      forgetPositions(id);
      scopes.choose(id, scope, clock.instant());
      forgetPositions(id);
    });
    return found;
  }

  /// What was read within another scope is not gone on from, whatever comes in between.
  private void forgetPositions(ConnectionId id) {
    for (var resource : Resource.values()) {
      positions.forget(id, resource);
    }
  }
}
