package ai.superit.halo.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Durable webhook deliveries over HTTP against single-row inserts of the same body, one
/// transaction each, as a service would do that stores what it gets.
final class AcceptBenchmark {
  private static final int SENDERS = 64;
  private static final int INSERTERS = 16;
  private static final int BODY_BYTES = 1_500;
  private static final int LOG_BYTES = 1 << 30;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration WARM_UP_AGAIN = Duration.ofSeconds(1);

  /// One after the other, since a machine that others share is not as fast now as a minute ago.
  private static final int ROUNDS = 7;

  private static final int UNIQUE_AT = 32;
  private static final byte[] TEMPLATE = template();

  private final Bench.Target target;
  private final Duration counted;

  AcceptBenchmark(Bench.Target target, Duration counted) {
    this.target = target;
    this.counted = counted;
  }

  Ratio run() throws Exception {
    createTable();
    fillLog();
    var rounds = new ArrayList<Ratio>();
    for (int round = 0; round < ROUNDS; round++) {
      var warmUp = round == 0 ? WARM_UP : WARM_UP_AGAIN;
      execute("checkpoint");
      var inserts = SqlLoad.run(INSERTERS, warmUp, counted, this::inserter);
      System.out.println("accept: single-row inserts, 16 connections  " + inserts);
      execute("checkpoint");
      var posts =
          new HttpLoad(target.webhook().address(), 202, posts()).run(SENDERS, warmUp, counted);
      System.out.println("accept: posts over HTTP, 64 connections     " + posts);
      awaitWorkedOff();
      rounds.add(
          new Ratio(
              "webhook accept",
              posts.perSecond(),
              inserts.perSecond(),
              "the median of %d rounds; at least 1.5, p99 below 100 ms".formatted(ROUNDS)));
    }
    return Ratio.median(rounds);
  }

  private void createTable() throws SQLException {
    execute(
        """
        create table bench_delivery (
          id bigint generated always as identity primary key,
          received_at timestamptz not null default now(),
          body bytea not null)
        """);
  }

  /// A database that has run for a while writes over old log files. A fresh one would first have to
  /// create each of them, and that would be measured instead.
  private void fillLog() throws SQLException {
    execute(
        """
        insert into bench_delivery (body)
        select decode(repeat('00', %d), 'hex') from generate_series(1, %d)
        """
            .formatted(BODY_BYTES, LOG_BYTES / BODY_BYTES));
    execute("truncate bench_delivery");
  }

  private void execute(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// What was accepted is not to be worked on while the inserts of the next round are counted.
  void awaitWorkedOff() throws SQLException, InterruptedException {
    var begin = System.nanoTime();
    try (var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
        var open =
            connection.prepareStatement(
                """
                select exists (select 1 from halo.delivery_arrival)
                  or exists (select 1 from halo.delivery_task where state = 'OPEN')
                """)) {
      while (isTrue(open)) {
        TimeUnit.MILLISECONDS.sleep(200);
      }
    }
    System.out.printf(
        "accept: worked off after                    %,9.1f s%n",
        (System.nanoTime() - begin) / 1e9);
  }

  private static boolean isTrue(PreparedStatement question) throws SQLException {
    try (var rows = question.executeQuery()) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  private SqlLoad.Worker inserter() throws SQLException {
    var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
    var insert = connection.prepareStatement("insert into bench_delivery (body) values (?)");
    return new SqlLoad.Worker() {
      @Override
      public void once() throws SQLException {
        insert.setBytes(1, body());
        insert.executeUpdate();
      }

      @Override
      public void close() throws SQLException {
        connection.close();
      }
    };
  }

  Supplier<byte[]> posts() throws GeneralSecurityException {
    var webhook = target.webhook();
    var mac = mac();
    return () -> {
      var body = body();
      var signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
      return HttpLoad.post(webhook.address(), webhook.header() + ": " + signature + "\r\n", body);
    };
  }

  private Mac mac() throws GeneralSecurityException {
    var mac = Mac.getInstance("HmacSHA256");
    var secret = target.webhook().secret().getBytes(StandardCharsets.UTF_8);
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return mac;
  }

  /// A different delivery each time, as the inbox drops what it has already. It names no object, so
  /// that working on it costs as little as it can.
  private static byte[] body() {
    var body = TEMPLATE.clone();
    var unique = ThreadLocalRandom.current().nextLong();
    for (int i = 0; i < 16; i++) {
      body[UNIQUE_AT + i] = (byte) Character.forDigit((int) (unique >>> (4 * i)) & 15, 16);
    }
    return body;
  }

  private static byte[] template() {
    var start = "{\"event\":\"benchmark\",\"id\":\"";
    var body = new StringBuilder(start);
    body.repeat('x', BODY_BYTES - start.length() - 2).append("\"}");
    return body.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
