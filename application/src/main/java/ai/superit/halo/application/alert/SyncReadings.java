package ai.superit.halo.application.alert;

import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.SyncRun;
import ai.superit.halo.domain.sync.SyncRun.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How the reading of a connection's lists goes.
final class SyncReadings {
  private static final Set<ConnectionStatus.State> LOCKED_OUT =
      Set.of(ConnectionStatus.State.NEEDS_AUTHORIZATION, ConnectionStatus.State.UNAUTHORIZED);

  private static final int POLLS_IN_TROUBLE = 3;

  private final SyncRuns runs;
  private final SyncSchedules schedules;
  private final Schedule otherwise;

  /// @param otherwise the schedule of lists for which nobody has chosen one
  SyncReadings(EvaluateAlerts.Ports ports, Schedule otherwise) {
    this.runs = ports.runs();
    this.schedules = ports.schedules();
    this.otherwise = otherwise;
  }

  /// While a run is under way nobody knows whether it is better than the one before.
  Observed failure(ConnectionId connection) {
    var latest = runs.latest(connection);
    var failed =
        latest.stream()
            .filter(run -> !SyncRuns.isBrokenOff(run))
            .sorted(Comparator.comparing(SyncRun::resource))
            .flatMap(run -> reason(run).map(reason -> run.resource() + ": " + reason).stream())
            .toList();
    if (!failed.isEmpty()) {
      return Observed.fact(true, "The last run was not complete. " + String.join("; ", failed));
    }
    var unpolled = pollsInTrouble(connection);
    if (!unpolled.isEmpty()) {
      return Observed.fact(true, "Polls keep failing. " + String.join("; ", unpolled));
    }
    return latest.stream().anyMatch(run -> run.progress() instanceof Progress.Running)
        ? Observed.unknown("A run is under way.")
        : Observed.fact(false, "All last runs and polls are complete.");
  }

  /// One poll that fails is made up for by the next.
  private List<String> pollsInTrouble(ConnectionId connection) {
    return schedules.planned(connection).stream()
        .filter(planned -> planned.chosen().orElse(otherwise).isPolled())
        .flatMap(planned ->
            planned.lastPoll().stream()
                .filter(poll -> poll.troubles() >= POLLS_IN_TROUBLE)
                .map(poll -> planned.resource() + ": " + poll.detail()))
        .toList();
  }

  private static Optional<String> reason(SyncRun run) {
    return switch (run.progress()) {
      case Progress.Running _, Progress.Complete _ -> Optional.empty();
      case Progress.Incomplete(_, var gap) -> Optional.of(gap);
      case Progress.Failed(_, var reason) ->
          reason.equals(SyncRuns.SILENT) ? Optional.empty() : Optional.of(reason);
    };
  }

  /// A list that was never read to its end has no age: that is a run which failed.
  Observed staleness(ConnectionId connection, Instant now) {
    var oldest =
        schedules.planned(connection).stream()
            .filter(planned -> planned.chosen().orElse(otherwise).isCompared())
            .flatMap(planned -> runs.lastCompleteStart(connection, planned.resource()).stream())
            .min(Comparator.naturalOrder());
    return oldest
        .map(since -> Duration.between(since, now))
        .map(age ->
            Observed.level(
                age.toMinutes() / 60.0,
                1,
                "A list that is compared every night was last read to its end %d hours ago."
                    .formatted(age.toHours())))
        .orElseGet(() -> Observed.unknown("No list is compared every night."));
  }

  static Observed authorization(Connection connection) {
    var status = connection.status();
    var detail = status.detail().isEmpty() ? "HaloPSA lets the service in." : status.detail();
    return Observed.fact(LOCKED_OUT.contains(status.state()), detail);
  }
}
