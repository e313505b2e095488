package ai.superit.halo.persistence;

import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Keeps in mind which assets' fields are those of the version that is stored.
final class AssetFields {
  private AssetFields() {}

  /// An asset whose own page says what is stored already keeps its row, but its fields are read
  /// now.
  static void follow(Connection c, ConnectionId connection, List<Asset> assets)
      throws SQLException {
    var read =
        assets.stream()
            .filter(asset -> asset.kind().fields() instanceof Asset.Fields.Read)
            .toList();
    if (read.isEmpty()) {
      return;
    }
    Query.of(
            """
            update asset a set fields_unread = false
            from (
              select s.asset_id
              from unnest(?::int8[], ?::int8[]) as read(asset_id, updated_at)
              join asset s on s.connection_id = ? and s.asset_id = read.asset_id
              where s.fields_unread and s.halo_updated_at <= instant(read.updated_at)
              order by s.asset_id
              for no key update of s
            ) as known
            where a.connection_id = ? and a.asset_id = known.asset_id
            """,
            read.stream().map(asset -> asset.id().value()).toArray(Long[]::new),
            read.stream().map(asset -> Column.micros(asset.updatedAt().at())).toArray(Long[]::new),
            connection.value(),
            connection.value())
        .write(c);
  }

  static Query gap(ConnectionId connection) {
    return Query.of(
        """
        select count(*) filter (where fields_unread), count(*)
        from asset
        where connection_id = ? and deleted_at is null
        """,
        connection.value());
  }
}
