package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeliveryInbox.State;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.SQLException;

/// How the inbox of a connection stands. It is asked for every minute and more often, so that it
/// reads only so many rows, however many wait. Numbers grow with time, but not within a batch: the
/// oldest is among the first.
final class InboxState {
  private InboxState() {}

  static Query of(ConnectionId connection) {
    var id = connection.value();
    return Query.of(
        """
        with recursive strands (strand) as (
          (select strand from delivery_arrival where connection_id = ? order by strand limit 1)
          union all
          select next.strand
          from strands
          cross join lateral (
            select strand from delivery_arrival
            where connection_id = ? and strand > strands.strand
            order by strand limit 1
          ) as next
        ), fresh as (
          select coalesce(sum(last_id - first_id + 1), 0)::bigint as count,
            (select min(first.received_at)
             from strands
             cross join lateral (
               select received_at from delivery_arrival
               where connection_id = ? and strand = strands.strand
               order by received_at limit 1
             ) as first) as oldest
          from (
            select first_id, last_id from delivery_arrival where connection_id = ? limit %1$d
          ) as few
        ), open as (
          select count(*) as count,
            least(
              (select min(received_at)
               from (
                 select received_at from delivery_task
                 where connection_id = ? and state = 'OPEN' and replayed_at is null
                 order by delivery_id limit 100
               ) as first),
              (select replayed_at from delivery_task
               where connection_id = ? and state = 'OPEN' and replayed_at is not null
               order by replayed_at limit 1)) as oldest
          from (
            select from delivery_task where connection_id = ? and state = 'OPEN' limit %1$d
          ) as few
        ), dead as (
          select count(*) filter (where state = 'QUARANTINED') as quarantined,
            count(*) filter (where state = 'PARKED') as parked
          from (
            select state from delivery_task
            where connection_id = ? and state in ('QUARANTINED', 'PARKED') limit %1$d
          ) as few
        )
        select open.count + fresh.count, coalesce(total.applied, 0), dead.quarantined, dead.parked,
          coalesce(total.copies, 0), least(open.oldest, fresh.oldest)
        from open
        cross join fresh
        cross join dead
        left join delivery_total total on total.connection_id = ?
        """
            .formatted(State.COUNTED),
        id,
        id,
        id,
        id,
        id,
        id,
        id,
        id,
        id);
  }

  static State read(Row row) throws SQLException {
    return new State(
        row.number(),
        row.number(),
        row.number(),
        row.number(),
        row.number(),
        row.optionalInstant());
  }
}
