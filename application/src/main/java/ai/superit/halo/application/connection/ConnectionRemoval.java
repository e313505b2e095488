package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;

/// Takes connections that are being deleted out of the store, bit by bit.
public interface ConnectionRemoval {
  /// Those whose state is DELETING, whoever began that and whenever.
  List<Connection> awaiting();

  /// Whether there still is something to sign in with.
  boolean hasSecrets(ConnectionId connection);

  /// Forgets secrets and tokens, after which nothing can sign in to the tenant any more. Doing it
  /// twice changes nothing.
  void forgetSecrets(ConnectionId connection);

  /// Removes at most so many rows of each kind of the connection's data. Who listens to its tickets
  /// is told when the last of them is gone.
  ///
  /// @return how many rows were removed; 0 when there are none
  long removeSome(ConnectionId connection, int atMost);

  /// Removes the connection itself, if it is being deleted.
  void forget(ConnectionId connection);
}
