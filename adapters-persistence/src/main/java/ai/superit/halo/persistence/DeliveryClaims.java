package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.ClaimedDelivery.Standing;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// How workers come by deliveries. Every connection that waits gets an equal part, and of that each
/// of its strands. Bodies are looked up one by one (`offset 0`), and what is locked is changed
/// where it lies (`ctid`): a planner whose statistics are old would rather read whole tables.
final class DeliveryClaims {
  private static final long MAX_BYTES = 16 << 20;

  /// Of one strand, at a time; each is at least one delivery.
  private static final int MAX_ARRIVALS = 64;

  /// Of many strands that wait, some of each connection, by chance: workers at once take others.
  private static final int STRANDS_FOR_EACH = 4;

  /// How a body begins that bears an id of its own, as far as can be told without parsing it; what
  /// is missed here costs no more than work that is done twice. As of `encode(…, 'escape')`.
  private static final String OWN_ID =
      "^\\s*\\[?\\s*\\{[^{}]*\"id\"\\s*:\\s*\"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}\"";

  private static final int REACH = 64 * 1024;

  private DeliveryClaims() {}

  /// Makes tasks of the oldest arrivals: about as many as are claimed next, so that a flood costs
  /// its senders nothing. The copies of a delivery stay in the store, but nobody works on them.
  ///
  /// A body that needs no id of its own may be equal to one that tells of an earlier change: there
  /// the id that the signature covers counts as well, and without any id nothing is a copy.
  ///
  /// @return counts the arrivals that were taken in
  static Query takeIn(int limit, Except except) {
    return parts("delivery_arrival as open where true", Query.of(""), limit, except)
        .add(
            """
            , oldest as materialized (
              select arrival.*, chosen.part
              from (
                select connection_id, strand, part,
                  row_number() over (partition by connection_id order by random()) as turn
                from wanted
                order by turn, random()
                limit ?
              ) as chosen
              cross join lateral (
                select ctid as place, connection_id, strand, received_at, first_id, last_id
                from delivery_arrival
                where connection_id = chosen.connection_id and strand = chosen.strand
                order by received_at, first_id
                limit least(chosen.part, ?)
                for update skip locked
              ) as arrival
            ), counted_up as (
              select *,
                sum(last_id - first_id + 1) over (
                  partition by connection_id, strand order by received_at, first_id
                  rows between unbounded preceding and 1 preceding) as before
              from oldest
            ), taken as (
              delete from delivery_arrival arrival
              where arrival.ctid = any (array(
                select place from counted_up where coalesce(before, 0) < part))
              returning arrival.connection_id, arrival.strand, arrival.first_id, arrival.last_id
            ), arrived as materialized (
              select d.connection_id, d.delivery_id, taken.strand, d.received_at,
                substr(sha256(case
                  when signed_id is null and not may_lack_id then d.body
                  when encode(substr(d.body, 1, ?), 'escape') ~ ? then d.body
                  when signed_id is null then int8send(d.delivery_id) || d.body
                  else convert_to(signed_id, 'UTF8') || '\\x00' || d.body
                end), 1, 16) as digest
              from taken
              cross join lateral (
                select d.*,
                  (select h.value from delivery_header h
                   where h.connection_id = d.connection_id and h.delivery_id = d.delivery_id
                     and h.name = 'webhook-id') as signed_id,
                  exists (
                    select from delivery_rule r
                    where r.connection_id = d.connection_id and r.bodies_without_id) as may_lack_id
                from delivery d
                where d.connection_id = taken.connection_id
                  and d.delivery_id between taken.first_id and taken.last_id
                offset 0
              ) as d
            ), tasks as (
              insert into delivery_task
                (connection_id, delivery_id, strand, digest, received_at, due_at)
              select connection_id, delivery_id, strand, digest, received_at, received_at
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
            limit * STRANDS_FOR_EACH,
            MAX_ARRIVALS,
            REACH,
            OWN_ID);
  }

  /// Takes tasks that are due until the end of the lease. One whose body is gone is put out of the
  /// way: nobody can work on it, and it would keep others of its strand waiting.
  static Query claim(int limit, Except except, Instant now, Instant leaseEnd) {
    var isDue =
        Query.of(
            """
            and exists (
              select from delivery_task task
              where task.state = 'OPEN' and task.connection_id = waiting.connection_id
                and task.strand = waiting.strand and task.due_at <= ?)
            """,
            now);
    return parts("delivery_task as open where open.state = 'OPEN'", isDue, limit, except)
        .add(
            """
            , due as materialized (
              select task.*, row_number() over (
                partition by task.connection_id, task.strand
                order by task.due_at, task.delivery_id) as turn
              from wanted
              cross join lateral (
                select ctid as place, connection_id, strand, delivery_id, due_at
                from delivery_task
                where state = 'OPEN' and connection_id = wanted.connection_id
                  and strand = wanted.strand and due_at <= ?
                order by due_at, delivery_id
                limit wanted.part
                for update skip locked
              ) task
              order by turn, task.due_at, task.delivery_id
              limit ?
            ), sized as (
              select due.place,
                sum(octet_length(d.body)) over (order by due.turn, due.due_at, d.delivery_id)
                  - octet_length(d.body) as bytes_before
              from due
              cross join lateral (
                select * from delivery d
                where d.connection_id = due.connection_id and d.delivery_id = due.delivery_id
                offset 0
              ) as d
            ), taken as (
              update delivery_task task
              set attempt = task.attempt + 1, due_at = ?, held = true,
                replayed_after = task.replayed_after + task.held::int,
                lost = case when task.held then task.lost + 1 else 0 end
              where task.ctid = any (array(select place from sized where bytes_before < ?))
              returning task.connection_id, task.delivery_id, task.strand, task.attempt,
                task.attempt - task.replayed_after as tries, task.lost
            ), bodiless as (
              update delivery_task task
              set state = 'DISCARDED', reason = 'Its body is not kept any more.', held = false,
                finished_at = ?
              where task.ctid = any (array(select place from due except select place from sized))
            )
            select d.connection_id, d.delivery_id, taken.attempt, taken.tries, taken.lost, taken.strand,
              d.received_at, d.body,
              case
                when exists (
                  select from delivery_vouched v
                  where v.connection_id = d.connection_id and v.delivery_id = d.delivery_id)
                then 'VOUCHED_FOR'
                when exists (
                  select from delivery_header h
                  where h.connection_id = d.connection_id and h.delivery_id = d.delivery_id
                    and h.name = 'content-type')
                then 'ODD'
                when exists (
                  select from delivery_header h
                  where h.connection_id = d.connection_id and h.delivery_id = d.delivery_id
                    and h.name = 'webhook-id')
                then 'NAMED'
                else 'USUAL'
              end
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
            MAX_BYTES,
            now);
  }

  /// Begins a statement: the strands that have something open, looked up one after the other, and
  /// the part of the limit that each of them gets: of its connection's part, which is equal to that
  /// of others.
  ///
  /// @param condition on a strand `waiting` that gets a part
  private static Query parts(String open, Query condition, int limit, Except except) {
    var strands = List.copyOf(except.strands());
    return Query.of(
            """
            with recursive waiting (connection_id, strand) as (
              (select open.connection_id, open.strand from %1$s
               order by open.connection_id, open.strand limit 1)
              union all
              select next.connection_id, next.strand
              from waiting
              cross join lateral (
                select open.connection_id, open.strand from %1$s
                and (open.connection_id, open.strand) > (waiting.connection_id, waiting.strand)
                order by open.connection_id, open.strand limit 1
              ) as next
            ), free as materialized (
              select connection_id, strand
              from waiting
              where connection_id <> all(?::text[]::uuid[])
                and not exists (
                  select from unnest(?::text[]::uuid[], ?::int8[]) as held(connection_id, strand)
                  where held.connection_id = waiting.connection_id and held.strand = waiting.strand)
            """
                .formatted(open),
            except.connections().stream().map(ConnectionId::toString).toArray(String[]::new),
            strands.stream().map(strand -> strand.connection().toString()).toArray(String[]::new),
            strands.stream().map(strand -> (long) strand.number()).toArray(Long[]::new))
        .add(condition)
        .add(
            """
            ), share as (
              select (? + count(distinct connection_id) - 1)
                / greatest(count(distinct connection_id), 1) as part
              from free
            ), wanted as (
              select connection_id, strand,
                (share.part + count(*) over same - 1) / count(*) over same as part
              from free
              cross join share
              window same as (partition by connection_id)
            )
            """,
            limit);
  }

  static ClaimedDelivery claimed(Row row) throws SQLException {
    var claim = new Claim(row.connection(), row.number(), (int) row.number());
    return new ClaimedDelivery(
        claim,
        (int) row.number(),
        (int) row.number(),
        (int) row.number(),
        row.instant(),
        row.bytes(),
        Standing.valueOf(row.text()));
  }
}
