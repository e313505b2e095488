package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.domain.connection.ConnectionId;

/// The tenants of all connections, with one budget, session and presence each.
record HttpHaloTenants(BudgetedCalls calls, Sessions sessions, Presence presence)
    implements HaloTenants {
  @Override
  public HaloTenant tenant(ConnectionId connection, Lane lane) {
    return new HttpHaloTenant(new HaloClient(calls, sessions, presence, connection, lane));
  }

  @Override
  public void unlock(ConnectionId connection) {
    sessions.unlock(connection);
  }
}
