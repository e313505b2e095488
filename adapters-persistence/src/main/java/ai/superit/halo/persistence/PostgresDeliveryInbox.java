package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbox in PostgreSQL: accepting only appends. Workers make a task of each delivery that
/// arrived, unless its bytes have come before; a claim moves the moment at which the task is due to
/// the end of its lease. Bodies are looked up one by one (`offset 0`): a planner whose statistics
/// are old would rather read them all.
final class PostgresDeliveryInbox implements DeliveryInbox, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDeliveryInbox.class);
  private static final int MAX_SIGNALS = 16;
  private static final long MAX_CLAIM_BYTES = 16 << 20;
  private static final Duration BEHIND_SENDERS = Duration.ofSeconds(1);
  private static final int ARRIVALS = 32;
  private static final Duration BETWEEN_NOTICES = Duration.ofMillis(250);

  private final Semaphore signals = new Semaphore(0);
  private final AtomicLong lastNotice = new AtomicLong(System.nanoTime());
  private final HikariDataSource source;
  private final DeliveryWriter writer;

  PostgresDeliveryInbox(HikariDataSource source, Duration patience) {
    this.source = source;
    this.writer = new DeliveryWriter(source, patience, this::tellWorkers);
  }

  void start() {
    writer.start();
  }

  @Override
  public void accept(IncomingDelivery delivery) {
    writer.write(delivery);
  }

  /// Under a flood, accepting goes first: what is stored can wait a moment, a sender cannot.
  @Override
  public List<ClaimedDelivery> claim(
      int limit, Set<ConnectionId> except, Duration lease, Instant now) {
    if (writer.isBusy()) {
      LockSupport.parkNanos(BEHIND_SENDERS.toNanos());
    }
    while (true) {
      var arrivals = takeIn();
      var claimed = claimDue(limit, except, lease, now);
      if (!claimed.isEmpty() || arrivals < ARRIVALS) {
        return claimed;
      }
    }
  }

  /// Makes tasks of what arrived. The copies of a delivery stay in the store, but nobody works on
  /// them.
  ///
  /// @return how many arrivals there were
  private int takeIn() {
    var query =
        Query.of(
            """
            with next as (
              select connection_id, first_id
              from delivery_arrival
              order by first_id
              limit ?
              for update skip locked
            ), taken as (
              delete from delivery_arrival arrival
              using next
              where arrival.connection_id = next.connection_id and arrival.first_id = next.first_id
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
              returning connection_id
            ), counted as (
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
            )
            select count(*) from taken
            """,
            ARRIVALS);
    return (int) (long) run(query::number);
  }

  private List<ClaimedDelivery> claimDue(
      int limit, Set<ConnectionId> except, Duration lease, Instant now) {
    var query =
        Query.of(
            """
            with recursive waiting (connection_id) as (
              (select connection_id from delivery_task where state = 'OPEN'
               order by connection_id limit 1)
              union all
              select (select task.connection_id from delivery_task task
                      where task.state = 'OPEN' and task.connection_id > waiting.connection_id
                      order by task.connection_id limit 1)
              from waiting
              where waiting.connection_id is not null
            ), wanted as (
              select connection_id, (? + count(*) over () - 1) / count(*) over () as part
              from waiting
              where connection_id is not null and connection_id <> all(?::text[]::uuid[])
            ), due as materialized (
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
            limit,
            except.stream().map(ConnectionId::toString).toArray(String[]::new),
            now,
            limit,
            now.plus(lease),
            MAX_CLAIM_BYTES);
    return run(c -> query.list(c, PostgresDeliveryInbox::claimed)).stream()
        .sorted(
            Comparator.comparing(ClaimedDelivery::receivedAt)
                .thenComparingLong(delivery -> delivery.claim().deliveryId()))
        .toList();
  }

  @Override
  public int renew(Set<Claim> claims, Duration lease, Instant now) {
    var held = List.copyOf(claims);
    var query =
        Query.of(
            """
            update delivery_task task
            set due_at = ?
            from unnest(?::text[]::uuid[], ?::int8[], ?::int8[])
              as claim(connection_id, delivery_id, attempt)
            where task.connection_id = claim.connection_id
              and task.delivery_id = claim.delivery_id
              and task.attempt = claim.attempt and task.held
            """,
            now.plus(lease),
            held.stream().map(claim -> claim.connection().toString()).toArray(String[]::new),
            held.stream().map(Claim::deliveryId).toArray(Long[]::new),
            held.stream().map(claim -> (long) claim.attempt()).toArray(Long[]::new));
    return run(query::write);
  }

  @Override
  public int finish(Map<Claim, Disposition> done, Instant now) {
    var claims = List.copyOf(done.entrySet());
    var query =
        Query.of(
            """
            with settled as (
              update delivery_task task
              set state = d.state, held = false, due_at = coalesce(instant(d.due_at), task.due_at),
                reason = d.reason
              from unnest(?::text[]::uuid[], ?::int8[], ?::int8[], ?::text[], ?::int8[], ?::text[])
                as d(connection_id, delivery_id, attempt, state, due_at, reason)
              where task.connection_id = d.connection_id and task.delivery_id = d.delivery_id
                and task.attempt = d.attempt and task.held
              returning task.connection_id, task.state
            ), counted as (
              insert into delivery_total (connection_id, applied)
              select connection_id, count(*)
              from settled
              where state = 'APPLIED'
              group by connection_id
              order by connection_id
              on conflict (connection_id) do update
              set applied = delivery_total.applied + excluded.applied
            )
            select count(*) from settled
            """,
            claims.stream().map(e -> e.getKey().connection().toString()).toArray(String[]::new),
            claims.stream().map(e -> e.getKey().deliveryId()).toArray(Long[]::new),
            claims.stream().map(e -> (long) e.getKey().attempt()).toArray(Long[]::new),
            claims.stream().map(e -> state(e.getValue())).toArray(String[]::new),
            claims.stream().map(e -> due(e.getValue())).toArray(Long[]::new),
            claims.stream().map(e -> reason(e.getValue())).toArray(String[]::new));
    return (int) (long) run(query::number);
  }

  @Override
  public void awaitWork(Duration atMost) throws InterruptedException {
    signals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public State state(ConnectionId connection) {
    var query =
        Query.of(
            """
            select
              count(*) filter (where state = 'OPEN') + fresh.count,
              coalesce(total.applied, 0),
              count(*) filter (where state = 'QUARANTINED'),
              count(*) filter (where state = 'PARKED'),
              coalesce(total.copies, 0),
              least(min(task.received_at) filter (where state = 'OPEN'), fresh.oldest)
            from (
              select coalesce(sum(last_id - first_id + 1), 0)::bigint as count,
                min(received_at) as oldest
              from delivery_arrival
              where connection_id = ?
            ) as fresh
            left join delivery_total total on total.connection_id = ?
            left join delivery_task task on task.connection_id = ? and task.state <> 'APPLIED'
            group by fresh.count, fresh.oldest, total.applied, total.copies
            """,
            connection.value(),
            connection.value(),
            connection.value());
    return run(c ->
            query.list(
                c,
                row ->
                    new State(
                        row.number(),
                        row.number(),
                        row.number(),
                        row.number(),
                        row.number(),
                        row.optionalInstant())))
        .getFirst();
  }

  /// Somebody, here or elsewhere, has accepted a delivery.
  void signal() {
    if (signals.availablePermits() < MAX_SIGNALS) {
      signals.release();
    }
  }

  @Override
  public void close() {
    writer.close();
    source.close();
  }

  /// Workers here are told at once, those of other instances a few times a second at most: they
  /// also look by themselves.
  private void tellWorkers() {
    signal();
    var last = lastNotice.get();
    var now = System.nanoTime();
    if (now - last > BETWEEN_NOTICES.toNanos() && lastNotice.compareAndSet(last, now)) {
      try (var connection = source.getConnection()) {
        Notices.send(connection, Notices.Channel.DELIVERIES, "");
      } catch (SQLException failure) {
        LOG.warn("event=delivery_notice_not_sent reason={}", failure.toString());
      }
    }
  }

  private <T> T run(Database.Work<T> work) {
    return Failures.retrying(() -> {
      try (var connection = source.getConnection()) {
        return work.on(connection);
      } catch (SQLException failure) {
        throw Failures.translated(failure);
      }
    });
  }

  private static ClaimedDelivery claimed(Row row) throws SQLException {
    var claim = new Claim(row.connection(), row.number(), (int) row.number());
    return new ClaimedDelivery(claim, row.instant(), row.bytes());
  }

  private static String state(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Applied _ -> "APPLIED";
      case Disposition.Quarantined _ -> "QUARANTINED";
      case Disposition.Retry _ -> "OPEN";
      case Disposition.Parked _ -> "PARKED";
    };
  }

  private static @Nullable Long due(Disposition disposition) {
    return disposition instanceof Disposition.Retry(var due, _) ? Column.micros(due) : null;
  }

  private static String reason(Disposition disposition) {
    return switch (disposition) {
      case Disposition.Applied _ -> "";
      case Disposition.Quarantined(var reason) -> reason;
      case Disposition.Retry(_, var reason) -> reason;
      case Disposition.Parked(var reason) -> reason;
    };
  }
}
