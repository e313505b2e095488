package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Optional;

/// What was found out about where tenants let us sign in.
public interface Discoveries {
  /// Keeps the latest, and makes it the place where the connection signs in; false, and nothing
  /// changed, if the connection is gone or being deleted.
  boolean keep(ConnectionId connection, Discovery found);

  /// Empty if nothing was found yet.
  Optional<Discovery> find(ConnectionId connection);
}
