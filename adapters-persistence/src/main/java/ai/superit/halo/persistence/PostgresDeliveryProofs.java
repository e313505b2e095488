package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What logs say, a row for each delivery, joined with the inbox by its digest. Deliveries that no
/// worker has taken in yet have none there, so those of theirs are computed.
final class PostgresDeliveryProofs implements DeliveryProofs {
  private static final String MISSED =
      "select encode(digest, 'hex'), sent_at, objects, repaired_at, problem from logged_delivery";

  /// How many bodies are looked at in one statement at most.
  private static final int MOST_DIGESTS = 5_000;

  private final Database database;

  PostgresDeliveryProofs(Database database) {
    this.database = database;
  }

  @Override
  public List<ConnectionId> due(Instant now) {
    var query =
        Query.of(
            """
            select connection_id
            from connection
            left join delivery_proof proof using (connection_id)
            where connection.state <> 'DELETING' and (
              proof.connection_id is null or (proof.due_at <= ? and proof.busy_until <= ?))
            order by proof.due_at nulls first
            """,
            now,
            now);
    return database.readBare(c -> query.list(c, Row::connection));
  }

  @Override
  public void hasten(ConnectionId connection) {
    var query =
        Query.of(
            """
            insert into delivery_proof (connection_id, hurried) values (?, true)
            on conflict (connection_id) do update set due_at = '-infinity', hurried = true
            """,
            connection.value());
    database.writeBare(query::write);
  }

  @Override
  public Optional<Claimed> claim(ConnectionId connection, Instant now, Instant leaseEnd) {
    var query =
        Query.of(
            """
            insert into delivery_proof as proof (connection_id, due_at, busy_until)
            select connection_id, ?, ? from connection where connection_id = ?
            on conflict (connection_id) do update
            set due_at = excluded.due_at, busy_until = excluded.busy_until,
              answering = proof.hurried or proof.answering, hurried = false
            where proof.due_at <= ? and proof.busy_until <= ?
            returning webhook_id, access, checked_to, checked_at, polled_at, answering
            """,
            leaseEnd,
            leaseEnd,
            connection.value(),
            now,
            now);
    return database
        .writeBare(c -> query.list(c, row -> new Claimed(standing(row), row.flag())))
        .stream()
        .findFirst();
  }

  @Override
  public void renew(ConnectionId connection, Instant leaseEnd) {
    var query =
        Query.of(
            "update delivery_proof set busy_until = ? where connection_id = ?",
            leaseEnd,
            connection.value());
    database.writeBare(query::write);
  }

  @Override
  public void finish(ConnectionId connection, Standing standing, Instant nextDue) {
    var query =
        Query.of(
            """
            update delivery_proof
            set webhook_id = ?, access = ?, checked_to = ?::timestamptz,
              checked_at = ?::timestamptz, polled_at = ?::timestamptz,
              due_at = case when hurried then '-infinity' else ?::timestamptz end,
              busy_until = '-infinity', answering = false
            where connection_id = ?
            """,
            standing.webhook(),
            standing.access().name(),
            standing.checkedTo().orElse(null),
            standing.checkedAt().orElse(null),
            standing.polledAt().orElse(null),
            nextDue,
            connection.value());
    database.writeBare(query::write);
  }

  /// Once received or repaired it stays so.
  @Override
  public Set<DeliveryDigest> record(
      ConnectionId connection, Collection<LoggedDelivery> logged, Instant now) {
    var all = List.copyOf(logged);
    var query =
        Query.of(
            """
            with said as (
              select decode(s.digest, 'hex') as digest, instant(min(s.sent_at)) as sent_at,
                bool_or(s.settled) as settled, max(s.objects) as objects
              from unnest(?::text[], ?::int8[], ?::bool[], ?::text[])
                as s(digest, sent_at, settled, objects)
              group by 1
            )
            insert into logged_delivery as stored
              (connection_id, digest, sent_at, seen_at, settled, objects, received_at)
            select c.connection_id, said.digest, said.sent_at, ?, said.settled,
              case when task.digest is null then said.objects else '' end, task.received_at
            from connection c
            cross join said
            left join delivery_task task
              on task.connection_id = c.connection_id and task.digest = said.digest
            where c.connection_id = ?
            order by said.digest
            on conflict (connection_id, digest) do update
            set sent_at = least(stored.sent_at, excluded.sent_at),
              settled = stored.settled or excluded.settled,
              received_at = coalesce(stored.received_at, excluded.received_at)
            where stored.sent_at > excluded.sent_at or stored.settled < excluded.settled
              or (stored.received_at is null and excluded.received_at is not null)
            returning encode(digest, 'hex'), xmax = 0 and received_at is null
            """,
            all.stream().map(delivery -> delivery.digest().hex()).toArray(String[]::new),
            all.stream().map(delivery -> Column.micros(delivery.sentAt())).toArray(Long[]::new),
            all.stream().map(LoggedDelivery::settled).toArray(Boolean[]::new),
            all.stream().map(delivery -> text(delivery.objects())).toArray(String[]::new),
            now,
            connection.value());
    return database
        .writeBare(c -> query.list(c, row -> Map.entry(new DeliveryDigest(row.text()), row.flag())))
        .stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public List<Missed> missing(ConnectionId connection, Instant seenBefore, int atMost) {
    if (database.readBare(arrived(connection)::number) > MOST_DIGESTS) {
      return List.of();
    }
    database.writeBare(receipts(connection)::write);
    var query =
        Query.of(MISSED)
            .add(
                """
                where connection_id = ? and received_at is null and repaired_at is null
                  and (settled or seen_at < ?)
                order by sent_at, digest
                limit ?
                """,
                connection.value(),
                seenBefore,
                atMost);
    return database.writeBare(c -> query.list(c, PostgresDeliveryProofs::missed));
  }

  /// How many were received that no worker has taken in; not counted on once there are many.
  private static Query arrived(ConnectionId connection) {
    return Query.of(
        """
        select coalesce(sum(last_id - first_id + 1), 0)
        from (
          select first_id, last_id from delivery_arrival where connection_id = ? limit ?
        ) as arrival
        """,
        connection.value(),
        MOST_DIGESTS + 1);
  }

  /// Finds what has been received since it was recorded.
  private static Query receipts(ConnectionId connection) {
    return Query.of(
        """
        with waiting as materialized (
          select digest from logged_delivery where connection_id = ? and received_at is null
        ), found as (
          select task.digest, task.received_at
          from waiting
          join delivery_task task on task.connection_id = ? and task.digest = waiting.digest
          union all
          select substr(sha256(d.body), 1, 16), d.received_at
          from delivery_arrival arrival
          cross join lateral (
            select * from delivery d
            where d.connection_id = arrival.connection_id
              and d.delivery_id between arrival.first_id and arrival.last_id
            offset 0
          ) as d
          where arrival.connection_id = ? and exists (select from waiting)
        ), first as (
          select digest, min(received_at) as received_at from found group by digest
        )
        update logged_delivery logged
        set received_at = first.received_at, problem = ''
        from first
        where logged.connection_id = ? and logged.digest = first.digest
          and logged.received_at is null
        """,
        connection.value(),
        connection.value(),
        connection.value(),
        connection.value());
  }

  @Override
  public void repaired(ConnectionId connection, Collection<DeliveryDigest> digests, Instant now) {
    var query =
        Query.of(
            """
            update logged_delivery logged
            set repaired_at = ?, problem = ''
            from unnest(?::text[]) as d(digest)
            where logged.connection_id = ? and logged.digest = decode(d.digest, 'hex')
            """,
            now,
            digests.stream().map(DeliveryDigest::hex).toArray(String[]::new),
            connection.value());
    database.writeBare(query::write);
  }

  @Override
  public void failed(ConnectionId connection, Map<DeliveryDigest, String> problems) {
    var all = List.copyOf(problems.entrySet());
    var query =
        Query.of(
            """
            update logged_delivery logged
            set problem = d.problem
            from unnest(?::text[], ?::text[]) as d(digest, problem)
            where logged.connection_id = ? and logged.digest = decode(d.digest, 'hex')
            """,
            all.stream().map(each -> each.getKey().hex()).toArray(String[]::new),
            all.stream().map(Map.Entry::getValue).toArray(String[]::new),
            connection.value());
    database.writeBare(query::write);
  }

  @Override
  public Standing standing(ConnectionId connection) {
    var query =
        Query.of(
            """
            select webhook_id,
              case when access = 'NOT_SET_UP' and (hurried or busy_until > '-infinity')
                then 'NOT_YET' else access end,
              checked_to, checked_at, polled_at
            from delivery_proof
            where connection_id = ?
            """,
            connection.value());
    return database.readBare(c -> query.list(c, PostgresDeliveryProofs::standing)).stream()
        .findFirst()
        .orElse(Standing.NEW);
  }

  @Override
  public List<Hour> hours(ConnectionId connection, Instant since, Instant seenBefore) {
    var query =
        Query.of(
            """
            select date_trunc('hour', sent_at, 'UTC'), count(*), count(received_at),
              count(*) filter (where received_at > sent_at + make_interval(secs => ?)),
              count(*) filter (where received_at is null and repaired_at is null
                and (settled or seen_at < ?)),
              count(repaired_at) filter (where received_at is null)
            from logged_delivery
            where connection_id = ? and sent_at >= ?
            group by 1
            order by 1 desc
            """,
            LATE.toSeconds(),
            seenBefore,
            connection.value(),
            since.truncatedTo(ChronoUnit.HOURS));
    return database.readBare(c ->
        query.list(
            c,
            row ->
                new Hour(
                    row.instant(),
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number(),
                    row.number())));
  }

  @Override
  public List<Missed> lastMissed(ConnectionId connection, Instant seenBefore, int atMost) {
    var query =
        Query.of(MISSED)
            .add(
                """
                where connection_id = ? and received_at is null
                  and (repaired_at is not null or settled or seen_at < ?)
                order by sent_at desc, digest
                limit ?
                """,
                connection.value(),
                seenBefore,
                atMost);
    return database.readBare(c -> query.list(c, PostgresDeliveryProofs::missed));
  }

  @Override
  public void forgetBefore(ConnectionId connection, Instant moment) {
    var query =
        Query.of(
            "delete from logged_delivery where connection_id = ? and sent_at < ? and seen_at < ?",
            connection.value(),
            moment,
            moment);
    database.writeBare(query::write);
  }

  private static Standing standing(Row row) throws SQLException {
    return new Standing(
        row.text(),
        LogAccess.valueOf(row.text()),
        row.optionalInstant(),
        row.optionalInstant(),
        row.optionalInstant());
  }

  private static Missed missed(Row row) throws SQLException {
    return new Missed(
        new DeliveryDigest(row.text()),
        row.instant(),
        objects(row.text()),
        row.optionalInstant(),
        row.text());
  }

  private static String text(Set<ObjectRef> objects) {
    return objects.stream()
        .map(object -> object.kind() + ":" + object.id())
        .sorted()
        .collect(Collectors.joining(","));
  }

  private static Set<ObjectRef> objects(String text) {
    return Arrays.stream(text.split(","))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split(":", 2))
        .map(pair -> new ObjectRef(ObjectRef.Kind.valueOf(pair[0]), Long.parseLong(pair[1])))
        .collect(Collectors.toSet());
  }
}
