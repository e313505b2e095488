package ai.superit.halo.application.alert;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.alert.Alert;
import ai.superit.halo.domain.alert.AlertKind;
import ai.superit.halo.domain.alert.AlertRule;
import ai.superit.halo.domain.alert.Limits;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Caller;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// Lets managers see alerts, take them on, and choose when they open.
public final class ReviewAlerts {
  /// What a manager asks for, unchecked.
  ///
  /// @param threshold empty for the usual one
  /// @param sample empty for the usual one
  public record Request(
      AlertKind kind, boolean enabled, Optional<Integer> threshold, Optional<Integer> sample) {}

  public sealed interface Outcome {
    /// @param alert as it stands now
    record Acknowledged(Alert alert) implements Outcome {}

    record Chosen(AlertRule rule) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /// How much may be said about an alert.
  private static final int LONGEST_NOTE = 1_000;

  private final Connections connections;
  private final Alerts alerts;
  private final InstantSource clock;

  public ReviewAlerts(Connections connections, Alerts alerts, InstantSource clock) {
    this.connections = connections;
    this.alerts = alerts;
    this.clock = clock;
  }

  /// The rules of a connection that the caller may see, one of each kind.
  public List<AlertRule> rules(ConnectionId connection) {
    var chosen = alerts.chosenRules(connection);
    return Stream.of(AlertKind.values())
        .map(kind -> chosen.getOrDefault(kind, AlertRule.usual(kind)))
        .toList();
  }

  /// Counts from the next evaluation on.
  public Outcome choose(Caller manager, ConnectionId connection, Request request) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var problems = problems(request);
    if (!problems.isEmpty()) {
      return new Outcome.Rejected(problems);
    }
    var limits = request.kind().limits();
    var rule =
        new AlertRule(
            request.kind(),
            request.enabled(),
            request.threshold().orElse(limits.threshold()),
            request.sample().orElse(limits.sample()));
    alerts.choose(connection, rule);
    return new Outcome.Chosen(rule);
  }

  /// @param note at most 1,000 characters; may be empty
  public Outcome acknowledge(Caller manager, ConnectionId connection, UUID id, String note) {
    if (connections.findLiving(manager.visibility(), connection).isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    if (note.length() > LONGEST_NOTE) {
      return rejected("note", Problem.Code.INVALID, "has at most " + LONGEST_NOTE + " characters");
    }
    var acknowledgement = new Alert.Acknowledgement(manager.subject(), clock.instant(), note);
    var done = alerts.acknowledge(connection, id, acknowledgement);
    return alerts
        .find(connection, id)
        .<Outcome>map(alert ->
            done
                ? new Outcome.Acknowledged(alert)
                : rejected("id", Problem.Code.CONFLICT, "is of an alert that is resolved"))
        .orElseGet(
            () -> rejected("id", Problem.Code.NOT_FOUND, "is not one of the connection's alerts"));
  }

  private static List<Problem> problems(Request request) {
    var limits = request.kind().limits();
    var problems = new ArrayList<Problem>();
    request
        .threshold()
        .filter(threshold -> threshold < limits.least() || threshold > limits.most())
        .ifPresent(_ -> problems.add(outside("threshold", limits, limits.least(), limits.most())));
    request
        .sample()
        .filter(sample -> sample < 0 || sample > (limits.canBeChosen() ? Limits.MOST_SAMPLE : 0))
        .ifPresent(_ -> problems.add(outside("minimumSample", limits, 0, Limits.MOST_SAMPLE)));
    return problems;
  }

  private static Problem outside(String field, Limits limits, int least, int most) {
    var message =
        limits.canBeChosen()
            ? "is %d to %d for this kind, in %s".formatted(least, most, limits.unit())
            : "cannot be chosen for this kind: leave it out";
    return new Problem(field, Problem.Code.INVALID, message);
  }

  private static Outcome rejected(String field, Problem.Code code, String message) {
    return new Outcome.Rejected(List.of(new Problem(field, code, message)));
  }
}
