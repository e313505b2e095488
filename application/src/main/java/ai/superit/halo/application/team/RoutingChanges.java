package ai.superit.halo.application.team;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Set;
import java.util.function.Consumer;

/// Changes links and lets the tickets follow, as one: nobody sees a link without its effect.
public final class RoutingChanges {
  private final Links links;
  private final TicketRoutes routes;
  private final Transactions transactions;

  public RoutingChanges(Links links, TicketRoutes routes, Transactions transactions) {
    this.links = links;
    this.routes = routes;
    this.transactions = transactions;
  }

  /// @param affected the clients whose tickets may change; all if empty
  /// @return how many tickets changed
  long change(ConnectionId connection, Set<ClientId> affected, Consumer<Links> change) {
    return transactions.inTransaction(() -> {
      links.lockForChange(connection);
      change.accept(links);
      return routes.reroute(connection, links.routing(connection), affected);
    });
  }
}
