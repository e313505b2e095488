package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;

/// How workers come by deliveries. Every connection that waits gets an equal part. Bodies are
/// looked up one by one (`offset 0`): a planner whose statistics are old would rather read them
/// all.
final class DeliveryClaims {
  private static final long MAX_BYTES = 16 << 20;

  /// Of one connection, at a time; each is at least one delivery.
  private static final int MAX_ARRIVALS = 64;

  private DeliveryClaims() {}

  /// Makes tasks of the oldest arrivals: about as many as are claimed next, so that a flood costs
  /// its senders nothing. The copies of a delivery stay in the store, but nobody works on them.
  ///
  /// @return counts the arrivals that were taken in
  static Query takeIn(int limit, Set<ConnectionId> except) {
    return parts("delivery_arrival as open where true", limit, except)
        .add(
            """
            , oldest as materialized (
              select arrival.*, wanted.part
              from wanted
              cross join lateral (
                select connection_id, received_at, first_id, last_id
                from delivery_arrival
                where connection_id = wanted.connection_id
                order by received_at, first_id
                limit least(wanted.part, ?)
                for update skip locked
              ) as arrival
            ), counted_up as (
              select *,
                sum(last_id - first_id + 1) over (
                  partition by connection_id order by received_at, first_id
                  rows between unbounded preceding and 1 preceding) as before
              from oldest
            ), taken as (
              delete from delivery_arrival arrival
              using counted_up
              where arrival.connection_id = counted_up.connection_id
                and arrival.received_at = counted_up.received_at
                and arrival.first_id = counted_up.first_id
                and coalesce(counted_up.before, 0) < counted_up.part
              returning arrival.connection_id, arrival.first_id, arrival.last_id
            ), arrived as materialized (
              select d.connection_id, d.delivery_id, d.received_at,
                substr(sha256(d.body), 1, 16) as digest
              from taken
              cross join lateral (
                select * from delivery d
                where d.connection_id = taken.connection_id
                  and d.delivery_id between taken.first_id and taken.last_id
                offset 0
              ) as d
            ), tasks as (
              insert into delivery_task (connection_id, delivery_id, digest, received_at, due_at)
              select connection_id, delivery_id, digest, received_at, received_at
              from arrived
              order by connection_id, digest, received_at, delivery_id
              on conflict (connection_id, digest) do nothing
              returning connection_id, received_at
            ), copies as (
              insert into delivery_total (connection_id, applied, copies)
              select connection_id, 0, sum(sign)
              from (
                select connection_id, 1 as sign from arrived
                union all
                select connection_id, -1 from tasks
              ) as each
              group by connection_id
              having sum(sign) > 0
              order by connection_id
              on conflict (connection_id) do update
              set copies = delivery_total.copies + excluded.copies
            ), hours as (
              insert into delivery_hour as counted (connection_id, hour, received, copies)
              select connection_id, date_trunc('hour', received_at, 'UTC'), sum(received),
                sum(copies)
              from (
                select connection_id, received_at, 1 as received, 1 as copies from arrived
                union all
                select connection_id, received_at, 0, -1 from tasks
              ) as each
              group by 1, 2
              order by 1, 2
              on conflict (connection_id, hour) do update
              set received = counted.received + excluded.received,
                copies = counted.copies + excluded.copies
            )
            select count(*) from taken
            """,
            MAX_ARRIVALS);
  }

  /// Takes tasks that are due until the end of the lease.
  static Query claim(int limit, Set<ConnectionId> except, Instant now, Instant leaseEnd) {
    return parts("delivery_task as open where open.state = 'OPEN'", limit, except)
        .add(
            """
            , due as materialized (
              select task.connection_id, task.delivery_id, task.due_at
              from wanted
              cross join lateral (
                select connection_id, delivery_id, due_at
                from delivery_task
                where state = 'OPEN' and connection_id = wanted.connection_id and due_at <= ?
                order by due_at, delivery_id
                limit wanted.part
                for update skip locked
              ) task
              order by task.due_at, task.delivery_id
              limit ?
            ), sized as (
              select d.connection_id, d.delivery_id,
                sum(octet_length(d.body)) over (order by due.due_at, d.delivery_id)
                  - octet_length(d.body) as bytes_before
              from due
              cross join lateral (
                select * from delivery d
                where d.connection_id = due.connection_id and d.delivery_id = due.delivery_id
                offset 0
              ) as d
            ), taken as (
              update delivery_task task
              set attempt = task.attempt + 1, due_at = ?, held = true
              from sized
              where task.connection_id = sized.connection_id
                and task.delivery_id = sized.delivery_id and sized.bytes_before < ?
              returning task.connection_id, task.delivery_id, task.attempt
            )
            select d.connection_id, d.delivery_id, taken.attempt, d.received_at, d.body
            from taken
            cross join lateral (
              select * from delivery d
              where d.connection_id = taken.connection_id and d.delivery_id = taken.delivery_id
              offset 0
            ) as d
            """,
            now,
            limit,
            leaseEnd,
            MAX_BYTES);
  }

  /// Begins a statement: the connections that have something open, looked up one after the other,
  /// and the part of the limit that each of them gets.
  private static Query parts(String open, int limit, Set<ConnectionId> except) {
    return Query.of(
        """
        with recursive waiting (connection_id) as (
          (select open.connection_id from %1$s order by open.connection_id limit 1)
          union all
          select (select open.connection_id from %1$s
                  and open.connection_id > waiting.connection_id
                  order by open.connection_id limit 1)
          from waiting
          where waiting.connection_id is not null
        ), wanted as (
          select connection_id, (? + count(*) over () - 1) / count(*) over () as part
          from waiting
          where connection_id is not null and connection_id <> all(?::text[]::uuid[])
        )
        """
            .formatted(open),
        limit,
        except.stream().map(ConnectionId::toString).toArray(String[]::new));
  }

  static ClaimedDelivery claimed(Row row) throws SQLException {
    var claim = new Claim(row.connection(), row.number(), (int) row.number());
    return new ClaimedDelivery(claim, row.instant(), row.bytes());
  }
}
