package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.domain.connection.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Over a server of its own, which asks for passwords.
class ReachabilityTest {
  private static final Secret PASSWORD = new Secret("correct horse");

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() throws IOException, SQLException {
    server = EmbeddedPostgres.builder().start();
    try (var connection = server.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute("create role halo login superuser password '" + PASSWORD.reveal() + "'");
      try (var rows = statement.executeQuery("show hba_file")) {
        rows.next();
        Files.writeString(Path.of(rows.getString(1)), "host all all 127.0.0.1/32 scram-sha-256\n");
      }
      statement.execute("select pg_reload_conf()");
    }
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @ParameterizedTest
  @MethodSource("waysToStart")
  void a_wrong_password_is_named_without_being_shown(Consumer<PersistenceConfig> starting) {
    assertUnavailable(starting, access(server.getPort(), "postgres", new Secret("wrong horse")))
        .withMessageContaining("does not let user halo in; check the user, the password")
        .withMessageNotContaining("horse");
  }

  @ParameterizedTest
  @MethodSource("waysToStart")
  void a_database_that_does_not_exist_is_named(Consumer<PersistenceConfig> starting) {
    assertUnavailable(starting, access(server.getPort(), "elsewhere", PASSWORD))
        .withMessageContaining("/elsewhere cannot be used: it has no database of this name");
  }

  @ParameterizedTest
  @MethodSource("waysToStart")
  void a_host_that_does_not_answer_is_named(Consumer<PersistenceConfig> starting) {
    assertUnavailable(starting, access(1, "postgres", PASSWORD))
        .withMessageContaining("127.0.0.1:1/postgres cannot be used: it does not answer")
        .withMessageContaining("check the address");
  }

  @ParameterizedTest
  @MethodSource("waysToStart")
  void a_database_that_wants_no_tls_is_named(Consumer<PersistenceConfig> starting) {
    var address = "postgres?sslmode=require";

    assertUnavailable(starting, access(server.getPort(), address, PASSWORD))
        .withMessageContaining("agree on TLS");
  }

  @Test
  void another_schema_of_the_same_name_is_refused() throws SQLException {
    var config = TestDatabase.config(access(server.getPort(), "postgres", PASSWORD));
    try (var connection =
            DriverManager.getConnection(config.access().jdbcUrl(), "halo", PASSWORD.reveal());
        var statement = connection.createStatement()) {
      statement.execute("create schema if not exists halo");
      statement.execute("create table if not exists halo.connection (id int)");
    }

    assertThatIllegalStateException()
        .isThrownBy(() -> Persistence.migrate(config))
        .withMessageContaining("the schema could not be migrated");
  }

  static Stream<Consumer<PersistenceConfig>> waysToStart() {
    return Stream.of(Persistence::migrate, config -> Persistence.open(config).close());
  }

  private static ThrowableAssertAlternative<StoreUnavailable> assertUnavailable(
      Consumer<PersistenceConfig> starting, PersistenceConfig.Access access) {
    return assertThatExceptionOfType(StoreUnavailable.class)
        .isThrownBy(() -> starting.accept(TestDatabase.config(access)));
  }

  private static PersistenceConfig.Access access(int port, String database, Secret password) {
    var url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    return new PersistenceConfig.Access(url, "halo", password);
  }
}
