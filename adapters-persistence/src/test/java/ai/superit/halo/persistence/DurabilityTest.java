package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers of their own, because these tests change their settings and stop them.
class DurabilityTest {
  @TempDir private Path directory;

  @Test
  void a_database_that_may_lose_commits_is_refused_with_the_setting_to_change() throws IOException {
    try (var server = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start()) {
      var config = strict(server);
      Persistence.migrate(config);

      assertThatIllegalStateException()
          .isThrownBy(() -> Persistence.open(config))
          .withMessageContaining("fsync is off: set it to on");
    }
  }

  @Test
  void a_server_that_does_not_wait_for_commits_is_made_to_wait_in_every_session() throws Exception {
    try (var server = EmbeddedPostgres.builder().setServerConfig("fsync", "on").start()) {
      var database = server.getPostgresDatabase();
      try (var connection = database.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("alter database postgres set synchronous_commit = off");
      }

      try (var pool = Pool.open(TestDatabase.embedded(server), "test", 1, Duration.ofSeconds(3));
          var others = database.getConnection();
          var ours = pool.getConnection()) {
        assertThat(setting(others)).isEqualTo("off");
        assertThat(setting(ours)).isEqualTo("on");
      }
    }
  }

  private static String setting(Connection connection) throws SQLException {
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery("show synchronous_commit")) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void a_table_that_a_crash_would_empty_is_refused() throws IOException, SQLException {
    try (var server = durable(directory.resolve("data"), 0)) {
      var config = strict(server);
      Persistence.migrate(config);
      try (var connection = server.getPostgresDatabase().getConnection();
          var statement = connection.createStatement()) {
        statement.execute("alter table halo.delivery_task set unlogged");
      }

      assertThatIllegalStateException()
          .isThrownBy(() -> Persistence.open(config))
          .withMessageContaining("delivery_task is unlogged");
    }
  }

  @Test
  void a_database_without_the_schema_is_refused() throws IOException {
    try (var server = durable(directory.resolve("data"), 0)) {
      assertThatIllegalStateException()
          .isThrownBy(() -> Persistence.open(strict(server)))
          .withMessageContaining("migrate");
    }
  }

  @Test
  void a_database_that_is_not_there_is_unavailable() {
    var nowhere =
        new PersistenceConfig.Access("jdbc:postgresql://127.0.0.1:1/x", "x", new Secret("x"));

    assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> Persistence.open(TestDatabase.config(nowhere)));
  }

  /// What was acknowledged before the stop comes once after it, whatever else happened.
  @Test
  void a_stopped_database_refuses_deliveries_until_it_is_back_and_loses_none() throws Exception {
    var data = directory.resolve("data");
    var server = durable(data, 0);
    var config = strict(server);
    Persistence.migrate(config);
    try (var store = Persistence.open(config)) {
      var acme = ConnectionId.random();
      assertThat(acceptAll(store, acme)).hasSize(64).containsOnly(true);

      server.close();
      assertThat(store.health().reachable()).isFalse();
      assertThat(acceptAll(store, acme)).hasSize(64).containsOnly(false);

      server = durable(data, server.getPort());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(acceptAll(store, acme)).containsOnly(true));
      Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> store.health().isDurable());
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(StoreUnavailable.class)
          .untilAsserted(() ->
              assertThat(
                      store
                          .deliveryInbox()
                          .claim(1_000, Except.NOTHING, Duration.ofMinutes(1), Instant.now()))
                  .hasSize(64));
      assertThat(store.deliveryInbox().state(acme).waiting()).isEqualTo(64);
    } finally {
      server.close();
    }
  }

  private static List<Boolean> acceptAll(Persistence store, ConnectionId connection)
      throws Exception {
    var calls =
        IntStream.range(0, 64)
            .<Callable<Boolean>>mapToObj(i -> () -> accept(store, connection, "body " + i))
            .toList();
    var accepted = new ArrayList<Boolean>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var each : threads.invokeAll(calls)) {
        accepted.add(each.get());
      }
    }
    return accepted;
  }

  private static boolean accept(Persistence store, ConnectionId connection, String body) {
    try {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      store.deliveryInbox().accept(new IncomingDelivery(connection, Instant.now(), bytes));
      return true;
    } catch (StoreUnavailable unavailable) {
      return false;
    }
  }

  private static EmbeddedPostgres durable(Path data, int port) throws IOException {
    var builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setServerConfig("fsync", "on")
            .setServerConfig("full_page_writes", "on")
            .setServerConfig("synchronous_commit", "on");
    return (port == 0 ? builder : builder.setPort(port)).start();
  }

  private static PersistenceConfig strict(EmbeddedPostgres server) {
    return new PersistenceConfig(
        TestDatabase.embedded(server),
        PersistenceConfig.Pools.DEFAULT,
        PersistenceConfig.Timeouts.DEFAULT,
        TestDatabase.keys(),
        Optional.empty(),
        false);
  }
}
