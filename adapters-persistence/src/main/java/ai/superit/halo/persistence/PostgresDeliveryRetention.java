package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeliveryRetention;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A table for the bodies of each day, made ahead and dropped as a whole. What is kept of each
/// delivery beside its body, by which copies are known, is slim and deleted bit by bit.
final class PostgresDeliveryRetention implements DeliveryRetention {
  private static final int DAYS_AHEAD = 3;
  private static final int AT_ONCE = 10_000;

  /// Senders must not wait for long behind a table that is made or dropped: better later.
  private static final String PATIENCE = "set local lock_timeout = '1s'";

  /// For as long as nobody can write.
  private static final String BRIEFLY = "set local statement_timeout = '2s'";

  /// What can be moved in that time.
  private static final int MOST_DEAD = 5_000;

  private static final long MOST_DEAD_BYTES = 32 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(PostgresDeliveryRetention.class);

  private static final long TURN = 0x64656c6976657279L;

  private static final String OPEN_OR_DEAD =
      """
      exists (
        select from delivery_task task
        where task.connection_id = d.connection_id and task.delivery_id = d.delivery_id
          and task.state in ('OPEN', 'QUARANTINED', 'PARKED'))
      """;

  /// Those of a day.
  private static final String DEAD =
      """
      from (
        select connection_id, delivery_id
        from delivery_task
        where state in ('QUARANTINED', 'PARKED') and delivery_id >= ? and delivery_id < ?
      ) as dead
      """;

  private static final String ARRIVED =
      """
      exists (
        select from delivery_arrival arrival
        where arrival.connection_id = d.connection_id
          and d.delivery_id between arrival.first_id and arrival.last_id)
      """;

  private final Database database;

  PostgresDeliveryRetention(Database database) {
    this.database = database;
  }

  @Override
  public void prepare(Instant now) {
    for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
      var day = DeliveryDay.of(now).plus(ahead);
      database.writeBare(c -> hasTurn(c) && !tables(c).contains(day.table()) && create(c, day));
    }
  }

  /// What came while there was no table for it moves into it. Nobody else is at the deliveries
  /// then: a statement that was planned before the table is there would not find in it what has
  /// moved.
  private static boolean create(Connection c, DeliveryDay day) throws SQLException {
    execute(c, PATIENCE);
    execute(c, BRIEFLY);
    execute(c, "lock table delivery in access exclusive mode");
    execute(c, "create table %s (like delivery including all)".formatted(day.table()));
    Query.of(
            """
            with moved as (
              delete from delivery_rest where delivery_id >= ? and delivery_id < ? returning *
            )
            insert into %s select * from moved
            """
                .formatted(day.table()),
            day.firstId(),
            day.endId())
        .write(c);
    execute(
        c,
        "alter table delivery attach partition %s for values from (%d) to (%d)"
            .formatted(day.table(), day.firstId(), day.endId()));
    return true;
  }

  @Override
  public Forgotten forgetBefore(Instant moment) {
    var first = DeliveryDay.of(moment);
    var dropped = new ArrayList<String>();
    var held = new ArrayList<String>();
    for (var table : database.readBare(PostgresDeliveryRetention::tables)) {
      var day = DeliveryDay.ofTable(table);
      if (day.number() < first.number()) {
        (dropped(day) ? dropped : held).add(day.name());
      }
    }
    forgetRest(first);
    forgetTasks(first, moment);
    return new Forgotten(dropped, held);
  }

  /// A day that cannot be dropped now, or that another instance has just dropped, keeps nobody from
  /// forgetting the rest.
  @SuppressWarnings("CatchingUnchecked")
  private boolean dropped(DeliveryDay day) {
    try {
      return drop(day);
    } catch (RuntimeException failure) {
      LOG.warn("event=day_not_dropped day={} reason={}", day.name(), failure.toString());
      return false;
    }
  }

  /// Nobody can write to the day's table once it is detached, so it is looked at again then.
  ///
  /// @return false if it stays
  private boolean drop(DeliveryDay day) {
    var numbers = database.readBare(c -> numbers(c, day));
    if (!database.readBare(c -> hasNoneWaiting(c, numbers))) {
      return false;
    }
    var dead = database.readBare(c -> deadLetters(day, numbers).list(c, Row::number));
    var bytes = dead.stream().mapToLong(each -> each).sum();
    if (dead.size() > MOST_DEAD || bytes > MOST_DEAD_BYTES) {
      LOG.warn(
          "event=day_kept day={} dead_letters={} bytes={} reason=\"too many of them to move: replay"
              + " or discard them\"",
          day.name(),
          dead.size() > MOST_DEAD ? "more than " + MOST_DEAD : dead.size(),
          bytes);
      return false;
    }
    try {
      return database.writeBare(c -> {
        if (!hasTurn(c)) {
          return false;
        }
        execute(c, PATIENCE);
        execute(c, BRIEFLY);
        execute(c, "alter table delivery detach partition " + day.table());
        if (!hasNoneWaiting(c, numbers)) {
          throw new StillWaiting();
        }
        Query.of(
                """
                insert into delivery
                select d.*
                %s
                join %s d using (connection_id, delivery_id)
                """
                    .formatted(DEAD, day.table()),
                numbers.first(),
                numbers.end())
            .write(c);
        execute(c, "drop table " + day.table());
        return true;
      });
    } catch (StillWaiting _) {
      return false;
    }
  }

  /// How long their bodies are, looked up before anybody has to wait. A few may be added meanwhile:
  /// what had been skipped, was replayed, and failed.
  private static Query deadLetters(DeliveryDay day, Numbers numbers) {
    return Query.of(
        """
        select octet_length(d.body)
        %s
        join %s d using (connection_id, delivery_id)
        limit ?
        """
            .formatted(DEAD, day.table()),
        numbers.first(),
        numbers.end(),
        MOST_DEAD + 1);
  }

  /// Of a day whose table is gone, dead letters stay until a person has seen to them.
  private void forgetRest(DeliveryDay first) {
    deleteBitByBit(
        """
        delete from delivery_rest
        where ctid = any(array(
          select d.ctid
          from delivery_rest d
          where d.delivery_id < ? and not %s and not %s
          limit %d))
        """
            .formatted(OPEN_OR_DEAD, ARRIVED, AT_ONCE),
        first.firstId());
  }

  /// Numbers grow with time, so the lowest ones tell whether there is something to forget.
  private void forgetTasks(DeliveryDay first, Instant moment) {
    deleteBitByBit(
        """
        delete from delivery_task
        where ctid = any(array(
          select task.ctid
          from connection c
          cross join lateral (
            select ctid, received_at
            from delivery_task
            where connection_id = c.connection_id and delivery_id < ?
              and state in ('APPLIED', 'SKIPPED', 'DISCARDED')
            order by delivery_id
            limit %1$d
          ) as task
          where task.received_at < ?
          limit %1$d))
          and state in ('APPLIED', 'SKIPPED', 'DISCARDED')
        """
            .formatted(AT_ONCE),
        first.firstId(),
        moment);
    deleteBitByBit(
        """
        delete from delivery_step
        where ctid = any(array(
          select step.ctid
          from connection c
          join delivery_step step using (connection_id)
          where step.delivery_id < ? and step.at < ? and not exists (
            select from delivery_task task
            where task.connection_id = step.connection_id
              and task.delivery_id = step.delivery_id)
          limit %d))
        """
            .formatted(AT_ONCE),
        first.firstId(),
        moment);
    forgetBeside("delivery_header", first);
    forgetBeside("delivery_vouched", first);
  }

  /// What was kept beside deliveries that are forgotten.
  private void forgetBeside(String table, DeliveryDay first) {
    deleteBitByBit(
        """
        delete from %1$s
        where ctid = any(array(
          select d.ctid
          from connection c
          join %1$s d using (connection_id)
          where d.delivery_id < ? and not %2$s and not exists (
            select from delivery_task task
            where task.connection_id = d.connection_id and task.delivery_id = d.delivery_id)
          limit %3$d))
        """
            .formatted(table, ARRIVED, AT_ONCE),
        first.firstId());
  }

  /// Each bit is a transaction of its own.
  private void deleteBitByBit(String statement, Object... values) {
    while (database.writeBare(Query.of(statement, values)::write) > 0) {
      // until nothing is left
    }
  }

  private static boolean hasTurn(Connection c) throws SQLException {
    return Query.of("select pg_try_advisory_xact_lock(?)", TURN).list(c, Row::flag).getFirst();
  }

  /// The table from before there were days holds what has lower numbers than all of them.
  private static Numbers numbers(Connection c, DeliveryDay day) throws SQLException {
    var isFromBefore =
        Query.of(
                """
                select pg_get_expr(relpartbound, oid) like '%MINVALUE%'
                from pg_class
                where oid = to_regclass(?)
                """,
                "halo." + day.table())
            .list(c, Row::flag);
    return isFromBefore.contains(true)
        ? new Numbers(Long.MIN_VALUE, new DeliveryDay(1).firstId())
        : new Numbers(day.firstId(), day.endId());
  }

  private static boolean hasNoneWaiting(Connection c, Numbers numbers) throws SQLException {
    return noneWaiting(numbers).list(c, Row::flag).getFirst();
  }

  /// However many wait of other days.
  static Query noneWaiting(Numbers numbers) {
    return Query.of(
        """
        select not exists (
            select from connection c
            cross join lateral (
              (select from delivery_task
               where connection_id = c.connection_id and delivery_id >= ? and delivery_id < ?
                 and state = 'OPEN' and replayed_at is null
               limit 1)
              union all
              (select from delivery_task
               where connection_id = c.connection_id and delivery_id >= ? and delivery_id < ?
                 and state = 'OPEN' and replayed_at is not null
               limit 1)
            ) as task)
          and not exists (
            select from delivery_arrival where last_id >= ? and first_id < ?)
        """,
        numbers.first(),
        numbers.end(),
        numbers.first(),
        numbers.end(),
        numbers.first(),
        numbers.end());
  }

  /// The days' tables, the earliest first.
  private static List<String> tables(Connection c) throws SQLException {
    return Query.of(
            """
            select child.relname
            from pg_inherits
            join pg_class child on child.oid = inhrelid
            where inhparent = 'halo.delivery'::regclass and child.relname ~ '^delivery_[0-9]{8}$'
            order by child.relname
            """)
        .list(c, Row::text);
  }

  private static void execute(Connection c, String statement) throws SQLException {
    try (var made = c.createStatement()) {
      made.execute(statement);
    }
  }

  /// Of deliveries.
  ///
  /// @param end the first one that is not among them
  record Numbers(long first, long end) {}

  /// Undoes the detaching.
  private static final class StillWaiting extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
