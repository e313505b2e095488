package ai.superit.halo.application.team;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.TicketBuilder.aTicket;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.team.LinkClients.Link;
import ai.superit.halo.application.team.LinkClients.Outcome;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LinkClientsTest {
  private static final Caller MANAGER = manager("managers");

  private final InMemoryStore store = new InMemoryStore();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final CreateTeam creating = new CreateTeam(store.teams());
  private final LinkClients linking =
      new LinkClients(
          store.connections(),
          store.clients(),
          store.teams(),
          new RoutingChanges(store.links(), store.routes(), store.transactions()));

  @BeforeEach
  void fill() {
    store.connections().create(acme, new Secret("secret"));
    creating.create(MANAGER, "blue", "Blue", "");
    store
        .mirror()
        .storeClients(
            acme.id(), List.of(aClient(1).build(), aClient(2).build()), Source.reread("test"));
    new StoreTickets(store.mirror(), store.links(), store.transactions())
        .store(
            acme.id(),
            List.of(aTicket(1).build(), aTicket(2).of(2).build(), aTicket(3).build()),
            Source.reread("test"));
  }

  @Test
  void tickets_follow_a_link_and_its_removal() {
    assertThat(linking.link(MANAGER, link("blue", 1))).isEqualTo(new Outcome.Done(2));
    assertThat(linking.link(MANAGER, link("blue", 1))).isEqualTo(new Outcome.Done(0));

    assertThat(linking.unlink(MANAGER, acme.id(), clients(1))).isEqualTo(new Outcome.Done(2));
  }

  @Test
  void tickets_without_a_link_follow_the_default_team() {
    linking.link(MANAGER, link("blue", 1));
    var blue = Optional.of(new TeamId("blue"));

    assertThat(linking.setDefaultTeam(MANAGER, acme.id(), blue)).isEqualTo(new Outcome.Done(1));
    assertThat(linking.setDefaultTeam(MANAGER, acme.id(), Optional.empty()))
        .isEqualTo(new Outcome.Done(1));
  }

  @Test
  void one_unknown_client_keeps_all_from_being_linked() {
    assertRejected(linking.link(MANAGER, link("blue", 1, 9)), "clientIds");
    assertRejected(linking.link(MANAGER, link("blue")), "clientIds");
    assertRejected(linking.unlink(MANAGER, acme.id(), clients(9)), "clientIds");

    assertThat(store.links().routing(acme.id()).links()).isEmpty();
  }

  @Test
  void what_belongs_to_others_is_not_found() {
    creating.create(manager("others"), "red", "Red", "");
    var red = Optional.of(new TeamId("red"));

    assertRejected(linking.link(MANAGER, link("red", 1)), "teamId");
    assertRejected(linking.setDefaultTeam(MANAGER, acme.id(), red), "teamId");
    assertRejected(linking.link(manager("others"), link("red", 1)), "connectionId");
    assertRejected(linking.unlink(manager("others"), acme.id(), clients(1)), "connectionId");
    assertRejected(linking.setDefaultTeam(manager("others"), acme.id(), red), "connectionId");
  }

  @Test
  void a_team_is_created_once_and_under_a_team_of_the_manager() {
    assertThat(creating.create(MANAGER, "red", " Red ", "managers"))
        .isInstanceOf(CreateTeam.Outcome.Created.class);

    assertThat(refusal(MANAGER, "red", "Red", "")).isEqualTo("id");
    assertThat(refusal(MANAGER, "no id", "Red", "")).isEqualTo("id");
    assertThat(refusal(MANAGER, "green", " ", "")).isEqualTo("name");
    assertThat(refusal(MANAGER, "green", "Green", "others")).isEqualTo("managerTeam");
    assertThat(refusal(manager("a", "b"), "green", "Green", "")).isEqualTo("managerTeam");
  }

  private String refusal(Caller manager, String id, String name, String managerTeam) {
    return switch (creating.create(manager, id, name, managerTeam)) {
      case CreateTeam.Outcome.Created(var team) -> "created " + team;
      case CreateTeam.Outcome.Rejected(Problem problem) -> problem.field();
    };
  }

  private Link link(String team, long... clients) {
    return new Link(acme.id(), clients(clients), new TeamId(team), true, true, true);
  }

  private static Set<ClientId> clients(long... ids) {
    return Arrays.stream(ids).mapToObj(ClientId::new).collect(Collectors.toSet());
  }

  private static void assertRejected(Outcome outcome, String field) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Rejected.class,
            rejected -> assertThat(rejected.problem().field()).isEqualTo(field));
  }

  private static Caller manager(String... teams) {
    var ids = Arrays.stream(teams).map(TeamId::new).collect(Collectors.toSet());
    return new Caller("m", Caller.Role.MANAGER, ids);
  }
}
