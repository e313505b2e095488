package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.domain.connection.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.PostgreSQLContainer;

/// The one PostgreSQL of the test run, with the schema in it. `SUPERIT_TEST_DATABASE`, as a system
/// property or in the environment, chooses it: `embedded` (the default), `container`, or the JDBC
/// URL of a server that the tests may empty.
final class TestDatabase {
  private static final PersistenceConfig.Access ACCESS = start();
  private static final Persistence STORE = open();
  private static @Nullable Connection cleaning;

  private TestDatabase() {}

  /// Open for all tests; nobody closes it.
  static Persistence store() {
    return STORE;
  }

  /// Where runs write to.
  static SyncResource.Stores syncStores() {
    return new SyncResource.Stores(
        STORE.mirror(),
        new StoreTickets(STORE.mirror(), STORE.links(), STORE.transactions()),
        STORE.syncRuns(),
        STORE.pollCursors(),
        STORE.heldDeletions(),
        STORE.listPositions(),
        STORE.syncScopes(),
        STORE.comparisons());
  }

  static PersistenceConfig config() {
    return config(ACCESS);
  }

  static PersistenceConfig config(PersistenceConfig.Access access) {
    return config(access, PersistenceConfig.Pools.DEFAULT);
  }

  static PersistenceConfig config(PersistenceConfig.Pools pools) {
    return config(ACCESS, pools);
  }

  static PersistenceConfig config(SealKeys keys) {
    return config(ACCESS, PersistenceConfig.Pools.DEFAULT, keys);
  }

  private static PersistenceConfig config(
      PersistenceConfig.Access access, PersistenceConfig.Pools pools) {
    return config(access, pools, keys());
  }

  private static PersistenceConfig config(
      PersistenceConfig.Access access, PersistenceConfig.Pools pools, SealKeys keys) {
    return new PersistenceConfig(
        access, pools, PersistenceConfig.Timeouts.DEFAULT, keys, Optional.empty(), true);
  }

  static SealKeys keys() {
    return SealKeys.of("test", Map.of("test", new byte[32]));
  }

  static PersistenceConfig.Access embedded(EmbeddedPostgres server) {
    return new PersistenceConfig.Access(
        server.getJdbcUrl("postgres", "postgres"), "postgres", new Secret("postgres"));
  }

  static Connection connect() throws SQLException {
    return DriverManager.getConnection(
        ACCESS.jdbcUrl() + (ACCESS.jdbcUrl().contains("?") ? "&" : "?") + "currentSchema=halo",
        ACCESS.user(),
        ACCESS.password().reveal());
  }

  /// Without the triggers that keep the audit log from being emptied. Most tables are empty or
  /// nearly so: looking and deleting is faster by far than truncating all. Over one connection,
  /// which knows all tables after the first time.
  static synchronized void truncate() {
    try {
      if (cleaning == null || !cleaning.isValid(5)) {
        cleaning = connect();
      }
      try (var statement = cleaning.createStatement()) {
        statement.execute(
            """
            set session_replication_role = replica;
            do $$
            declare
              each regclass;
              filled boolean;
            begin
              for each in
                select c.oid
                from pg_class c
                where c.relnamespace = 'halo'::regnamespace and c.relkind = 'r'
                  and c.relname <> 'flyway_schema_history' and pg_relation_size(c.oid) > 0
              loop
                execute format('select exists (select from %s)', each) into filled;
                if filled and pg_relation_size(each) > 1000000 then
                  execute format('truncate %s', each);
                elsif filled then
                  execute format('delete from %s', each);
                end if;
              end loop;
            end $$
            """);
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Persistence open() {
    Persistence.migrate(config());
    return Persistence.open(config());
  }

  private static PersistenceConfig.Access start() {
    var wanted =
        Optional.ofNullable(System.getProperty("SUPERIT_TEST_DATABASE"))
            .or(() -> Optional.ofNullable(System.getenv("SUPERIT_TEST_DATABASE")))
            .orElse("embedded");
    return switch (wanted) {
      case "embedded" -> startEmbedded();
      case "container" -> startContainer();
      default -> new PersistenceConfig.Access(wanted, "postgres", new Secret("postgres"));
    };
  }

  private static PersistenceConfig.Access startEmbedded() {
    try {
      return embedded(EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @SuppressWarnings("resource") // ends with the JVM
  private static PersistenceConfig.Access startContainer() {
    var container = new PostgreSQLContainer<>("postgres:18-alpine");
    container.start();
    return new PersistenceConfig.Access(
        container.getJdbcUrl(), container.getUsername(), new Secret(container.getPassword()));
  }
}
