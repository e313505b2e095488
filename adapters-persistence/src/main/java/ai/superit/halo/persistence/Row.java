package ai.superit.halo.persistence;

import ai.superit.halo.domain.connection.ConnectionId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the columns of a row from left to right: each call takes the next one.
final class Row {
  private final ResultSet rows;
  private int column;

  private Row(ResultSet rows) {
    this.rows = rows;
  }

  static <T> List<T> all(ResultSet rows, Query.RowReader<T> reader) throws SQLException {
    var result = new ArrayList<T>();
    each(rows, row -> result.add(reader.read(row)));
    return result;
  }

  static void each(ResultSet rows, Query.RowUser user) throws SQLException {
    var row = new Row(rows);
    while (rows.next()) {
      row.column = 0;
      user.use(row);
    }
  }

  ConnectionId connection() throws SQLException {
    return new ConnectionId(uuid());
  }

  UUID uuid() throws SQLException {
    return Objects.requireNonNull(rows.getObject(++column, UUID.class), "uuid");
  }

  Optional<UUID> optionalUuid() throws SQLException {
    return Optional.ofNullable(rows.getObject(++column, UUID.class));
  }

  long number() throws SQLException {
    return rows.getLong(++column);
  }

  Optional<Long> optionalNumber() throws SQLException {
    var value = rows.getLong(++column);
    return rows.wasNull() ? Optional.empty() : Optional.of(value);
  }

  Optional<BigDecimal> optionalDecimal() throws SQLException {
    return Optional.ofNullable(rows.getBigDecimal(++column));
  }

  boolean flag() throws SQLException {
    return rows.getBoolean(++column);
  }

  String text() throws SQLException {
    return Objects.requireNonNull(rows.getString(++column), "text");
  }

  Optional<String> optionalText() throws SQLException {
    return Optional.ofNullable(rows.getString(++column));
  }

  byte[] bytes() throws SQLException {
    return Objects.requireNonNull(rows.getBytes(++column), "bytes");
  }

  Instant instant() throws SQLException {
    return optionalInstant().orElseThrow();
  }

  Optional<Instant> optionalInstant() throws SQLException {
    return Optional.ofNullable(rows.getObject(++column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  Optional<Set<Long>> optionalNumbers() throws SQLException {
    var values = array();
    return values == null ? Optional.empty() : Optional.of(Set.of((Long[]) values));
  }

  Long[] numbers() throws SQLException {
    return (Long[]) Objects.requireNonNull(array(), "numbers");
  }

  Optional<List<String>> optionalTexts() throws SQLException {
    var values = array();
    return values == null ? Optional.empty() : Optional.of(List.of((String[]) values));
  }

  /// Whether the next column, which stands for a joined row, has none; takes nothing.
  boolean isAbsent() throws SQLException {
    rows.getObject(column + 1);
    return rows.wasNull();
  }

  /// What a join found, or nothing if it found none: then these columns are all null.
  <T> Optional<T> joined(int columns, Query.RowReader<T> reader) throws SQLException {
    if (isAbsent()) {
      skip(columns);
      return Optional.empty();
    }
    return Optional.of(reader.read(this));
  }

  void skip(int columns) {
    column += columns;
  }

  private @Nullable Object array() throws SQLException {
    var array = rows.getArray(++column);
    return array == null ? null : array.getArray();
  }
}
