package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.Latencies;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Counts in PostgreSQL, of which the inbox makes a row for each hour.
final class PostgresDeliveryStatistics implements DeliveryStatistics {
  private record Fell(Instant start, int bucket, long number) {}

  private final Database database;

  PostgresDeliveryStatistics(Database database) {
    this.database = database;
  }

  @Override
  public List<Bucket> buckets(ConnectionId connection, Span span, Unit unit) {
    var from = span.from().truncatedTo(unit == Unit.DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS);
    var counts =
        Query.of(
            """
            select date_trunc(?, hour, 'UTC'), sum(received), sum(copies), sum(applied),
              sum(skipped), sum(quarantined), sum(parked), sum(retried), sum(repeated)
            from delivery_hour
            where connection_id = ? and hour >= ? and hour < ?
            group by 1
            """,
            unit.name(),
            connection.value(),
            from,
            span.to());
    var latencies =
        Query.of(
            """
            select date_trunc(?, hour, 'UTC'), name, sum(number)
            from delivery_share
            where connection_id = ? and kind = 'LATENCY' and hour >= ? and hour < ?
            group by 1, 2
            """,
            unit.name(),
            connection.value(),
            from,
            span.to());
    return database.readBare(c -> {
      var fell = new HashMap<Instant, Map<Integer, Long>>();
      for (var each : latencies.list(c, PostgresDeliveryStatistics::fell)) {
        fell.computeIfAbsent(each.start(), _ -> new HashMap<>()).put(each.bucket(), each.number());
      }
      var buckets = new TreeMap<Instant, Bucket>();
      for (var bucket : counts.list(c, row -> bucket(row, fell))) {
        buckets.put(bucket.start(), bucket);
      }
      return List.copyOf(buckets.values());
    });
  }

  @Override
  public List<Part> parts(ConnectionId connection, Share share, Span span, int atMost) {
    var unit = share == Share.CLIENT ? ChronoUnit.DAYS : ChronoUnit.HOURS;
    var query =
        Query.of(
            """
            select name, sum(number)
            from delivery_share
            where connection_id = ? and kind = ? and hour >= ? and hour < ?
            group by name
            order by sum(number) desc, name collate "C"
            limit ?
            """,
            connection.value(),
            share.name(),
            span.from().truncatedTo(unit),
            span.to(),
            atMost);
    return database.readBare(c -> query.list(c, row -> new Part(row.text(), row.number())));
  }

  @Override
  public List<Long> received(ConnectionId connection, List<Instant> hours) {
    var query =
        Query.of(
            """
            select coalesce(counted.received, 0)
            from unnest(?::int8[]) with ordinality as wanted(hour, place)
            left join delivery_hour counted
              on counted.connection_id = ? and counted.hour = instant(wanted.hour)
            order by wanted.place
            """,
            hours.stream().map(Column::micros).toArray(Long[]::new),
            connection.value());
    return database.readBare(c -> query.list(c, Row::number));
  }

  @Override
  public Optional<Instant> firstHour(ConnectionId connection) {
    var query =
        Query.of(
            "select hour from delivery_hour where connection_id = ? order by hour limit 1",
            connection.value());
    return database.readBare(c -> query.list(c, Row::instant)).stream().findFirst();
  }

  @Override
  public void forgetBefore(Instant moment) {
    database.writeBare(
        Query.of(
                """
                delete from delivery_hour counted
                using connection c
                where counted.connection_id = c.connection_id and counted.hour < ?
                """,
                moment)
            ::write);
    database.writeBare(
        Query.of(
                """
                delete from delivery_share counted
                using connection c, unnest(?::text[]) as each(kind)
                where counted.connection_id = c.connection_id and counted.kind = each.kind
                  and counted.hour < ?
                """,
                List.of(Share.values()).stream().map(Share::name).toArray(String[]::new),
                moment)
            ::write);
  }

  private static Fell fell(Row row) throws SQLException {
    return new Fell(row.instant(), Integer.parseInt(row.text()), row.number());
  }

  private static Bucket bucket(Row row, Map<Instant, Map<Integer, Long>> fell) throws SQLException {
    var start = row.instant();
    var counts =
        new Counts(
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number(),
            row.number());
    return new Bucket(start, counts, new Latencies(fell.getOrDefault(start, Map.of())));
  }
}
