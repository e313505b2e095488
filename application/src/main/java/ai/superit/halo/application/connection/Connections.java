package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Visibility;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The stored connections. Secrets go in and come out only through [HaloAccounts].
public interface Connections {
  /// Stores a connection with its secret; false, and nothing stored, if the manager team already
  /// has one of that name (compared without regard to case).
  boolean create(Connection connection, Secret clientSecret);

  /// Empty unless the connection exists and the caller may see it.
  Optional<Connection> find(Visibility visibility, ConnectionId id);

  /// As [#find] for whoever wants something done with the connection: one that is being deleted is
  /// as good as gone.
  default Optional<Connection> findLiving(Visibility visibility, ConnectionId id) {
    return find(visibility, id).filter(connection -> !connection.isDeleting());
  }

  /// Those that the caller may see, by name; empty for anybody but a manager.
  List<Connection> list(Visibility visibility);

  /// Those that background work may call, in no particular order: all but those that somebody has
  /// to authorise first, and those that are being deleted.
  List<Connection> all();

  /// All but those that are being deleted, in no particular order.
  List<Connection> living();

  /// Replaces both at once; false, and nothing changed, if the connection is gone or being deleted.
  boolean replaceCredentials(ConnectionId id, String clientId, Secret clientSecret);

  /// Replaces what is asked for when signing in; false, and nothing changed, if the connection is
  /// gone or being deleted.
  ///
  /// @param capabilities at least one
  boolean want(ConnectionId id, Set<Capability> capabilities);

  /// Does nothing if the connection is gone or being deleted.
  void setStatus(ConnectionId id, ConnectionStatus status);

  /// Replaces the status if it is one of some states and has been so since before a moment.
  ///
  /// @param from not DELETING, which nothing ends
  /// @param before later than the status that may be replaced
  /// @return whether it was replaced
  boolean changeStatus(
      ConnectionId id, Set<ConnectionStatus.State> from, Instant before, ConnectionStatus status);
}
