package ai.superit.halo.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// Several statements that go to the database in one round trip. Their results are read in the
/// order of the statements.
final class Script implements AutoCloseable {
  private final PreparedStatement statement;
  private final List<Query> queries;
  private int read;

  private Script(PreparedStatement statement, List<Query> queries) {
    this.statement = statement;
    this.queries = queries;
  }

  static Script run(Connection connection, List<Query> queries) throws SQLException {
    var script = new Query();
    queries.forEach(query -> script.add(query).add(";"));
    var statement = script.prepared(connection);
    try {
      statement.execute();
      return new Script(statement, queries);
    } catch (SQLException | RuntimeException failure) {
      statement.close();
      throw failure;
    }
  }

  <T> List<T> next(Query.RowReader<T> reader) throws SQLException {
    if (read > 0) {
      statement.getMoreResults();
    }
    try (var rows = statement.getResultSet()) {
      return queries.get(read++).read(rows, reader);
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
