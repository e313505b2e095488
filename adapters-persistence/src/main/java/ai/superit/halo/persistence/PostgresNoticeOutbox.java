package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Notices that wait, in PostgreSQL.
final class PostgresNoticeOutbox implements NoticeOutbox {
  private static final String NOTICE =
      "n.alert, n.connection_id, n.connection_name, n.kind, n.change, n.noticed_at, n.summary,"
          + " n.advice";

  private final Database database;

  PostgresNoticeOutbox(Database database) {
    this.database = database;
  }

  @Override
  public void post(AlertNotice notice) {
    database.writeBare(c -> {
      if (notice.change() == Change.RESOLVED) {
        endUntold(c, notice);
      }
      return posting(notice).write(c);
    });
  }

  /// Holds on to all openings of the alert, so that none of them is given up meanwhile.
  private static void endUntold(Connection c, AlertNotice end) throws SQLException {
    Query.of(
            """
            update alert_notice
            set state = case when attempts = 0 then 'OVER' else state end,
              finished_at = case when attempts = 0 then ? else finished_at end
            where connection_id = ? and alert = ? and change = 'OPENED' and state = 'WAITING'
            """,
            end.at(),
            end.connection().value(),
            end.alert())
        .write(c);
  }

  private static Query posting(AlertNotice notice) {
    return Query.of(
        """
        insert into alert_notice (connection_id, channel_id, alert, change, connection_name, kind,
          noticed_at, summary, advice, due_at)
        select c.connection_id, c.channel_id, ?, ?, ?, ?, ?, ?, ?, ?
        from alert_channel c
        where c.connection_id = ? and (? or exists (
          select from alert_notice opening
          where opening.connection_id = c.connection_id and opening.channel_id = c.channel_id
            and opening.alert = ? and opening.change = 'OPENED'
            and opening.state in ('WAITING', 'SENT')))
        order by c.created_at
        on conflict (connection_id, channel_id, alert, change) do nothing
        """,
        notice.alert(),
        notice.change().name(),
        notice.connectionName(),
        notice.kind(),
        notice.at(),
        notice.summary(),
        notice.advice(),
        notice.at(),
        notice.connection().value(),
        notice.change() == Change.OPENED,
        notice.alert());
  }

  /// Whoever looks at a channel at the same moment passes it over, and what he saw of it before is
  /// looked at again when the notice is written.
  @Override
  public List<Claimed> claim(int atMost, Duration lease, Instant now) {
    var query =
        Query.of(
            """
            with turn as (
              select c.connection_id, c.channel_id, c.name, c.kind, c.shown, c.created_at,
                next.alert, next.change
              from alert_channel c
              cross join lateral (
                select n.alert, n.change, n.due_at
                from alert_notice n
                where n.connection_id = c.connection_id and n.channel_id = c.channel_id
                  and n.state = 'WAITING' and n.due_at <= ?
                  and (n.change = 'OPENED' or not exists (
                    select from alert_notice opening
                    where opening.connection_id = n.connection_id
                      and opening.channel_id = n.channel_id and opening.alert = n.alert
                      and opening.change = 'OPENED' and opening.state = 'WAITING'))
                order by n.number
                limit 1) next
              where not exists (
                select from alert_notice taken
                where taken.connection_id = c.connection_id and taken.channel_id = c.channel_id
                  and taken.state = 'WAITING' and taken.leased_until > ?)
              order by next.due_at
              limit ?
              for update of c skip locked)
            update alert_notice n
            set attempts = n.attempts + 1, leased_until = ?
            from turn
            where n.connection_id = turn.connection_id and n.channel_id = turn.channel_id
              and n.alert = turn.alert and n.change = turn.change
              and n.state = 'WAITING' and n.due_at <= ? and n.leased_until <= ?
            returning turn.channel_id, turn.name, turn.kind, turn.shown, turn.created_at,
              n.attempts,\
            """,
            now,
            now,
            atMost,
            now.plus(lease),
            now,
            now);
    query.add(NOTICE);
    return database.writeBare(c -> query.list(c, PostgresNoticeOutbox::claimed));
  }

  private static Claimed claimed(Row row) throws SQLException {
    var channel = PostgresAlertChannels.channel(row);
    var attempt = (int) row.number();
    return new Claimed(channel, notice(row), attempt);
  }

  private static AlertNotice notice(Row row) throws SQLException {
    return new AlertNotice(
        row.uuid(),
        row.connection(),
        row.text(),
        row.text(),
        Change.valueOf(row.text()),
        row.instant(),
        row.text(),
        row.text());
  }

  @Override
  public void finish(Claimed claimed, Ending ending, Instant now) {
    database.writeBare(c -> {
      var ended = ended(claimed, ending, now).write(c) > 0;
      if (ended && ending instanceof Ending.GivenUp && claimed.notice().change() == Change.OPENED) {
        endWaiting(c, claimed, now);
      }
      return ended;
    });
  }

  private static Query ended(Claimed claimed, Ending ending, Instant now) {
    var query = Query.of("update alert_notice set leased_until = 'epoch',");
    switch (ending) {
      case Ending.Sent() -> query.add("state = 'SENT', reason = '', finished_at = ?", now);
      case Ending.Retry(var at, var reason) -> query.add("due_at = ?, reason = ?", at, reason);
      case Ending.GivenUp(var reason) ->
          query.add("state = 'GIVEN_UP', reason = ?, finished_at = ?", reason, now);
    }
    return query.add(
        """
        where connection_id = ? and channel_id = ? and alert = ? and change = ?
          and state = 'WAITING' and attempts = ?
        """,
        claimed.notice().connection().value(),
        claimed.channel().id().value(),
        claimed.notice().alert(),
        claimed.notice().change().name(),
        claimed.attempt());
  }

  private static void endWaiting(Connection c, Claimed opening, Instant now) throws SQLException {
    Query.of(
            """
            update alert_notice set state = 'OVER', finished_at = ?
            where connection_id = ? and channel_id = ? and alert = ? and change = 'RESOLVED'
              and state = 'WAITING'
            """,
            now,
            opening.notice().connection().value(),
            opening.channel().id().value(),
            opening.notice().alert())
        .write(c);
  }

  @Override
  public Slice<Untold> untold(ConnectionId connection, PageArgs<Long> page) {
    var query =
        Query.of("select n.number, c.channel_id, c.name, c.kind, c.shown, c.created_at,")
            .add(NOTICE)
            .add(
                """
                , n.attempts, n.reason, case when n.state = 'WAITING' then n.due_at end
                from alert_notice n
                join alert_channel c using (connection_id, channel_id)
                where n.connection_id = ? and n.state in ('WAITING', 'GIVEN_UP')
                """,
                connection.value());
    page.from()
        .ifPresent(from -> query.add("and n.number " + (page.backward() ? "> ?" : "< ?"), from));
    query.add("order by n.number" + (page.backward() ? " asc" : " desc"));
    query.add("limit ?", page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, PostgresNoticeOutbox::untold)));
  }

  private static Untold untold(Row row) throws SQLException {
    var number = row.number();
    var channel = PostgresAlertChannels.channel(row);
    var notice = notice(row);
    var attempts = (int) row.number();
    var reason = row.text();
    Optional<Instant> next = row.optionalInstant();
    return new Untold(number, channel, notice, attempts, reason, next);
  }

  @Override
  public long countUntold(ConnectionId connection) {
    var query =
        Query.of(
            """
            select count(*) from alert_notice
            where connection_id = ? and state in ('WAITING', 'GIVEN_UP')
            """,
            connection.value());
    return database.readBare(query::number);
  }

  @Override
  public int clear(Instant now) {
    var before = now.minus(KEPT);
    var query =
        Query.of(
            """
            delete from alert_notice n
            where n.finished_at < ? and (n.change = 'RESOLVED' or n.state <> 'SENT' or exists (
              select from alert_notice ending
              where ending.connection_id = n.connection_id and ending.channel_id = n.channel_id
                and ending.alert = n.alert and ending.change = 'RESOLVED'
                and ending.finished_at < ?))
            """,
            before,
            before);
    return database.writeBare(query::write);
  }
}
