package ai.superit.halo.application.sync;

import ai.superit.halo.domain.connection.ConnectionId;

/// Knows which tenants are called only now and then, because they did not answer for a while.
@FunctionalInterface
public interface SilentTenants {
  boolean isSilent(ConnectionId connection);
}
