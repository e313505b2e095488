package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.RoutingTable;
import ai.superit.halo.domain.team.TeamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// What every store of links, default teams and routes keeps.
public interface LinksContract extends StoreContract {
  @Test
  default void a_link_replaces_the_one_before() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    var changed = new ClientLink(new ClientId(1), new TeamId("red"), false, true, false);

    store().links().put(acme, changed);

    assertThat(store().links().find(acme, new ClientId(1))).contains(changed);
    assertThat(store().links().routing(acme).links())
        .containsOnly(Map.entry(new ClientId(1), changed));
  }

  @Test
  default void a_link_can_be_removed_once() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");

    assertThat(store().links().remove(acme, new ClientId(1))).isTrue();
    assertThat(store().links().remove(acme, new ClientId(1))).isFalse();

    assertThat(store().links().find(acme, new ClientId(1))).isEmpty();
  }

  @Test
  default void links_of_other_connections_are_not_mixed_in() {
    teamsExist();
    var acme = connected("acme");
    var beta = connected("beta");
    linked(acme, 1, "blue");
    linked(beta, 1, "red");
    store().links().setDefaultTeam(beta, Optional.of(new TeamId("red")));

    assertThat(store().links().routing(acme))
        .isEqualTo(new RoutingTable(Map.of(new ClientId(1), link(1, "blue")), Optional.empty()));
  }

  @Test
  default void a_default_team_is_set_changed_and_taken_away() {
    teamsExist();
    var acme = connected("acme");

    store().links().setDefaultTeam(acme, Optional.of(new TeamId("blue")));
    store().links().setDefaultTeam(acme, Optional.of(new TeamId("red")));
    var set = store().links().routing(acme).defaultTeam();
    store().links().setDefaultTeam(acme, Optional.empty());

    assertThat(set).contains(new TeamId("red"));
    assertThat(store().links().routing(acme)).isEqualTo(RoutingTable.EMPTY);
  }

  @Test
  default void rerouting_counts_the_tickets_whose_route_changed() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    clients(acme, aClient(2));
    tickets(acme, UNROUTED, aTicket(1), aTicket(2), aTicket(3).of(2));

    assertThat(reroute(acme, Set.of())).isEqualTo(2);
    assertThat(reroute(acme, Set.of())).isZero();

    assertThat(routeOf(acme, 1)).isEqualTo(TO_BLUE);
    assertThat(routeOf(acme, 3)).isEqualTo(UNROUTED);
  }

  @Test
  default void rerouting_leaves_other_clients_and_connections_alone() {
    teamsExist();
    var acme = connected("acme");
    var beta = connected("beta");
    linked(acme, 1, "blue");
    linked(acme, 2, "blue");
    tickets(acme, UNROUTED, aTicket(1), aTicket(2).of(2));
    tickets(beta, UNROUTED, aTicket(1));

    assertThat(reroute(acme, Set.of(new ClientId(2)))).isEqualTo(1);

    assertThat(routeOf(acme, 1)).isEqualTo(UNROUTED);
    assertThat(routeOf(acme, 2)).isEqualTo(TO_BLUE);
    assertThat(routeOf(beta, 1)).isEqualTo(UNROUTED);
  }

  @Test
  default void every_route_is_stored_with_its_team_and_reason() {
    teamsExist();
    var acme = connected("acme");
    var routes =
        List.of(
            TO_BLUE,
            new Route.Routed(new TeamId("red"), Route.Reason.DEFAULT_TEAM),
            UNROUTED,
            new Route.Unrouted(Route.Reason.LINK_INACTIVE),
            new Route.Unrouted(Route.Reason.LINK_WITHOUT_TICKETS));
    for (var route : routes) {
      tickets(acme, route, aTicket());

      assertThat(routeOf(acme, 1)).isEqualTo(route);
    }
  }

  @Test
  default void a_changed_reason_alone_counts_as_a_changed_route() {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    tickets(acme, new Route.Routed(new TeamId("blue"), Route.Reason.DEFAULT_TEAM), aTicket());

    assertThat(reroute(acme, Set.of())).isEqualTo(1);

    assertThat(routeOf(acme, 1)).isEqualTo(TO_BLUE);
  }

  /// Between the moment in which a route is decided and the one in which the ticket is stored.
  @Test
  default void a_change_of_links_waits_for_whoever_has_read_the_routing() throws Exception {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    var read = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reader = threads.submit(() -> inTransaction(() -> readAndHold(acme, read, release)));
      assertThat(read.await(10, TimeUnit.SECONDS)).isTrue();
      var writer = threads.submit(() -> inTransaction(() -> store().links().lockForChange(acme)));

      assertThatThrownBy(() -> writer.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      release.countDown();

      reader.get(10, TimeUnit.SECONDS);
      writer.get(10, TimeUnit.SECONDS);
    }
  }

  /// Else it would be stored by the links that are just replaced.
  @Test
  default void whoever_stores_a_ticket_while_links_change_waits_and_goes_by_the_new_ones()
      throws Exception {
    teamsExist();
    var acme = connected("acme");
    linked(acme, 1, "blue");
    var changed = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var storing = new StoreTickets(store().mirror(), store().links(), store().transactions());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var change = threads.submit(() -> inTransaction(() -> changeAndHold(acme, changed, release)));
      assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
      var stored = threads.submit(() -> storing.store(acme, List.of(aTicket().build()), FIRST));

      assertThatThrownBy(() -> stored.get(200, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      release.countDown();

      change.get(10, TimeUnit.SECONDS);
      stored.get(10, TimeUnit.SECONDS);
    }
    assertThat(routeOf(acme, 1)).isEqualTo(TO_RED);
  }

  private void changeAndHold(
      ConnectionId connection, CountDownLatch changed, CountDownLatch release) {
    store().links().lockForChange(connection);
    store().links().put(connection, link(1, "red"));
    changed.countDown();
    hold(release);
  }

  private void readAndHold(ConnectionId connection, CountDownLatch read, CountDownLatch release) {
    assertThat(store().links().routing(connection).links()).hasSize(1);
    read.countDown();
    hold(release);
  }

  private static void hold(CountDownLatch release) {
    try {
      assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void inTransaction(Runnable work) {
    store()
        .transactions()
        .inTransaction(() -> {
          work.run();
          return true;
        });
  }

  private long reroute(ConnectionId connection, Set<ClientId> clients) {
    return store().routes().reroute(connection, store().links().routing(connection), clients);
  }

  private Route routeOf(ConnectionId connection, long id) {
    var key = ticket(connection, id);
    var found = store().tickets().ticketsByKey(MANAGERS, Set.of(key));
    return found.values().iterator().next().route();
  }
}
