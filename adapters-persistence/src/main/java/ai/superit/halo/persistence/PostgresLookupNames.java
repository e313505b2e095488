package ai.superit.halo.persistence;

import ai.superit.halo.application.ticket.LookupNames;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Lookup;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Keeps the names of all connections that are asked about in memory.
final class PostgresLookupNames implements LookupNames {
  private record Entry(Lookup.Kind kind, long id) {}

  private final Map<ConnectionId, Map<Entry, String>> known = new ConcurrentHashMap<>();
  private final Database database;

  PostgresLookupNames(Database database) {
    this.database = database;
  }

  @Override
  public String name(ConnectionId connection, Lookup.Kind kind, long id) {
    var names = known.get(connection);
    if (names == null) {
      names = load(connection);
      known.put(connection, names);
    }
    return names.getOrDefault(new Entry(kind, id), "");
  }

  @Override
  public List<Lookup> list(ConnectionId connection, Lookup.Kind kind) {
    var query =
        Query.of(
            """
            select kind, lookup_id, name, closing
            from lookup
            where connection_id = ? and kind = ? and deleted_at is null
            order by lookup_id
            """,
            connection.value(),
            kind.name());
    return database.readBare(c -> query.list(c, PostgresLookupNames::lookup));
  }

  /// The next question about the connection reads the store again.
  void forget(ConnectionId connection) {
    known.remove(connection);
  }

  void forgetAll() {
    known.clear();
  }

  private Map<Entry, String> load(ConnectionId connection) {
    var query =
        Query.of(
            """
            select kind, lookup_id, name, closing
            from lookup
            where connection_id = ? and deleted_at is null
            """,
            connection.value());
    return database.readBare(c -> query.list(c, PostgresLookupNames::lookup)).stream()
        .collect(Collectors.toMap(row -> new Entry(row.kind(), row.id()), Lookup::name));
  }

  private static Lookup lookup(Row row) throws SQLException {
    return new Lookup(Lookup.Kind.valueOf(row.text()), row.number(), row.text(), row.flag());
  }
}
