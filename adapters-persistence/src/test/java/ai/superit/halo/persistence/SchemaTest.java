package ai.superit.halo.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class SchemaTest {
  @Test
  void every_table_that_knows_its_connection_has_it_first_in_its_primary_key() throws SQLException {
    TestDatabase.store();

    try (var connection = TestDatabase.connect()) {
      var otherwise =
          Query.of(
                  """
                  select distinct c.table_name
                  from information_schema.columns c
                  where c.table_schema = 'halo' and c.column_name = 'connection_id'
                    and not exists (
                      select
                      from information_schema.table_constraints p
                      join information_schema.key_column_usage k
                        using (constraint_schema, constraint_name)
                      where p.table_schema = 'halo' and p.table_name = c.table_name
                        and p.constraint_type = 'PRIMARY KEY'
                        and k.column_name = 'connection_id' and k.ordinal_position = 1)
                  """)
              .list(connection, Row::text);

      assertThat(otherwise).isEmpty();
    }
  }

  @Test
  void there_is_no_table_without_a_primary_key() throws SQLException {
    TestDatabase.store();

    try (var connection = TestDatabase.connect()) {
      var without =
          Query.of(
                  """
                  select c.relname
                  from pg_class c
                  where c.relnamespace = 'halo'::regnamespace and c.relkind in ('r', 'p')
                    and not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)
                  """)
              .list(connection, Row::text);

      assertThat(without).isEmpty();
    }
  }
}
