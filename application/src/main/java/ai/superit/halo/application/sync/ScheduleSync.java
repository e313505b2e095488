package ai.superit.halo.application.sync;

import ai.superit.halo.application.Problem;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.team.Caller;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Lets managers choose when a connection is synchronised, and pause it as a whole.
public final class ScheduleSync {
  public static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  public static final Duration SHORTEST_INTERVAL = Duration.ofMinutes(1);

  /// What a manager asks for, unchecked.
  public record Request(
      Set<Resource> resources,
      Schedule.Mode mode,
      int intervalMinutes,
      int nightlyHour,
      String timeZone) {
    public Request {
      resources = Set.copyOf(resources);
    }
  }

  public sealed interface Outcome {
    /// @param connection whose plan it is about
    record Done(Connection connection) implements Outcome {}

    record ConnectionUnknown() implements Outcome {}

    record Rejected(List<Problem> problems) implements Outcome {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  private final Connections connections;
  private final SyncSchedules schedules;
  private final SyncPauses pauses;
  private final InstantSource clock;

  public ScheduleSync(
      Connections connections, SyncSchedules schedules, SyncPauses pauses, InstantSource clock) {
    this.connections = connections;
    this.schedules = schedules;
    this.pauses = pauses;
    this.clock = clock;
  }

  /// The lists are polled at once, if they are polled at all, and then as chosen.
  public Outcome choose(Caller manager, ConnectionId id, Request request) {
    var found = known(manager, id);
    if (found.isEmpty()) {
      return new Outcome.ConnectionUnknown();
    }
    var zone = zone(request.timeZone());
    var problems = problems(request, zone);
    if (!problems.isEmpty()) {
      return new Outcome.Rejected(problems);
    }
    var schedule =
        new Schedule(
            request.mode(),
            Duration.ofMinutes(request.intervalMinutes()),
            request.nightlyHour(),
            zone.orElseThrow());
    schedules.choose(id, request.resources(), schedule);
    return new Outcome.Done(found.get());
  }

  /// Runs that are under way stop before their next call; deliveries are stored and wait.
  public Outcome pause(Caller manager, ConnectionId id) {
    var found = known(manager, id);
    found.ifPresent(connection -> pauses.pause(connection.id(), clock.instant()));
    return outcome(found);
  }

  /// What was stopped or has come meanwhile is taken up within a minute.
  public Outcome resume(Caller manager, ConnectionId id) {
    var found = known(manager, id);
    found.ifPresent(connection -> pauses.resume(connection.id()));
    return outcome(found);
  }

  private Optional<Connection> known(Caller manager, ConnectionId id) {
    return connections.findLiving(manager.visibility(), id);
  }

  private static Outcome outcome(Optional<Connection> found) {
    return found.<Outcome>map(Outcome.Done::new).orElseGet(Outcome.ConnectionUnknown::new);
  }

  private static List<Problem> problems(Request request, Optional<ZoneId> zone) {
    var problems = new ArrayList<Problem>();
    if (request.resources().isEmpty()) {
      problems.add(invalid("resources", "is empty: name at least one"));
    } else if (!PollChanges.POLLED.containsAll(request.resources())) {
      problems.add(
          invalid("resources", "may name " + PollChanges.POLLED + ": the others follow these"));
    }
    var interval = Duration.ofMinutes(request.intervalMinutes());
    if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
      problems.add(
          invalid(
              "intervalMinutes",
              "is %d to %d"
                  .formatted(SHORTEST_INTERVAL.toMinutes(), LONGEST_INTERVAL.toMinutes())));
    }
    if (request.nightlyHour() < 0 || request.nightlyHour() > 23) {
      problems.add(invalid("nightlyHour", "is 0 to 23"));
    }
    if (zone.isEmpty()) {
      problems.add(invalid("timeZone", "is not a time zone: give one such as `Europe/Berlin`"));
    }
    return problems;
  }

  private static Problem invalid(String field, String message) {
    return new Problem(field, Problem.Code.INVALID, message);
  }

  private static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(ZoneId.of(name.strip()));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
