package ai.superit.halo.bootstrap;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What tests ask a service's store, and change in it behind the service's back. Over one
/// connection, since opening one costs the machine more than most questions do. Thread-safe.
final class TestStore implements AutoCloseable {
  /// Reads one column of a row.
  @FunctionalInterface
  interface Column<T> {
    T of(ResultSet row) throws SQLException;
  }

  private final String url;
  private final String user;
  private @Nullable Connection open;

  /// Does not connect yet.
  TestStore(EmbeddedDatabase database) {
    this.url = database.jdbcUrl();
    this.user = database.user();
  }

  /// @param sql selects numbers
  List<Integer> numbers(String sql) throws SQLException {
    return rows(sql, row -> row.getInt(1));
  }

  /// @param sql selects texts
  List<String> texts(String sql) throws SQLException {
    return rows(sql, row -> row.getString(1));
  }

  /// @param sql selects one number
  long count(String sql) throws SQLException {
    return rows(sql, row -> row.getLong(1)).getFirst();
  }

  synchronized <T> List<T> rows(String sql, Column<T> column) throws SQLException {
    try (var statement = connection().createStatement();
        var found = statement.executeQuery(sql)) {
      var rows = new ArrayList<T>();
      while (found.next()) {
        rows.add(column.of(found));
      }
      return rows;
    }
  }

  synchronized void execute(String sql) throws SQLException {
    try (var statement = connection().createStatement()) {
      statement.execute(sql);
    }
  }

  /// A connection for the caller alone, who closes it.
  Connection another() throws SQLException {
    return DriverManager.getConnection(url, user, "");
  }

  private Connection connection() throws SQLException {
    if (open == null || open.isClosed()) {
      open = another();
    }
    return open;
  }

  /// The next question connects anew, as it must when the server was away.
  @Override
  public synchronized void close() {
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException gone) {
      // with its server
    } finally {
      open = null;
    }
  }
}
