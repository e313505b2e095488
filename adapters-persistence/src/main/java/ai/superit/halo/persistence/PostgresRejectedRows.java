package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.sync.RejectedRow;
import ai.superit.halo.application.sync.RejectedRows;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The rows that runs have rejected, in PostgreSQL.
final class PostgresRejectedRows implements RejectedRows {
  private static final String SELECT =
      """
      select resource, digest, halo_key, reason, raw, first_seen_at, last_seen_at
      from rejected_row where connection_id = ?\
      """;

  private final Database database;

  PostgresRejectedRows(Database database) {
    this.database = database;
  }

  @Override
  public Slice<Kept> list(
      ConnectionId connection, Optional<Resource> resource, PageArgs<Position> page) {
    var query = Query.of(SELECT, connection.value());
    resource.ifPresent(wanted -> query.add("and resource = ?", wanted.name()));
    page.from()
        .ifPresent(from ->
            query.add(
                "and (first_seen_at, resource, digest) "
                    + (page.backward() ? ">" : "<")
                    + " (?, ?, ?)",
                from.firstSeenAt(),
                from.id().resource().name(),
                bytes(from.id())));
    var direction = page.backward() ? " asc" : " desc";
    query.add(
        "order by first_seen_at" + direction + ", resource" + direction + ", digest" + direction);
    query.add("limit ?", page.size() + 1);
    return Slices.of(page, read(query));
  }

  @Override
  public long count(ConnectionId connection, Optional<Resource> resource) {
    var query =
        Query.of("select count(*) from rejected_row where connection_id = ?", connection.value());
    resource.ifPresent(wanted -> query.add("and resource = ?", wanted.name()));
    return database.readBare(query::number);
  }

  @Override
  public List<Kept> find(ConnectionId connection, Set<Id> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    var wanted = List.copyOf(ids);
    return read(
        Query.of(SELECT, connection.value())
            .add(
                "and (resource, digest) in (select * from unnest(?::text[], ?::bytea[]))",
                wanted.stream().map(id -> id.resource().name()).toArray(String[]::new),
                wanted.stream().map(PostgresRejectedRows::bytes).toArray(byte[][]::new)));
  }

  @Override
  public List<Kept> longestUnseen(ConnectionId connection, Resource resource, int limit) {
    return read(
        Query.of(SELECT, connection.value())
            .add(
                """
                and resource = ? and halo_key ~ '^\\s*0*[1-9][0-9]{0,17}([.]0+)?\\s*$'
                order by last_seen_at, digest
                limit ?
                """,
                resource.name(),
                limit));
  }

  @Override
  public void refused(ConnectionId connection, Id id, String reason, Instant now) {
    var query =
        Query.of(
            """
            update rejected_row set reason = ?, last_seen_at = greatest(last_seen_at, ?)
            where connection_id = ? and resource = ? and digest = ?
            """,
            reason,
            now,
            connection.value(),
            id.resource().name(),
            bytes(id));
    database.writeBare(query::write);
  }

  @Override
  public void settled(ConnectionId connection, Resource resource, String key) {
    var query =
        Query.of(
            "delete from rejected_row where connection_id = ? and resource = ? and halo_key = ?",
            connection.value(),
            resource.name(),
            key);
    database.writeBare(query::write);
  }

  @Override
  public void settledBefore(ConnectionId connection, Resource resource, Instant seenBefore) {
    database.writeBare(settling(connection, resource, seenBefore)::write);
  }

  static Query settling(ConnectionId connection, Resource resource, Instant seenBefore) {
    return Query.of(
        "delete from rejected_row where connection_id = ? and resource = ? and last_seen_at < ?",
        connection.value(),
        resource.name(),
        seenBefore);
  }

  private List<Kept> read(Query query) {
    return database.readBare(c -> query.list(c, PostgresRejectedRows::kept));
  }

  private static Kept kept(Row row) throws SQLException {
    var id = new Id(Resource.valueOf(row.text()), HexFormat.of().formatHex(row.bytes()));
    var rejected = new RejectedRow(row.text(), row.text(), row.text());
    return new Kept(id, rejected, row.instant(), row.instant());
  }

  private static byte[] bytes(Id id) {
    return HexFormat.of().parseHex(id.digest());
  }
}
