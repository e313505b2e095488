package ai.superit.halo.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Opens connections that all behave the same, whatever the server's own settings are.
final class Pool {
  private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(3);
  private static final Duration NETWORK_MARGIN = Duration.ofSeconds(10);

  /// For statements that find everything by a key. A plan is kept, and one that was made while a
  /// table was nearly empty would read all of it long after it has grown.
  static final String BY_KEY = "enable_seqscan=off";

  private Pool() {}

  /// Does not connect yet.
  static HikariDataSource open(
      PersistenceConfig.Access access, String name, int size, Duration statementTimeout) {
    return open(access, name, size, statementTimeout, WAIT_FOR_CONNECTION);
  }

  /// @param wait the longest that a caller waits for a connection, and that the pool pauses between
  ///   two attempts to reach a database which was away
  /// @param settings of each session, such as [#BY_KEY]
  static HikariDataSource open(
      PersistenceConfig.Access access,
      String name,
      int size,
      Duration statementTimeout,
      Duration wait,
      String... settings) {
    var config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(access.jdbcUrl());
    config.setUsername(access.user());
    config.setPassword(access.password().reveal());
    config.setMaximumPoolSize(size);
    config.setMinimumIdle(Math.min(2, size));
    config.setConnectionTimeout(wait.toMillis());
    config.setValidationTimeout(Duration.ofMillis(500).toMillis());
    config.setInitializationFailTimeout(-1);
    properties(config, statementTimeout, settings);
    return new HikariDataSource(config);
  }

  private static void properties(
      HikariConfig config, Duration statementTimeout, String... settings) {
    config.addDataSourceProperty("ApplicationName", "superit-halo");
    config.addDataSourceProperty("preferQueryMode", "extended");
    config.addDataSourceProperty("prepareThreshold", "1");
    config.addDataSourceProperty("preparedStatementCacheQueries", "512");
    config.addDataSourceProperty("preparedStatementCacheSizeMiB", "16");
    config.addDataSourceProperty("binaryTransfer", "true");
    config.addDataSourceProperty("tcpKeepAlive", "true");
    // Else the message of a refused statement quotes the values of the row, and those of a batch.
    config.addDataSourceProperty("logServerErrorDetail", "false");
    config.addDataSourceProperty("connectTimeout", "3");
    config.addDataSourceProperty(
        "socketTimeout", Long.toString(statementTimeout.plus(NETWORK_MARGIN).toSeconds()));
    config.addDataSourceProperty(
        "options",
        "-c search_path=halo -c TimeZone=UTC -c jit=off -c synchronous_commit=on"
            + " -c statement_timeout="
            + statementTimeout.toMillis()
            + " -c idle_in_transaction_session_timeout="
            + Duration.ofMinutes(2).toMillis()
            + Stream.of(settings).map(" -c "::concat).collect(Collectors.joining()));
  }
}
