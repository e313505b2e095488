package ai.superit.halo.persistence;

import ai.superit.halo.application.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/// A statement put together from fixed fragments, with its values in their order. Fragments are
/// constants of the code; whatever comes from outside is a value.
final class Query {
  /// Makes something of one row.
  @FunctionalInterface
  interface RowReader<T> {
    T read(Row row) throws SQLException;
  }

  /// Does something with one row.
  @FunctionalInterface
  interface RowUser {
    void use(Row row) throws SQLException;
  }

  private static final int ROWS_AT_A_TIME = 10_000;

  private final List<String> fragments = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private final BitSet leftOut = new BitSet();

  /// Selects the columns of records but for the parts of them that are not wanted.
  static Query select(Set<Part> wanted, List<Columns> records) {
    var query = new Query();
    var between = "select ";
    int place = 0;
    for (var record : records) {
      var selection = record.select(wanted);
      query.add(between).add(selection.names());
      between = ", ";
      var leftOut = selection.leftOut();
      for (int i = leftOut.nextSetBit(0); i >= 0; i = leftOut.nextSetBit(i + 1)) {
        query.leftOut.set(place + i);
      }
      place += record.count();
    }
    return query;
  }

  static Query of(String fragment, @Nullable Object... values) {
    return new Query().add(fragment, values);
  }

  Query add(String fragment, @Nullable Object... more) {
    fragments.add(fragment);
    for (var value : more) {
      values.add(value);
    }
    return this;
  }

  Query add(Query part) {
    fragments.addAll(part.fragments);
    values.addAll(part.values);
    return this;
  }

  String sql() {
    return String.join("\n", fragments);
  }

  <T> List<T> list(Connection connection, RowReader<T> reader) throws SQLException {
    try (var statement = prepared(connection);
        var rows = statement.executeQuery()) {
      return read(rows, reader);
    }
  }

  /// What the statement found.
  <T> List<T> read(ResultSet rows, RowReader<T> reader) throws SQLException {
    return Row.all(rows, leftOut, reader);
  }

  /// Reads any number of rows, some at a time; within a transaction.
  void each(Connection connection, RowUser user) throws SQLException {
    try (var statement = prepared(connection)) {
      statement.setFetchSize(ROWS_AT_A_TIME);
      try (var rows = statement.executeQuery()) {
        Row.each(rows, leftOut, user);
      }
    }
  }

  /// The first column of the only row.
  long number(Connection connection) throws SQLException {
    return list(connection, Row::number).getFirst();
  }

  /// How many rows the statement wrote.
  int write(Connection connection) throws SQLException {
    try (var statement = prepared(connection)) {
      return statement.executeUpdate();
    }
  }

  /// Closed by the caller.
  PreparedStatement prepared(Connection connection) throws SQLException {
    var statement = connection.prepareStatement(sql());
    try {
      for (int i = 0; i < values.size(); i++) {
        bind(statement, i + 1, values.get(i));
      }
      return statement;
    } catch (SQLException | RuntimeException failure) {
      statement.close();
      throw failure;
    }
  }

  private static void bind(PreparedStatement statement, int position, @Nullable Object value)
      throws SQLException {
    switch (value) {
      case null -> statement.setNull(position, Types.NULL);
      case Instant instant -> statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
      case String text -> statement.setString(position, Texts.storable(text));
      case Long number -> statement.setLong(position, number);
      case Integer number -> statement.setInt(position, number);
      case Boolean flag -> statement.setBoolean(position, flag);
      case UUID id -> statement.setObject(position, id);
      case byte[] bytes -> statement.setBytes(position, bytes);
      case String[] texts -> bindArray(statement, position, "text", storable(texts));
      case Long[] numbers -> bindArray(statement, position, "int8", numbers);
      case Integer[] numbers -> bindArray(statement, position, "int4", numbers);
      case Boolean[] flags -> bindArray(statement, position, "bool", flags);
      case byte[][] bytes -> bindArray(statement, position, "bytea", bytes);
      default -> throw new IllegalArgumentException("cannot bind " + value.getClass());
    }
  }

  private static @Nullable String[] storable(@Nullable String[] texts) {
    var result = new @Nullable String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      var text = texts[i];
      result[i] = text == null ? null : Texts.storable(text);
    }
    return result;
  }

  /// The driver's own method sends these arrays in binary form; the one of JDBC takes only arrays
  /// of objects and sends most of them as text.
  private static void bindArray(
      PreparedStatement statement, int position, String type, Object array) throws SQLException {
    var driver = statement.getConnection().unwrap(PGConnection.class);
    statement.setArray(position, driver.createArrayOf(type, array));
  }
}
