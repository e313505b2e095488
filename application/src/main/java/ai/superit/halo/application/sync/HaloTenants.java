package ai.superit.halo.application.sync;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.ConnectionId;

/// The tenants behind the connections.
public interface HaloTenants {
  /// A view of the connection's tenant whose calls wait in the given lane. Makes no call itself.
  HaloTenant tenant(ConnectionId connection, Lane lane);

  /// Opens what it takes to sign in, and makes no call. Does nothing where there is no secret.
  ///
  /// @throws SecretUnreadable if this instance cannot; another may
  default void unlock(ConnectionId connection) {}
}
