package ai.superit.halo.graphql;

import ai.superit.halo.application.connection.CreateConnection;
import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Connections to HaloPSA tenants.
final class ConnectionGraphql {
  private record Tested(ProbeReport report, Optional<Connection> connection, boolean syncStarted) {}

  private ConnectionGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query(
            "haloConnections",
            (session, _) -> session.oversight().connections().list(session.visibility()))
        .query("haloConnection", (session, given) -> find(session, given.requiredText("id")))
        .mutation("createHaloConnection", ConnectionGraphql::create)
        .mutation("testHaloConnection", ConnectionGraphql::test);
    wireConnection(wiring);
    wirePayloads(wiring);
  }

  static Optional<Connection> find(Session session, String id) {
    return GlobalId.connection(id).flatMap(known -> find(session, known));
  }

  /// For whoever wants something done with it.
  static Optional<Connection> findLiving(Session session, String id) {
    return GlobalId.connection(id)
        .flatMap(
            known -> session.oversight().connections().findLiving(session.visibility(), known));
  }

  static Optional<Connection> find(Session session, ConnectionId id) {
    return session.oversight().connections().find(session.visibility(), id);
  }

  private static Payload<Connection> create(Session session, Arguments given) {
    var input = given.object("input");
    var request =
        new CreateConnection.Request(
            input.text("managerTeam").orElse(""),
            input.requiredText("name"),
            input.requiredText("tenantUrl"),
            input.text("authorisationUrl").orElse(""),
            input.text("tenantName").orElse(""),
            input.requiredText("clientId"),
            new Secret(input.text("clientSecret").orElse("")),
            input.choice("grant", Grant.class),
            input.given("capabilities")
                ? RightsGraphql.named(input.list("capabilities"))
                : Capability.ALL);
    return switch (session.useCases().createConnection().create(session.caller(), request)) {
      case CreateConnection.Outcome.Created(var connection) -> Payload.of(connection);
      case CreateConnection.Outcome.Rejected(var problems) -> Payload.rejected(problems, "input");
    };
  }

  private static Payload<Tested> test(Session session, Arguments given) {
    return Payload.calling(() ->
        GlobalId.connection(given.requiredText("connectionId"))
            .flatMap(id ->
                session
                    .useCases()
                    .testConnection()
                    .test(session.caller(), id)
                    .map(report -> {
                      var connection = find(session, id);
                      var isStarted =
                          given.requiredFlag("startSync")
                              && report.passed()
                              && connection.map(tested -> isStarted(session, tested)).orElse(false);
                      return Payload.of(new Tested(report, connection, isStarted));
                    }))
            .orElseGet(Payload::unknownConnection));
  }

  private static boolean isStarted(Session session, Connection connection) {
    if (SyncGraphql.refusal(session, connection).isPresent()) {
      return false;
    }
    session
        .useCases()
        .syncStarter()
        .start(connection.id(), EnumSet.allOf(Resource.class), SyncMode.FULL);
    return true;
  }

  private static void wireConnection(Wiring wiring) {
    wiring
        .type("HaloConnection", Connection.class)
        .read("id", of -> new GlobalId.OfConnection(of.id()).encoded())
        .read("name", Connection::name)
        .read("managerTeam", of -> of.managerTeam().value())
        .read("tenantUrl", of -> of.endpoint().tenant().toString())
        .read("authorisationUrl", of -> of.endpoint().authorisation().toString())
        .read("tenantName", of -> of.endpoint().tenantName())
        .read("clientId", of -> of.endpoint().clientId())
        .read("grant", of -> of.endpoint().grant())
        .read("status", Connection::status)
        .read("createdAt", Connection::createdAt)
        .fetch("discovery", (of, given) -> given.session().oversight().discoveries().find(of.id()))
        .fetch("webhook", (of, given) -> new ReceivingGraphql.Webhook(given.session(), of.id()));
    wiring
        .type("HaloDiscovery", Discovery.class)
        .read("source", Discovery::source)
        .read("issuer", of -> of.issuer().name())
        .read("foundAt", Discovery::at);
    wiring
        .type("HaloConnectionStatus", ConnectionStatus.class)
        .read("state", ConnectionStatus::state)
        .read("detail", ConnectionStatus::detail)
        .read("since", ConnectionStatus::since);
  }

  private static void wirePayloads(Wiring wiring) {
    wiring
        .type("CreateHaloConnectionPayload", Payload.class)
        .read("connection", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("TestHaloConnectionPayload", Payload.class)
        .read("passed", payload -> tested(payload).map(of -> of.report().passed()))
        .read(
            "checks", payload -> tested(payload).map(of -> of.report().checks()).orElse(List.of()))
        .read("connection", payload -> tested(payload).flatMap(Tested::connection))
        .read("syncStarted", payload -> tested(payload).map(Tested::syncStarted).orElse(false))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("ConnectionCheck", ProbeReport.Check.class)
        .read("step", ProbeReport.Check::step)
        .read("result", ProbeReport.Check::result)
        .read("finding", ProbeReport.Check::finding)
        .read("remedy", ProbeReport.Check::remedy);
  }

  private static Optional<Tested> tested(Payload<?> payload) {
    return payload.result().map(Tested.class::cast);
  }
}
