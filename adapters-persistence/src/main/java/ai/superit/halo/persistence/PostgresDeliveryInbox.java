package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.DeliveryFacts;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The inbox in PostgreSQL: accepting only appends. Workers make a task of each delivery that they
/// take in, unless its bytes have come before; a claim moves the moment at which the task is due to
/// the end of its lease.
final class PostgresDeliveryInbox implements DeliveryInbox, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDeliveryInbox.class);
  private static final int MAX_SIGNALS = 16;
  private static final int HASTENED_AT_ONCE = 2_000;
  private static final Duration BEHIND_SENDERS = Duration.ofMillis(500);
  private static final Duration BETWEEN_NOTICES = Duration.ofMillis(250);

  private final Semaphore signals = new Semaphore(0);
  private final AtomicLong lastNotice = new AtomicLong(System.nanoTime());
  private final Database database;
  private final HikariDataSource source;
  private final HikariDataSource accepting;
  private final DeliveryWriter writer;

  /// @param database for whoever only asks how the inbox stands
  /// @param source for workers
  /// @param accepting for accepted deliveries alone: no work may hold up a sender
  PostgresDeliveryInbox(
      Database database, HikariDataSource source, HikariDataSource accepting, Duration patience) {
    this.database = database;
    this.source = source;
    this.accepting = accepting;
    this.writer = new DeliveryWriter(accepting, patience, () -> tellWorkers(accepting));
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
  public List<ClaimedDelivery> claim(int limit, Except except, Duration lease, Instant now) {
    if (writer.isBusy()) {
      LockSupport.parkNanos(BEHIND_SENDERS.toNanos());
    }
    var takeIn = DeliveryClaims.takeIn(limit, except);
    var claim = DeliveryClaims.claim(limit, except, now, now.plus(lease));
    while (true) {
      var arrivals = run(takeIn::number);
      var claimed = run(c -> claim.list(c, DeliveryClaims::claimed));
      if (!claimed.isEmpty() || arrivals == 0) {
        return claimed.stream()
            .sorted(
                Comparator.comparing(ClaimedDelivery::receivedAt)
                    .thenComparingLong(delivery -> delivery.claim().deliveryId()))
            .toList();
      }
    }
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

  /// Portion by portion, since after a long outage there may be more than one statement has time
  /// for; each begins after the last one of the portion before, so that what fails again meanwhile
  /// does not keep this going.
  @Override
  public int hasten(ConnectionId connection, Instant youngSince, Instant now) {
    var hastened = 0;
    var after = new Hastened(-1, now, 0, 0);
    while (true) {
      var portion = hasten(connection, after, youngSince, now);
      var last = run(c -> portion.list(c, Hastened::read));
      if (last.isEmpty()) {
        return hastened;
      }
      after = last.getFirst();
      hastened += (int) after.count();
    }
  }

  /// The last one of a portion.
  ///
  /// @param due when it was due before
  /// @param count how many there were in the portion
  record Hastened(long strand, Instant due, long deliveryId, long count) {
    static Hastened read(Row row) throws SQLException {
      return new Hastened(row.number(), row.instant(), row.number(), row.number());
    }
  }

  /// What somebody else has locked is being claimed or finished. When a delivery first failed is
  /// known by its steps.
  static Query hasten(ConnectionId connection, Hastened after, Instant youngSince, Instant now) {
    return Query.of(
        """
        with portion as materialized (
          select ctid as place, strand, due_at, delivery_id
          from delivery_task
          where state = 'OPEN' and connection_id = ?
            and (strand, due_at, delivery_id) > (?, ?, ?) and due_at > ? and not held
          order by strand, due_at, delivery_id
          limit ?
          for update skip locked
        ), hastened as (
          update delivery_task task
          set due_at = ?,
            replayed_after = case
              when exists (
                select from delivery_step step
                where step.connection_id = task.connection_id
                  and step.delivery_id = task.delivery_id and step.what = 'RETRY'
                  and step.at >= greatest(task.received_at, task.replayed_at) and step.at < ?)
              then replayed_after
              else least(replayed_after + 1, attempt)
            end
          where ctid = any (array(select place from portion))
        )
        select strand, due_at, delivery_id, count(*) over ()
        from portion
        order by strand desc, due_at desc, delivery_id desc
        limit 1
        """,
        connection.value(),
        after.strand(),
        after.due(),
        after.deliveryId(),
        now,
        HASTENED_AT_ONCE,
        now,
        youngSince);
  }

  @Override
  public int finish(Map<Claim, Disposition> done, Map<Claim, DeliveryFacts> facts, Instant now) {
    return (int) (long) run(DeliveryEndings.finish(done, facts, now)::number);
  }

  @Override
  public void awaitWork(Duration atMost) throws InterruptedException {
    signals.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public State state(ConnectionId connection) {
    return database.readBare(c -> InboxState.of(connection).list(c, InboxState::read)).getFirst();
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
    accepting.close();
    source.close();
  }

  /// Workers here are told at once, those of other instances a few times a second at most: they
  /// also look by themselves.
  void tellWorkers() {
    tellWorkers(source);
  }

  private void tellWorkers(HikariDataSource free) {
    signal();
    var last = lastNotice.get();
    var now = System.nanoTime();
    if (now - last > BETWEEN_NOTICES.toNanos() && lastNotice.compareAndSet(last, now)) {
      try (var connection = free.getConnection()) {
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
}
