package ai.superit.halo.persistence;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears what other instances have changed. A notice may get lost while the connection is down, so
/// every subscriber is also told after each reconnection and every ten seconds.
final class Notices implements AutoCloseable {
  /// What notices are about.
  enum Channel {
    LOOKUPS,
    WEBHOOK_SCHEMES,
    WEBHOOK_SENDERS,
    DELIVERY_RULES,
    DELIVERIES,
    CHANGES;

    String wireName() {
      return "halo_" + name();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final Duration TICK = Duration.ofSeconds(10);
  private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

  private final Map<Channel, Consumer<Optional<String>>> subscribers = new EnumMap<>(Channel.class);
  private final List<Runnable> reconnected = new ArrayList<>();
  private final HikariDataSource source;
  private final Thread thread =
      Thread.ofPlatform().name("store-notices").daemon().unstarted(this::run);
  private volatile boolean closed;

  /// @param source a pool of its own, whose connection is kept
  Notices(HikariDataSource source) {
    this.source = source;
  }

  /// Sends a notice when the transaction commits.
  static void send(Connection connection, Channel channel, String content) throws SQLException {
    Query.of("select 1, pg_notify(?, ?)", channel.wireName(), content).number(connection);
  }

  /// To be called before [#start]. The subscriber gets the content of a notice, or nothing when
  /// anything may have changed; it must not throw.
  void subscribe(Channel channel, Consumer<Optional<String>> subscriber) {
    subscribers.put(channel, subscriber);
  }

  /// To be called before [#start]: told whenever notices may have got lost. It must not throw.
  void onReconnection(Runnable told) {
    reconnected.add(told);
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    source.close();
  }

  private void run() {
    while (!closed) {
      try (var connection = source.getConnection()) {
        listen(connection);
      } catch (SQLException | RuntimeException failure) {
        if (!closed) {
          LOG.warn("event=store_notices_lost reason={}", failure.toString());
          LockSupport.parkNanos(RETRY_PAUSE.toNanos());
        }
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      for (var channel : Channel.values()) {
        statement.execute("listen \"" + channel.wireName() + '"');
      }
    }
    reconnected.forEach(Runnable::run);
    var driver = connection.unwrap(PGConnection.class);
    while (!closed) {
      tellAll();
      var until = System.nanoTime() + TICK.toNanos();
      for (long left = TICK.toMillis(); left > 0 && !closed; left = millisUntil(until)) {
        for (var notice : driver.getNotifications((int) left)) {
          tell(notice.getName(), notice.getParameter());
        }
      }
    }
  }

  private static long millisUntil(long nanoTime) {
    return TimeUnit.NANOSECONDS.toMillis(nanoTime - System.nanoTime());
  }

  private void tell(String name, String content) {
    Stream.of(Channel.values())
        .filter(channel -> channel.wireName().equals(name))
        .map(subscribers::get)
        .forEach(subscriber -> subscriber.accept(Optional.of(content)));
  }

  private void tellAll() {
    subscribers.values().forEach(subscriber -> subscriber.accept(Optional.empty()));
  }
}
