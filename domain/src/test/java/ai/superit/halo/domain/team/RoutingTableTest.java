package ai.superit.halo.domain.team;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.team.Route.Reason;
import ai.superit.halo.domain.team.Route.Routed;
import ai.superit.halo.domain.team.Route.Unrouted;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoutingTableTest {
  private static final ClientId CLIENT = new ClientId(1);
  private static final TeamId BLUE = new TeamId("blue");
  private static final TeamId RED = new TeamId("red");

  @Test
  void the_link_of_the_client_decides() {
    assertThat(table(true, true).route(CLIENT)).isEqualTo(new Routed(BLUE, Reason.LINK));
  }

  @Test
  void the_default_team_gets_what_has_no_link() {
    assertThat(table(true, true).route(new ClientId(2)))
        .isEqualTo(new Routed(RED, Reason.DEFAULT_TEAM));
  }

  @Test
  void nobody_gets_what_has_neither() {
    assertThat(RoutingTable.EMPTY.route(CLIENT)).isEqualTo(new Unrouted(Reason.NO_LINK));
  }

  @Test
  void the_default_team_does_not_override_a_link_that_is_off_or_leaves_tickets_out() {
    assertThat(table(true, false).route(CLIENT)).isEqualTo(new Unrouted(Reason.LINK_INACTIVE));
    assertThat(table(false, true).route(CLIENT))
        .isEqualTo(new Unrouted(Reason.LINK_WITHOUT_TICKETS));
  }

  @Test
  void every_route_says_why_and_names_its_team() {
    var random = new Random(3);
    for (int i = 0; i < 200; i++) {
      var route = table(random.nextBoolean(), random.nextBoolean()).route(client(random));

      assertThat(route.explanation()).endsWith(".");
      route.team().ifPresent(team -> assertThat(route.explanation()).contains(team.value()));
    }
  }

  private static ClientId client(Random random) {
    return new ClientId(random.nextInt(1, 3));
  }

  private static RoutingTable table(boolean tickets, boolean active) {
    var link = new ClientLink(CLIENT, BLUE, tickets, true, active);
    return new RoutingTable(Map.of(CLIENT, link), Optional.of(RED));
  }
}
