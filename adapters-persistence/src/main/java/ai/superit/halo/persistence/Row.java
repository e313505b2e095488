package ai.superit.halo.persistence;

import ai.superit.halo.domain.connection.ConnectionId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the columns of a row from left to right: each call takes the next one. One that the
/// statement left out is empty: no text, zero, false or the beginning of time.
final class Row {
  static final BitSet NONE = new BitSet();

  private final ResultSet rows;
  private final BitSet leftOut;
  private int taken;
  private int column;

  private Row(ResultSet rows, BitSet leftOut) {
    this.rows = rows;
    this.leftOut = leftOut;
  }

  /// @param leftOut by their places, the first of which is 0
  static <T> List<T> all(ResultSet rows, BitSet leftOut, Query.RowReader<T> reader)
      throws SQLException {
    var result = new ArrayList<T>();
    each(rows, leftOut, row -> result.add(reader.read(row)));
    return result;
  }

  static <T> List<T> all(ResultSet rows, Query.RowReader<T> reader) throws SQLException {
    return all(rows, NONE, reader);
  }

  static void each(ResultSet rows, BitSet leftOut, Query.RowUser user) throws SQLException {
    var row = new Row(rows, leftOut);
    while (rows.next()) {
      row.taken = 0;
      row.column = 0;
      user.use(row);
    }
  }

  /// Takes the next column; false if there is nothing to read.
  private boolean take() {
    if (leftOut.get(taken++)) {
      return false;
    }
    column++;
    return true;
  }

  ConnectionId connection() throws SQLException {
    return new ConnectionId(uuid());
  }

  UUID uuid() throws SQLException {
    return optionalUuid().orElseThrow();
  }

  Optional<UUID> optionalUuid() throws SQLException {
    return take() ? Optional.ofNullable(rows.getObject(column, UUID.class)) : Optional.empty();
  }

  long number() throws SQLException {
    return take() ? rows.getLong(column) : 0;
  }

  Optional<Long> optionalNumber() throws SQLException {
    if (!take()) {
      return Optional.empty();
    }
    var value = rows.getLong(column);
    return rows.wasNull() ? Optional.empty() : Optional.of(value);
  }

  Optional<BigDecimal> optionalDecimal() throws SQLException {
    return take() ? Optional.ofNullable(rows.getBigDecimal(column)) : Optional.empty();
  }

  boolean flag() throws SQLException {
    return take() && rows.getBoolean(column);
  }

  String text() throws SQLException {
    return take() ? Objects.requireNonNull(rows.getString(column), "text") : "";
  }

  Optional<String> optionalText() throws SQLException {
    return take() ? Optional.ofNullable(rows.getString(column)) : Optional.empty();
  }

  byte[] bytes() throws SQLException {
    return take() ? Objects.requireNonNull(rows.getBytes(column), "bytes") : new byte[0];
  }

  Instant instant() throws SQLException {
    if (leftOut.get(taken)) {
      take();
      return Instant.EPOCH;
    }
    return optionalInstant().orElseThrow();
  }

  Optional<Instant> optionalInstant() throws SQLException {
    return take()
        ? Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
            .map(OffsetDateTime::toInstant)
        : Optional.empty();
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
    if (leftOut.get(taken)) {
      return true;
    }
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
    for (int i = 0; i < columns; i++) {
      take();
    }
  }

  private @Nullable Object array() throws SQLException {
    var array = take() ? rows.getArray(column) : null;
    return array == null ? null : array.getArray();
  }
}
