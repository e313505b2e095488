package ai.superit.halo.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Finds out whether what the database has committed survives a crash. That commits are waited for
/// is no matter of the server's settings: the [Pool] asks for it in every session.
final class Durability {
  private Durability() {}

  /// What is wrong, one sentence each; empty if nothing is.
  static List<String> flaws(Connection connection) throws SQLException {
    return Query.of(
            """
            select name || ' is off: set it to on in postgresql.conf'
            from pg_settings
            where name in ('fsync', 'full_page_writes') and setting = 'off'
            union all
            select 'table ' || c.relname || ' is unlogged: alter table halo.' || c.relname
              || ' set logged'
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'halo' and c.relkind in ('r', 'p') and c.relpersistence = 'u'
            order by 1
            """)
        .list(connection, Row::text);
  }
}
