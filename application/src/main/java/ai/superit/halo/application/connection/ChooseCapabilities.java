package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import java.util.Optional;
import java.util.Set;

/// Lets managers choose what is asked of Halo when signing in. Where a person has to consent, it
/// counts from the next authorisation.
public final class ChooseCapabilities {
  private final Connections connections;

  public ChooseCapabilities(Connections connections) {
    this.connections = connections;
  }

  /// @param wanted at least one
  /// @return the connection; empty, and nothing is chosen, if the caller may not see it or it is
  ///   being deleted
  public Optional<Connection> choose(Caller manager, ConnectionId id, Set<Capability> wanted) {
    return connections
        .findLiving(manager.visibility(), id)
        .filter(_ -> connections.want(id, wanted))
        .flatMap(_ -> connections.find(manager.visibility(), id));
  }
}
