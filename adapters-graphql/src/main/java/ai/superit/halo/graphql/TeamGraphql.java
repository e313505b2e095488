package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.team.CreateTeam;
import ai.superit.halo.application.team.LinkClients;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.graphql.Payload.UserError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who asks, teams, and which team gets which client's tickets.
final class TeamGraphql {
  private TeamGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("viewer", (session, _) -> session)
        .query("teams", (session, _) -> teams(session))
        .mutation("createTeam", TeamGraphql::create)
        .mutation("linkClients", TeamGraphql::link)
        .mutation("unlinkClients", TeamGraphql::unlink)
        .mutation("setDefaultTeam", TeamGraphql::setDefault);
    wireTypes(wiring);
    wirePayloads(wiring);
  }

  private static void wireTypes(Wiring wiring) {
    wiring
        .type("Viewer", Session.class)
        .read("role", session -> session.caller().role())
        .read(
            "teamKeys",
            session -> session.caller().teams().stream().map(TeamId::value).sorted().toList())
        .read("teams", TeamGraphql::teams);
    wiring
        .type("Team", Team.class)
        .read("id", team -> new GlobalId.OfTeam(team.id()).encoded())
        .read("key", team -> team.id().value())
        .read("name", Team::name)
        .read("managerTeam", team -> team.managerTeam().value());
  }

  private static void wirePayloads(Wiring wiring) {
    wiring
        .type("CreateTeamPayload", Payload.class)
        .read("team", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("LinkClientsPayload", Payload.class)
        .read("rerouted", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static List<Team> teams(Session session) {
    return session.oversight().teams().list(session.visibility());
  }

  private static Payload<Team> create(Session session, Arguments given) {
    var outcome =
        session
            .useCases()
            .createTeam()
            .create(
                session.caller(),
                given.requiredText("key"),
                given.requiredText("name"),
                given.text("managerTeam").orElse(""));
    return switch (outcome) {
      case CreateTeam.Outcome.Created(var team) -> Payload.of(team);
      case CreateTeam.Outcome.Rejected(var problem) -> Payload.rejected(List.of(named(problem)));
    };
  }

  /// The team's own id is called key, so that nobody takes it for the opaque id.
  private static Problem named(Problem problem) {
    return problem.field().equals("id")
        ? new Problem("key", problem.code(), problem.message())
        : problem;
  }

  private static Payload<Integer> link(Session session, Arguments given) {
    var team = GlobalId.team(given.requiredText("teamId"));
    return team.map(to ->
            change(
                given,
                (connection, clients) ->
                    session
                        .useCases()
                        .linkClients()
                        .link(
                            session.caller(),
                            new LinkClients.Link(
                                connection,
                                clients,
                                to,
                                given.requiredFlag("syncTickets"),
                                given.requiredFlag("syncAssets"),
                                given.requiredFlag("active")))))
        .orElseGet(TeamGraphql::unknownTeam);
  }

  private static Payload<Integer> unlink(Session session, Arguments given) {
    return change(
        given,
        (connection, clients) ->
            session.useCases().linkClients().unlink(session.caller(), connection, clients));
  }

  private static Payload<Integer> setDefault(Session session, Arguments given) {
    var named = given.text("teamId");
    var team = named.flatMap(GlobalId::team);
    if (named.isPresent() != team.isPresent()) {
      return unknownTeam();
    }
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(connection ->
            payload(
                session
                    .useCases()
                    .linkClients()
                    .setDefaultTeam(session.caller(), connection, team)))
        .orElseGet(Payload::unknownConnection);
  }

  private interface Change {
    LinkClients.Outcome make(ConnectionId connection, Set<ClientId> clients);
  }

  private static Payload<Integer> change(Arguments given, Change change) {
    var connection = GlobalId.connection(given.requiredText("connectionId"));
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    return clients(connection.get(), given.list("clientIds"))
        .map(clients -> payload(change.make(connection.get(), clients)))
        .orElseGet(() ->
            Payload.refused(
                UserError.notFound(
                    "clientIds", "holds an id that is not a client of this connection")));
  }

  /// Empty if any of the ids is not one of a client of this connection.
  private static Optional<Set<ClientId>> clients(ConnectionId connection, List<?> ids) {
    var clients = new HashSet<ClientId>();
    for (var id : ids) {
      var key =
          ClientGraphql.key((String) id).filter(client -> client.connection().equals(connection));
      if (key.isEmpty()) {
        return Optional.empty();
      }
      clients.add(key.get().id());
    }
    return Optional.of(clients);
  }

  private static Payload<Integer> payload(LinkClients.Outcome outcome) {
    return switch (outcome) {
      case LinkClients.Outcome.Done(var rerouted) -> Payload.of(Math.toIntExact(rerouted));
      case LinkClients.Outcome.Rejected(var problem) -> Payload.rejected(List.of(problem));
    };
  }

  private static Payload<Integer> unknownTeam() {
    return Payload.refused(UserError.notFound("teamId", "is not one of your teams"));
  }
}
