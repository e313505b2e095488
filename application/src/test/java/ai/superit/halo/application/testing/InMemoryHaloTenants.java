package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tenants that tests fill and break; each connection has its own, empty at first.
public final class InMemoryHaloTenants implements HaloTenants {
  private final Map<ConnectionId, InMemoryHaloTenant> tenants = new ConcurrentHashMap<>();

  /// The tenant behind the connection, to be filled and broken.
  public InMemoryHaloTenant of(ConnectionId connection) {
    return tenants.computeIfAbsent(connection, _ -> new InMemoryHaloTenant());
  }

  @Override
  public HaloTenant tenant(ConnectionId connection, Lane lane) {
    return of(connection);
  }
}
