package ai.superit.halo.persistence;

import ai.superit.halo.domain.connection.ConnectionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/// Keeps the table of relations in step with what the assets say about each other.
final class AssetLinks {
  private AssetLinks() {}

  static void follow(Connection c, ConnectionId connection, Set<Long> changed) throws SQLException {
    var assets = changed.toArray(new Long[0]);
    if (assets.length == 0) {
      return;
    }
    Query.of(
            """
            delete from asset_relation r
            using asset a
            where a.connection_id = ? and a.asset_id = any(?) and a.parent_ids is not null
              and r.connection_id = a.connection_id and r.child_id = a.asset_id
              and r.parent_id <> all(a.parent_ids)
            """,
            connection.value(),
            assets)
        .write(c);
    Query.of(
            """
            delete from asset_relation r
            using asset a
            where a.connection_id = ? and a.asset_id = any(?) and a.child_ids is not null
              and r.connection_id = a.connection_id and r.parent_id = a.asset_id
              and r.child_id <> all(a.child_ids)
            """,
            connection.value(),
            assets)
        .write(c);
    insert(c, connection, assets);
  }

  private static void insert(Connection c, ConnectionId connection, Long[] assets)
      throws SQLException {
    Query.of(
            """
            insert into asset_relation (connection_id, parent_id, child_id)
            select a.connection_id, parent.id, a.asset_id
            from asset a, unnest(a.parent_ids) as parent(id)
            where a.connection_id = ? and a.asset_id = any(?)
            union
            select a.connection_id, a.asset_id, child.id
            from asset a, unnest(a.child_ids) as child(id)
            where a.connection_id = ? and a.asset_id = any(?)
            order by 2, 3
            on conflict do nothing
            """,
            connection.value(),
            assets,
            connection.value(),
            assets)
        .write(c);
  }
}
