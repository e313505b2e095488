package ai.superit.halo.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Durable webhook deliveries over HTTP against single-row inserts of the same body, one
/// transaction each, as a service would do that stores what it gets.
final class AcceptBenchmark {
  private static final int SENDERS = 64;
  private static final int INSERTERS = 16;
  private static final int BODY_BYTES = 1_500;
  private static final Duration WARM_UP = Duration.ofSeconds(5);

  private final Bench.Target target;
  private final Duration counted;

  AcceptBenchmark(Bench.Target target, Duration counted) {
    this.target = target;
    this.counted = counted;
  }

  Ratio run() throws Exception {
    var inserts = Load.run(INSERTERS, WARM_UP, counted, this::inserter);
    System.out.println("accept: single-row inserts, 16 connections  " + inserts);
    var posts = Load.run(SENDERS, WARM_UP, counted, this::sender);
    System.out.println("accept: posts over HTTP, 64 connections     " + posts);
    return new Ratio(
        "webhook accept", posts.perSecond(), inserts.perSecond(), "at least 1.5, p99 below 100 ms");
  }

  private Load.Worker inserter() throws SQLException {
    var connection = DriverManager.getConnection(target.jdbcUrl(), target.user(), "");
    try (var statement = connection.createStatement()) {
      statement.execute(
          """
          create table if not exists bench_delivery (
            id bigint generated always as identity primary key,
            received_at timestamptz not null default now(),
            body bytea not null)
          """);
    }
    var insert = connection.prepareStatement("insert into bench_delivery (body) values (?)");
    return new Load.Worker() {
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

  private Load.Worker sender() throws Exception {
    var address = target.webhook().address();
    var connection = new HttpConnection(address);
    var head = HttpConnection.head(address);
    var mac = mac();
    return new Load.Worker() {
      @Override
      public void once() throws Exception {
        var body = body();
        var signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
        var signed = head + target.webhook().header() + ": " + signature + "\r\n";
        var status = HttpConnection.status(connection.post(signed, body));
        if (status != 202) {
          throw new IllegalStateException("the webhook endpoint answered " + status);
        }
      }

      @Override
      public void close() throws IOException {
        connection.close();
      }
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
    var start = "{\"id\":\"" + UUID.randomUUID() + "\",\"event\":\"benchmark\",\"filler\":\"";
    var body = new StringBuilder(BODY_BYTES).append(start);
    body.repeat('x', BODY_BYTES - start.length() - 2).append("\"}");
    return body.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
