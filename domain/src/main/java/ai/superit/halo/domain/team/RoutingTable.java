package ai.superit.halo.domain.team;

import ai.superit.halo.domain.client.ClientId;
import java.util.Map;
import java.util.Optional;

/// Decides which team gets a ticket: the link of its client first, then the connection's default
/// team. A link that is switched off, or leaves tickets out, is a decision too: the default does
/// not override it.
public record RoutingTable(Map<ClientId, ClientLink> links, Optional<TeamId> defaultTeam) {
  public static final RoutingTable EMPTY = new RoutingTable(Map.of(), Optional.empty());

  public RoutingTable {
    links = Map.copyOf(links);
  }

  public Route route(ClientId client) {
    var link = links.get(client);
    if (link == null) {
      return defaultTeam
          .<Route>map(team -> new Route.Routed(team, Route.Reason.DEFAULT_TEAM))
          .orElseGet(() -> new Route.Unrouted(Route.Reason.NO_LINK));
    }
    if (!link.active()) {
      return new Route.Unrouted(Route.Reason.LINK_INACTIVE);
    }
    return link.tickets()
        ? new Route.Routed(link.team(), Route.Reason.LINK)
        : new Route.Unrouted(Route.Reason.LINK_WITHOUT_TICKETS);
  }
}
