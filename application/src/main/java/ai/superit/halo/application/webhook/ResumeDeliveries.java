package ai.superit.halo.application.webhook;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.PageQuery;
import ai.superit.halo.application.sync.SilentTenants;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Notices when a tenant that did not answer does so again. Deliveries that failed meanwhile wait
/// longer each time, and after a long outage for hours: then they are tried at once.
public final class ResumeDeliveries {
  private final SilentTenants silent;
  private final HaloTenants tenants;
  private final DeliveryInbox inbox;
  private final InstantSource clock;
  private final Set<ConnectionId> awaited = ConcurrentHashMap.newKeySet();

  public ResumeDeliveries(
      SilentTenants silent, HaloTenants tenants, DeliveryInbox inbox, InstantSource clock) {
    this.silent = silent;
    this.tenants = tenants;
    this.inbox = inbox;
    this.clock = clock;
  }

  /// To be called every few seconds for each connection; costs a call only while the tenant is
  /// silent, and not more often than it may be tried.
  ///
  /// @return whether the tenant has come back
  public boolean look(ConnectionId connection) {
    if (silent.isSilent(connection)) {
      awaited.add(connection);
      ask(connection);
    }
    if (silent.isSilent(connection) || !awaited.contains(connection)) {
      return false;
    }
    inbox.hasten(connection, clock.instant());
    awaited.remove(connection);
    return true;
  }

  private void ask(ConnectionId connection) {
    try {
      tenants.tenant(connection, Lane.REREAD).countTickets(PageQuery.Section.ALL);
    } catch (HaloUnavailable notYet) {
      // An answer that is no good is one all the same, and whoever made it is not silent any more.
      return;
    }
  }
}
