package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Discoveries;
import ai.superit.halo.application.connection.Discovery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;

/// Discoveries in PostgreSQL.
final class PostgresDiscoveries implements Discoveries {
  private final Database database;

  PostgresDiscoveries(Database database) {
    this.database = database;
  }

  @Override
  public boolean keep(ConnectionId connection, Discovery found) {
    var query =
        Query.of(
                """
                with moved as (
                  update connection set authorisation_url = ?, tenant_name = ?
                  where connection_id = ? and state <> 'DELETING'
                  returning connection_id, authorisation_url, tenant_name)
                insert into connection_discovery (connection_id, authorisation_url, tenant_name,
                  source, issuer, issuer_promised, found_at)
                """,
                found.authorisation().toString(),
                found.tenantName(),
                connection.value())
            .add(
                "select connection_id, authorisation_url, tenant_name, ?, ?, ?, ? from moved",
                found.source().name(),
                found.issuer().name(),
                found.issuer().promised(),
                found.at())
            .add(
                """
                on conflict (connection_id) do update set
                  authorisation_url = excluded.authorisation_url,
                  tenant_name = excluded.tenant_name, source = excluded.source,
                  issuer = excluded.issuer, issuer_promised = excluded.issuer_promised,
                  found_at = excluded.found_at
                """);
    return database.writeBare(query::write) == 1;
  }

  @Override
  public Optional<Discovery> find(ConnectionId connection) {
    var query =
        Query.of(
            """
            select source, authorisation_url, tenant_name, issuer, issuer_promised, found_at
            from connection_discovery where connection_id = ?
            """,
            connection.value());
    return database.readBare(c -> query.list(c, PostgresDiscoveries::discovery)).stream()
        .findFirst();
  }

  private static Discovery discovery(Row row) throws SQLException {
    return new Discovery(
        Discovery.Source.valueOf(row.text()),
        URI.create(row.text()),
        row.text(),
        new Discovery.Issuer(row.text(), row.flag()),
        row.instant());
  }
}
