package ai.superit.halo.benchmarks;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What accepting and the dashboards cost when 1 or 10 million deliveries of the last 30 days are
/// stored. `-Dstored.millions=1,10,100` chooses how many. Bodies of what is stored are short: no
/// query but that for a single delivery reads them.
final class StoredBenchmark {
  private static final int DAYS = 30;
  private static final int SENDERS = 64;
  private static final int ASKED = 11;
  private static final Duration WARM_UP = Duration.ofSeconds(2);
  private static final Duration COUNTED = Duration.ofSeconds(5);

  /// One day: its table, its deliveries, and what would have been counted of them.
  private static final List<String> FILL =
      List.of(
          """
          do $$ begin execute format(
            'create table if not exists halo.delivery_%%s partition of halo.delivery for values from (%%s) to (%%s)',
            to_char(date '1970-01-01' + %1$d, 'YYYYMMDD'), %1$d::int8 << 44, (%1$d + 1)::int8 << 44);
          end $$
          """,
          """
          insert into halo.delivery (connection_id, delivery_id, received_at, body)
          select (select connection_id from halo.connection limit 1),
            (%1$d::int8 << 44) + (1::int8 << 40) + i,
            to_timestamp(%1$d * 86400.0 + (i - %2$d) * 86400.0 / %3$d),
            convert_to('{"event":"ticket updated","object_id":' || i %% 50000 + 1 || '}', 'UTF8')
          from generate_series(%2$d + 1, %2$d + %3$d) as i
          """,
          """
          insert into halo.delivery_task (connection_id, delivery_id, state, attempt, received_at,
            due_at, digest, finished_at, events, objects, reason)
          select (select connection_id from halo.connection limit 1),
            (%1$d::int8 << 44) + (1::int8 << 40) + i,
            case when i %% 5000 = 0 then 'PARKED' else 'APPLIED' end, 1, at, at,
            substr(sha256(convert_to('stored ' || i || ' %1$d', 'UTF8')), 1, 16),
            at + interval '2 s', '{ticket updated}', array['TICKET:' || i %% 50000 + 1],
            case when i %% 5000 = 0 then 'Halo answered 500' else '' end
          from generate_series(%2$d + 1, %2$d + %3$d) as i,
            to_timestamp(%1$d * 86400.0 + (i - %2$d) * 86400.0 / %3$d) as at
          """,
          """
          insert into halo.delivery_hour as counted (connection_id, hour, received, applied, parked)
          select (select connection_id from halo.connection limit 1),
            to_timestamp(%1$d * 86400.0 + hour * 3600), %3$d / 24, %3$d / 24, %3$d / 120000
          from generate_series(0, 23) as hour
          on conflict (connection_id, hour) do update
          set received = counted.received + excluded.received
          """,
          """
          insert into halo.delivery_share as counted (connection_id, kind, hour, name, number)
          select (select connection_id from halo.connection limit 1), kind,
            to_timestamp(%1$d * 86400.0 + hour * 3600), name, 7
          from generate_series(0, 23) as hour,
            lateral (
              select 'EVENT' as kind, 'event ' || i as name from generate_series(1, 10) as i
              union all select 'LATENCY', i::text from generate_series(5, 20) as i
              union all select 'CLIENT', i::text from generate_series(1, 200) as i where hour = 0
            ) as each
          on conflict do nothing
          """);

  private static final Map<String, String> QUESTIONS =
      Map.of(
          "statistics of a day, by hour",
          "webhookStatistics(connectionId: $connection) { totals { received successRate }"
              + " latency { p50 p95 p99 } buckets { start counts { applied } }"
              + " byEvent { event count } byClient { number count } errors { reason count } }",
          "statistics of 90 days, by day",
          "webhookStatistics(connectionId: $connection, by: DAY, from: \"%s\") { totals { received }"
              + " latency { p99 } buckets { start latency { p50 p95 p99 } }"
              + " peaks { start } byEvent { event count } byClient { number count } }",
          "last 50 deliveries",
          "deliveries(connectionId: $connection, first: 50) { edges { node { id state records } } }",
          "last 50 that are parked",
          "deliveries(connectionId: $connection, first: 50, state: PARKED) { edges { node { id } } }",
          "last 50 of a record",
          "deliveries(connectionId: $connection, first: 50, record: \"TICKET 4711\","
              + " since: \"%s\") { edges { node { id } } }",
          "inbox",
          "mirrorStatus(connectionId: $connection) { inbox { waiting parked oldestWaiting } }");

  private final Bench.Target target;
  private long stored;

  StoredBenchmark(Bench.Target target) {
    this.target = target;
  }

  void run() throws Exception {
    for (var millions : System.getProperty("stored.millions", "1,10").split(",", -1)) {
      fill(Long.parseLong(millions.strip()) * 1_000_000);
      var accept = new AcceptBenchmark(target, COUNTED);
      var posts =
          new HttpLoad(target.webhook().address(), 202, accept.posts())
              .run(SENDERS, WARM_UP, COUNTED);
      System.out.printf("stored %,d: posts over HTTP  %s%n", stored, posts);
      accept.awaitWorkedOff();
      for (var question :
          QUESTIONS.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
        System.out.printf(
            "stored %,d: %-30s %,8.1f ms%n",
            stored, question.getKey(), medianMillis(question.getValue()));
      }
    }
  }

  private void fill(long wanted) throws SQLException {
    var begin = System.nanoTime();
    var today = System.currentTimeMillis() / 86_400_000L;
    var perDay = (wanted - stored) / DAYS;
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
      statement.execute("set maintenance_work_mem = '1GB'");
      var indexes = dropIndexes(statement);
      for (var day = today - DAYS; day < today; day++) {
        for (var sql : FILL) {
          statement.execute(sql.formatted(day, stored, perDay));
        }
      }
      for (var index : indexes) {
        statement.execute(index);
      }
      stored = wanted;
      statement.execute("vacuum analyze halo.delivery_task");
      statement.execute("checkpoint");
      try (var rows =
          statement.executeQuery("select pg_size_pretty(pg_database_size(current_database()))")) {
        rows.next();
        System.out.printf(
            "stored %,d: filled in %.0f s, the database has %s%n",
            stored, (System.nanoTime() - begin) / 1e9, rows.getString(1));
      }
    }
  }

  /// Rows are stored much sooner without the indexes, which are made anew over all of them.
  ///
  /// @return the statements that make them
  private static List<String> dropIndexes(Statement statement) throws SQLException {
    var definitions = new ArrayList<String>();
    var names = new ArrayList<String>();
    try (var rows =
        statement.executeQuery(
            """
            select indexdef, indexrelid::regclass::text
            from pg_index join pg_indexes
              on schemaname = 'halo' and indexname = (select relname from pg_class where oid = indexrelid)
            where indrelid = 'halo.delivery_task'::regclass and not indisprimary
            """)) {
      while (rows.next()) {
        definitions.add(rows.getString(1));
        names.add(rows.getString(2));
      }
    }
    for (var name : names) {
      statement.execute("drop index " + name);
    }
    return definitions;
  }

  private double medianMillis(String question) {
    var query =
        "query ($connection: ID!) { %s }"
            .formatted(question.replace("%s", Instant.now().minus(Duration.ofDays(89)).toString()));
    var millis = Stream.generate(() -> millis(query)).limit(ASKED).sorted().toList();
    return millis.get(ASKED / 2);
  }

  private double millis(String query) {
    var begin = System.nanoTime();
    target.demo().ask(query, Map.of("connection", target.demo().connection()));
    return (System.nanoTime() - begin) / 1e6;
  }
}
