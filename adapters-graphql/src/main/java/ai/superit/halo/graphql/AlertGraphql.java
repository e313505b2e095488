package ai.superit.halo.graphql;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Problem;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.application.alert.ReviewAlerts;
import ai.superit.halo.application.alert.ReviewAlerts.Outcome;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.Alert.Acknowledgement;
import ai.superit.halo.domain.alert.Alert.Said;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is wrong with connections, and when that is said.
final class AlertGraphql {
  private static final Logger LOG = LoggerFactory.getLogger(AlertGraphql.class);

  private record Change(ConnectionId connection, List<Alert> alerts) {}

  private AlertGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("alerts", AlertGraphql::list)
        .query("alertRules", AlertGraphql::rules)
        .mutation("setAlertRule", AlertGraphql::choose)
        .mutation("acknowledgeAlert", AlertGraphql::acknowledge)
        .subscription("alertChanged", AlertGraphql::alertChanged);
    wiring
        .type("Alert", Alert.class)
        .read("id", alert -> alert.id().toString())
        .read("kind", Alert::kind)
        .read("state", Alert::state)
        .read("openedAt", alert -> alert.opened().at())
        .read("summary", alert -> alert.opened().summary())
        .read("advice", alert -> alert.kind().advice())
        .read("acknowledgedBy", alert -> alert.acknowledged().map(Acknowledgement::by))
        .read("acknowledgedAt", alert -> alert.acknowledged().map(Acknowledgement::at))
        .read(
            "note",
            alert ->
                alert.acknowledged().map(Acknowledgement::note).filter(text -> !text.isEmpty()))
        .read("resolvedAt", alert -> alert.resolved().map(Said::at))
        .read("resolution", alert -> alert.resolved().map(Said::summary));
    wiring
        .type("AlertRule", AlertRule.class)
        .read("kind", AlertRule::kind)
        .read("enabled", AlertRule::enabled)
        .read("unit", rule -> rule.kind().limits().unit())
        .read("threshold", rule -> ifChosen(rule, AlertRule::threshold))
        .read("minimumSample", rule -> ifChosen(rule, AlertRule::sample))
        .read("opensAfter", rule -> rule.kind().patience().opensAfter())
        .read("resolvesAfter", rule -> rule.kind().patience().resolvesAfter());
    wiring
        .type("AlertChange", Change.class)
        .read("connectionId", change -> new GlobalId.OfConnection(change.connection()).encoded())
        .read("alerts", Change::alerts);
    ConnectionPage.wire(wiring, "Alert", false);
    wirePayload(wiring, "SetAlertRulePayload", "rule");
    wirePayload(wiring, "AcknowledgeAlertPayload", "alert");
  }

  private static void wirePayload(Wiring wiring, String type, String result) {
    wiring
        .type(type, Payload.class)
        .read(result, payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
  }

  private static Optional<Integer> ifChosen(AlertRule rule, Function<AlertRule, Integer> value) {
    return Optional.of(rule).filter(of -> of.kind().limits().canBeChosen()).map(value);
  }

  private static ConnectionPage<Alert, Long> list(Session session, Arguments given) {
    var connection = connection(session, given);
    var state = given.text("state").map(Alert.State::valueOf);
    var shape =
        new ConnectionPage.Shape<Alert, Long>(
            new Cursors<>(
                session.visibility(), () -> "alerts " + connection + " " + state, Positions.NUMBER),
            Alert::number,
            () -> 0);
    PageArgs<Long> page = given.page(shape.cursors());
    var slice =
        connection
            .map(of -> alerts(session).list(of, state, page))
            .orElseGet(() -> new Slice<Alert>(List.of(), false));
    return ConnectionPage.of(shape, page, slice, Function.identity());
  }

  private static Optional<List<AlertRule>> rules(Session session, Arguments given) {
    return connection(session, given).map(reviewing(session)::rules);
  }

  private static Payload<AlertRule> choose(Session session, Arguments given) {
    var connection = connection(session, given);
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var request =
        new ReviewAlerts.Request(
            given.choice("kind", AlertKind.class),
            given.requiredFlag("enabled"),
            given.optionalNumber("threshold"),
            given.optionalNumber("minimumSample"));
    return payload(
        reviewing(session).choose(session.caller(), connection.get(), request), AlertRule.class);
  }

  private static Payload<Alert> acknowledge(Session session, Arguments given) {
    var connection = connection(session, given);
    if (connection.isEmpty()) {
      return Payload.unknownConnection();
    }
    var note = given.text("note").map(String::strip).orElse("");
    var id = id(given.requiredText("id"));
    if (id.isEmpty()) {
      return Payload.rejected(
          List.of(
              new Problem("id", Problem.Code.NOT_FOUND, "is not one of the connection's alerts")));
    }
    var outcome =
        reviewing(session).acknowledge(session.caller(), connection.get(), id.get(), note);
    if (outcome instanceof Outcome.Acknowledged) {
      LOG.info(
          "event=alert_acknowledged connection={} alert={} by={}",
          connection.get(),
          id.get(),
          session.caller().subject());
    }
    return payload(outcome, Alert.class);
  }

  private static <R> Payload<R> payload(Outcome outcome, Class<R> type) {
    return switch (outcome) {
      case Outcome.Acknowledged(var alert) -> Payload.of(type.cast(alert));
      case Outcome.Chosen(var rule) -> Payload.of(type.cast(rule));
      case Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case Outcome.Rejected(var problems) -> Payload.rejected(problems);
    };
  }

  private static Change alertChanged(Session session, Arguments given) {
    if (!session.caller().isManager()) {
      throw FieldFailure.managersOnly();
    }
    var connection =
        connection(session, given)
            .orElseThrow(() ->
                new FieldFailure(
                    ErrorCode.NOT_FOUND, "`connectionId` names none of your connections."));
    given
        .listening()
        .event(ConnectionId.class, () -> new AlertFeed(session.reads().changes(), connection));
    return new Change(connection, unresolved(session, connection));
  }

  private static List<Alert> unresolved(Session session, ConnectionId connection) {
    return Stream.of(Alert.State.OPEN, Alert.State.ACKNOWLEDGED)
        .map(state ->
            alerts(session)
                .list(connection, Optional.of(state), PageArgs.first(PageArgs.MAX_SIZE))
                .rows())
        .flatMap(List::stream)
        .sorted(Comparator.comparingLong(Alert::number).reversed())
        .toList();
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<ConnectionId> connection(Session session, Arguments given) {
    return ConnectionGraphql.find(session, given.requiredText("connectionId")).map(Connection::id);
  }

  private static Alerts alerts(Session session) {
    return session.oversight().alerting().alerts();
  }

  private static ReviewAlerts reviewing(Session session) {
    return session.oversight().alerting().reviewing();
  }
}
