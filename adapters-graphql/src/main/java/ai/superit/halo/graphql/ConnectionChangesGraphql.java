package ai.superit.halo.graphql;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.AuthoriseConnection.Offer;
import ai.superit.halo.application.connection.DeleteConnection;
import ai.superit.halo.application.connection.ProbeReport;
import ai.superit.halo.application.connection.ReplaceCredentials;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.graphql.Payload.UserError;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a manager does to a connection that exists: authorise it, give it new credentials, delete
/// it.
final class ConnectionChangesGraphql {
  private record Replacing(ProbeReport report, Optional<Connection> connection) {}

  private ConnectionChangesGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .mutation("startAuthorization", ConnectionChangesGraphql::startAuthorization)
        .mutation(
            "replaceHaloCredentials",
            (session, given) -> Payload.calling(() -> replaceCredentials(session, given)))
        .mutation("deleteHaloConnection", ConnectionChangesGraphql::delete);
    wiring
        .type("StartAuthorizationPayload", Payload.class)
        .read("address", payload -> open(payload).map(of -> of.address().toString()))
        .read("validUntil", payload -> open(payload).map(Offer.Open::until))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("ReplaceHaloCredentialsPayload", Payload.class)
        .read("connection", payload -> replacing(payload).flatMap(Replacing::connection))
        .read(
            "checks",
            payload -> replacing(payload).map(of -> of.report().checks()).orElse(List.of()))
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("DeleteHaloConnectionPayload", Payload.class)
        .read("connection", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Payload<Offer.Open> startAuthorization(Session session, Arguments given) {
    return known(
        given,
        id ->
            switch (session.useCases().authoriseConnection().offer(session.caller(), id)) {
              case Offer.Open open -> Payload.of(open);
              case Offer.ConnectionUnknown() -> Payload.unknownConnection();
              case Offer.NotNeeded() ->
                  Payload.rejected(
                      List.of(
                          new Problem(
                              "connectionId",
                              Problem.Code.CONFLICT,
                              "signs in by client id and secret, so nobody has to authorise it:"
                                  + " test it instead")));
            });
  }

  private static Payload<Replacing> replaceCredentials(Session session, Arguments given) {
    var clientId = given.text("clientId").orElse("");
    var secret = new Secret(given.requiredText("clientSecret"));
    return known(
        given,
        id -> {
          var replacing = session.useCases().replaceCredentials();
          return switch (replacing.replace(session.caller(), id, clientId, secret)) {
            case ReplaceCredentials.Outcome.Replaced(var report) ->
                Payload.of(new Replacing(report, ConnectionGraphql.find(session, id)));
            case ReplaceCredentials.Outcome.NotAccepted(var report) -> notAccepted(report);
            case ReplaceCredentials.Outcome.Rejected(var problems) -> Payload.rejected(problems);
            case ReplaceCredentials.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
          };
        });
  }

  private static Payload<Replacing> notAccepted(ProbeReport report) {
    var message =
        report
            .firstFailure()
            .map(failed -> failed.finding() + " " + failed.remedy())
            .orElse("The test was not completed.");
    return new Payload<>(
        Optional.of(new Replacing(report, Optional.empty())), List.of(UserError.halo(message)));
  }

  private static Payload<Connection> delete(Session session, Arguments given) {
    var name = given.requiredText("name");
    return known(
        given,
        id ->
            switch (session.useCases().deleteConnection().delete(session.caller(), id, name)) {
              case DeleteConnection.Outcome.Noted(var connection) -> Payload.of(connection);
              case DeleteConnection.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
              case DeleteConnection.Outcome.Rejected(var problems) -> Payload.rejected(problems);
            });
  }

  private static <R> Payload<R> known(Arguments given, Function<ConnectionId, Payload<R>> work) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(work)
        .orElseGet(Payload::unknownConnection);
  }

  private static Optional<Offer.Open> open(Payload<?> payload) {
    return payload.result().map(Offer.Open.class::cast);
  }

  private static Optional<Replacing> replacing(Payload<?> payload) {
    return payload.result().map(Replacing.class::cast);
  }
}
