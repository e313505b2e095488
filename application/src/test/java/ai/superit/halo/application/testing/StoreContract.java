package ai.superit.halo.application.testing;

import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.testing.ClientBuilder;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.testing.TicketBuilder;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Set;
import java.util.stream.Stream;

/// What all contracts of a store need: the store, and what its records refer to.
public interface StoreContract {
  Source FIRST = Source.run("first");
  Source SECOND = Source.run("second");
  Visibility MANAGERS = new Visibility.Managed(Set.of(new TeamId("managers")));
  Visibility OTHER_MANAGERS = new Visibility.Managed(Set.of(new TeamId("others")));
  Visibility BLUE_AGENT = new Visibility.Member(Set.of(new TeamId("blue")), true);
  Visibility BLUE_ASSISTANT = new Visibility.Member(Set.of(new TeamId("blue")), false);
  Visibility RED_AGENT = new Visibility.Member(Set.of(new TeamId("red")), true);
  Route UNROUTED = new Route.Unrouted(Route.Reason.NO_LINK);
  Route TO_BLUE = new Route.Routed(new TeamId("blue"), Route.Reason.LINK);
  Route TO_RED = new Route.Routed(new TeamId("red"), Route.Reason.LINK);

  /// Empty at the start of each test.
  StoreUnderTest store();

  /// A new connection of the team `managers`.
  default ConnectionId connected(String name) {
    var connection = ConnectionBuilder.aConnection(name).build();
    store().connections().create(connection, new Secret("secret of " + name));
    return connection.id();
  }

  /// The teams `blue` and `red` under `managers`.
  default void teamsExist() {
    store().teams().create(new Team(new TeamId("blue"), new TeamId("managers"), "Blue"));
    store().teams().create(new Team(new TeamId("red"), new TeamId("managers"), "Red"));
  }

  /// Stores the client and links it to the team, for tickets and assets.
  default void linked(ConnectionId connection, long client, String team) {
    clients(connection, ClientBuilder.aClient(client));
    store().links().put(connection, link(client, team));
  }

  default ClientLink link(long client, String team) {
    return new ClientLink(new ClientId(client), new TeamId(team), true, true, true);
  }

  default void clients(ConnectionId connection, ClientBuilder... clients) {
    var rows = Stream.of(clients).map(ClientBuilder::build).toList();
    store().mirror().storeClients(connection, rows, FIRST);
  }

  default void tickets(ConnectionId connection, Route route, TicketBuilder... tickets) {
    var rows = Stream.of(tickets).map(ticket -> new RoutedTicket(ticket.build(), route)).toList();
    store().mirror().storeTickets(connection, rows, FIRST);
  }

  default Key<TicketId> ticket(ConnectionId connection, long id) {
    return new Key<>(connection, new TicketId(id));
  }

  default Key<ClientId> client(ConnectionId connection, long id) {
    return new Key<>(connection, new ClientId(id));
  }

  default Key<AssetId> asset(ConnectionId connection, long id) {
    return new Key<>(connection, new AssetId(id));
  }
}
