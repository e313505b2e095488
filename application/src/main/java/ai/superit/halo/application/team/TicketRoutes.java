package ai.superit.halo.application.team;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.RoutingTable;
import java.util.Set;

/// The routes that are stored beside the tickets.
public interface TicketRoutes {
  /// Gives every ticket of these clients the route that the table decides; all clients of the
  /// connection if none is named. All of them at once or, where it fails, none.
  ///
  /// @return how many tickets changed their route
  long reroute(ConnectionId connection, RoutingTable routing, Set<ClientId> clients);
}
