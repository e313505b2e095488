package ai.superit.halo.graphql;

import ai.superit.halo.application.sync.ScheduleSync;
import ai.superit.halo.application.sync.SyncSchedules.LastPoll;
import ai.superit.halo.application.sync.SyncSchedules.Planned;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.sync.Scope;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// When connections are synchronised without being asked.
final class ScheduleGraphql {
  private record Plan(Optional<Instant> pausedSince, List<Item> items, Scope scope) {}

  private record Item(Planned planned, Schedule schedule, boolean paused) {
    Optional<Instant> nextPoll() {
      return paused || !schedule.isPolled() ? Optional.empty() : planned.pollDueAt();
    }

    Optional<Instant> nextComparison() {
      return paused || !schedule.isCompared() ? Optional.empty() : planned.comparisonDueAt();
    }
  }

  private ScheduleGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .mutation("setSyncSchedule", ScheduleGraphql::choose)
        .mutation(
            "pauseSync",
            (session, given) ->
                known(given, id -> session.scheduling().choosing().pause(session.caller(), id)))
        .mutation(
            "resumeSync",
            (session, given) ->
                known(given, id -> session.scheduling().choosing().resume(session.caller(), id)));
    wiring
        .type("SyncPlanPayload", Payload.class)
        .read("connection", payload -> payload.result())
        .read("userErrors", payload -> payload.userErrors());
    wiring
        .type("HaloConnection", Connection.class)
        .fetch("sync", (connection, given) -> plan(given.session(), connection.id()));
    wiring
        .type("SyncPlan", Plan.class)
        .read("pausedSince", Plan::pausedSince)
        .read("schedules", Plan::items)
        .read("scope", Plan::scope);
    wiring
        .type("SyncSchedule", Item.class)
        .read("resource", item -> item.planned().resource())
        .read("mode", item -> item.schedule().mode())
        .read("intervalMinutes", item -> Math.max(1, (int) item.schedule().interval().toMinutes()))
        .read("nightlyHour", item -> item.schedule().nightlyHour())
        .read("timeZone", item -> item.schedule().zone().getId())
        .read("webhooksSilent", item -> item.planned().webhooksSilent())
        .read("lastPolledAt", item -> item.planned().lastPoll().map(LastPoll::at))
        .read("lastPollOutcome", item -> item.planned().lastPoll().map(LastPoll::outcome))
        .read("lastPollGap", item -> item.planned().lastPoll().flatMap(ScheduleGraphql::gap))
        .read(
            "pollsInTrouble",
            item -> item.planned().lastPoll().map(ScheduleGraphql::troubles).orElse(0))
        .read("nextPollAt", Item::nextPoll)
        .read("nextComparisonAt", Item::nextComparison);
  }

  private static Optional<String> gap(LastPoll poll) {
    return Optional.of(poll.detail()).filter(detail -> !detail.isEmpty());
  }

  private static int troubles(LastPoll poll) {
    return Math.toIntExact(poll.troubles());
  }

  private static Plan plan(Session session, ConnectionId connection) {
    session.countNestedList();
    var scheduling = session.scheduling();
    var pausedSince = scheduling.pauses().pausedSince(connection);
    return new Plan(
        pausedSince,
        scheduling.schedules().planned(connection).stream()
            .map(planned ->
                new Item(
                    planned,
                    planned.chosen().orElse(scheduling.otherwise()),
                    pausedSince.isPresent()))
            .toList(),
        scheduling.scopes().scope(connection));
  }

  private static Payload<Connection> choose(Session session, Arguments given) {
    var resources = EnumSet.noneOf(Resource.class);
    given.list("resources").forEach(name -> resources.add(Resource.valueOf((String) name)));
    var request =
        new ScheduleSync.Request(
            resources,
            given.choice("mode", Schedule.Mode.class),
            given.number("intervalMinutes"),
            given.number("nightlyHour"),
            given.requiredText("timeZone"));
    return known(
        given, id -> session.scheduling().choosing().choose(session.caller(), id, request));
  }

  private static Payload<Connection> known(
      Arguments given, Function<ConnectionId, ScheduleSync.Outcome> work) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .map(work)
        .map(ScheduleGraphql::payload)
        .orElseGet(Payload::unknownConnection);
  }

  private static Payload<Connection> payload(ScheduleSync.Outcome outcome) {
    return switch (outcome) {
      case ScheduleSync.Outcome.Done(var connection) -> Payload.of(connection);
      case ScheduleSync.Outcome.ConnectionUnknown() -> Payload.unknownConnection();
      case ScheduleSync.Outcome.Rejected(var problems) -> Payload.rejected(problems);
    };
  }
}
