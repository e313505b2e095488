package ai.superit.halo.application.testing;

import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.application.team.TicketRoutes;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.RoutingTable;
import ai.superit.halo.domain.team.TeamId;
import java.util.HashMap;
import java.util.Optional;
import java.util.Set;

/// Links, and the routes that follow from them. Transactions run one after the other here, so the
/// locks need nothing of their own.
record InMemoryLinks(Memory memory) implements Links, TicketRoutes {
  @Override
  public void put(ConnectionId connection, ClientLink link) {
    memory.with(
        state -> Optional.ofNullable(state.links.put(new Key<>(connection, link.client()), link)));
  }

  @Override
  public boolean remove(ConnectionId connection, ClientId client) {
    return memory.with(state -> state.links.remove(new Key<>(connection, client)) != null);
  }

  @Override
  public void setDefaultTeam(ConnectionId connection, Optional<TeamId> team) {
    memory.with(state -> {
      team.ifPresentOrElse(
          to -> state.defaultTeams.put(connection, to),
          () -> state.defaultTeams.remove(connection));
      return team;
    });
  }

  @Override
  public Optional<ClientLink> find(ConnectionId connection, ClientId client) {
    return memory.with(
        state -> Optional.ofNullable(state.links.get(new Key<>(connection, client))));
  }

  @Override
  public RoutingTable routing(ConnectionId connection) {
    return memory.with(state -> {
      var links = new HashMap<ClientId, ClientLink>();
      state.links.forEach((key, link) -> {
        if (key.connection().equals(connection)) {
          links.put(key.id(), link);
        }
      });
      return new RoutingTable(links, Optional.ofNullable(state.defaultTeams.get(connection)));
    });
  }

  @Override
  public void lockForChange(ConnectionId connection) {
    memory.with(state -> state.accounts.containsKey(connection));
  }

  @Override
  public long reroute(ConnectionId connection, RoutingTable routing, Set<ClientId> clients) {
    return memory.with(state -> {
      memory.changed(connection, ChangeNotices.Listener::missed);
      var changed = 0L;
      for (var ticket : state.tickets.entrySet()) {
        var client = ticket.getValue().value().parties().client();
        if (ticket.getKey().connection().equals(connection)
            && (clients.isEmpty() || clients.contains(client))) {
          var beside = state.besideTickets.get(ticket.getKey());
          var route = routing.route(client);
          if (beside != null && !beside.route().equals(route)) {
            state.besideTickets.put(
                ticket.getKey(), new State.Beside(route, beside.assets(), beside.tag()));
            changed++;
          }
        }
      }
      return changed;
    });
  }
}
