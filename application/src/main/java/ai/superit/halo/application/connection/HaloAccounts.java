package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.HaloAccess;
import java.util.Optional;

/// What is needed to sign in to a connection's tenant.
public interface HaloAccounts {
  /// Empty if the connection is gone. The secret is decrypted for the caller and must not be kept
  /// longer than the call that needs it.
  ///
  /// @throws SecretUnreadable if this instance was not given the key that sealed it
  Optional<HaloAccess> access(ConnectionId id);
}
