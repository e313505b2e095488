package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.SyncSchedules;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.Schedule;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Schedules in PostgreSQL. What is due stands beside the cursors of polling.
final class PostgresSyncSchedules implements SyncSchedules {
  private final Database database;

  PostgresSyncSchedules(Database database) {
    this.database = database;
  }

  @Override
  public List<Planned> planned(ConnectionId connection) {
    return database.readBare(c -> planned(c, connection)).stream()
        .sorted(Comparator.comparingInt(planned -> PollChanges.POLLED.indexOf(planned.resource())))
        .toList();
  }

  private static List<Planned> planned(Connection c, ConnectionId connection) throws SQLException {
    return Query.of(
            """
            select list.resource,
              case when cursor.due_at < 'epoch' then 'epoch' else cursor.due_at end,
              cursor.comparison_due_at,
              list.resource = any(?::text[]) and coalesce(
                cursor.found_before_at > coalesce(last.received_at, '-infinity'), false),
              cursor.polled_at, cursor.poll_outcome, cursor.poll_detail, cursor.poll_troubles,
              chosen.mode, chosen.interval_seconds, chosen.nightly_hour, chosen.time_zone
            from unnest(?::text[]) as list(resource)
            left join poll_cursor cursor
              on cursor.connection_id = ? and cursor.resource = list.resource
            left join sync_schedule chosen
              on chosen.connection_id = ? and chosen.resource = list.resource
            left join lateral (
              select received_at from delivery
              where connection_id = ? order by delivery_id desc limit 1
            ) as last on true
            """,
            names(PostgresWebhookWatch.events(c, connection).lists()),
            names(Set.copyOf(PollChanges.POLLED)),
            connection.value(),
            connection.value(),
            connection.value())
        .list(c, PostgresSyncSchedules::planned);
  }

  @Override
  public void choose(ConnectionId connection, Set<Resource> resources, Schedule schedule) {
    database.writeBare(c -> {
      Query.of(
              """
              insert into sync_schedule (connection_id, resource, mode, interval_seconds,
                nightly_hour, time_zone)
              select ?, resource, ?, ?, ?, ? from unnest(?::text[]) as list(resource)
              on conflict (connection_id, resource) do update
              set mode = excluded.mode, interval_seconds = excluded.interval_seconds,
                nightly_hour = excluded.nightly_hour, time_zone = excluded.time_zone
              """,
              connection.value(),
              schedule.mode().name(),
              schedule.interval().toSeconds(),
              (long) schedule.nightlyHour(),
              schedule.zone().getId(),
              names(resources))
          .write(c);
      return Query.of(
              """
              update poll_cursor set due_at = '-infinity', comparison_due_at = null
              where connection_id = ? and resource = any(?::text[])
              """,
              connection.value(),
              names(resources))
          .write(c);
    });
  }

  @Override
  public boolean claimComparison(
      ConnectionId connection, Resource resource, Instant now, Instant next) {
    return database.writeBare(c -> {
      var wasDue = plan("comparison_due_at <= ?", connection, resource, next, now).write(c) == 1;
      if (wasDue) {
        Query.of(
                """
                insert into sync_wish (connection_id, resource, wished_at)
                select ?, resource, ? from unnest(?::text[]) as wanted(resource)
                on conflict (connection_id, resource, mode) do nothing
                """,
                connection.value(),
                now,
                names(SyncSchedules.readTogether(resource)))
            .write(c);
      } else {
        plan("comparison_due_at is null", connection, resource, next).write(c);
      }
      return wasDue;
    });
  }

  @Override
  public void polled(
      ConnectionId connection, Resource resource, Instant at, PollOutcome outcome, String detail) {
    var query =
        Query.of(
            """
            update poll_cursor
            set polled_at = ?, poll_outcome = ?, poll_detail = ?,
              poll_troubles = case when ? then 0 else poll_troubles + 1 end
            where connection_id = ? and resource = ?
            """,
            at,
            outcome.name(),
            detail,
            outcome == PollOutcome.READ,
            connection.value(),
            resource.name());
    database.writeBare(query::write);
  }

  @Override
  public void found(ConnectionId connection, Resource resource, Instant now) {
    var query =
        Query.of(
            """
            update poll_cursor set found_before_at = found_at, found_at = ?
            where connection_id = ? and resource = ?
            """,
            now,
            connection.value(),
            resource.name());
    database.writeBare(query::write);
  }

  private static Query plan(
      String condition,
      ConnectionId connection,
      Resource resource,
      Instant next,
      Object... values) {
    return Query.of(
            "update poll_cursor set comparison_due_at = ? where connection_id = ? and resource = ? and",
            next,
            connection.value(),
            resource.name())
        .add(condition, values);
  }

  private static Planned planned(Row row) throws SQLException {
    var resource = Resource.valueOf(row.text());
    var pollDueAt = row.optionalInstant();
    var comparisonDueAt = row.optionalInstant();
    var silent = row.flag();
    var lastPoll = lastPoll(row);
    var mode = row.optionalText();
    var chosen =
        mode.isEmpty()
            ? Optional.<Schedule>empty()
            : Optional.of(
                new Schedule(
                    Schedule.Mode.valueOf(mode.get()),
                    Duration.ofSeconds(row.number()),
                    (int) row.number(),
                    ZoneId.of(row.text())));
    return new Planned(resource, chosen, pollDueAt, comparisonDueAt, silent, lastPoll);
  }

  private static Optional<LastPoll> lastPoll(Row row) throws SQLException {
    var at = row.optionalInstant();
    var outcome = row.optionalText();
    var detail = row.optionalText();
    var troubles = row.optionalNumber();
    return at.map(ended ->
        new LastPoll(
            ended,
            PollOutcome.valueOf(outcome.orElseThrow()),
            detail.orElse(""),
            troubles.orElse(0L)));
  }

  private static String[] names(Set<Resource> resources) {
    return resources.stream().map(Resource::name).sorted().toArray(String[]::new);
  }
}
