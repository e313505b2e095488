package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.HaloConsents;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.HaloConsent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// Sealed consents. The lease is a row's own and not a lock, since a lock would keep a transaction
/// open for as long as Halo takes to answer.
final class PostgresHaloConsents implements HaloConsents {
  private static final String REFRESH_TOKEN = "refresh-token";
  private static final String ACCESS_TOKEN = "access-token";

  private final Database database;
  private final PostgresConnections connections;
  private final Seals seals;

  PostgresHaloConsents(Database database, PostgresConnections connections, Seals seals) {
    this.database = database;
    this.connections = connections;
    this.seals = seals;
  }

  @Override
  public Optional<HaloConsent> find(ConnectionId connection) {
    return database.read(handle ->
        handle
            .createQuery(
                """
                select refresh_token, access_token, scope, renew_at
                from halo_consent
                where connection_id = :id
                """)
            .bind("id", connection.value())
            .map((row, _) -> consent(connection, row))
            .findOne());
  }

  @Override
  public void store(ConnectionId connection, HaloConsent consent, ConnectionStatus status) {
    database.inTransaction(() -> {
      connections.setStatus(connection, status);
      return database.write(handle -> {
        insert(handle, connection, consent);
        return tell(handle, connection, consent);
      });
    });
  }

  /// Not a trigger's business: each renewal writes the same row.
  private static int tell(Handle handle, ConnectionId connection, HaloConsent consent) {
    return handle
        .createQuery(
            """
            select 1, audit_append(:id, null, 'CONSENT', null,
              jsonb_build_object('scope', :scope::text, 'tokens', 'replaced'))
            """)
        .bind("id", connection.value())
        .bind("scope", consent.scope())
        .mapTo(Integer.class)
        .one();
  }

  private int insert(Handle handle, ConnectionId connection, HaloConsent consent) {
    var insert =
        handle.createUpdate(
            """
            insert into halo_consent (connection_id, refresh_token, access_token, scope, renew_at)
            values (:id, :refresh, :access, :scope, :renewAt)
            on conflict (connection_id) do update
            set refresh_token = excluded.refresh_token, access_token = excluded.access_token,
              scope = excluded.scope, renew_at = excluded.renew_at, lease = null,
              lease_until = '-infinity'
            """);
    return bind(insert, connection, consent).execute();
  }

  @Override
  public Optional<Renewal> claim(ConnectionId connection, Duration atMost) {
    var lease = UUID.randomUUID();
    return database.write(handle ->
        handle
            .createQuery(
                """
                update halo_consent
                set lease = :lease,
                  lease_until = clock_timestamp() + :millis * interval '1 millisecond'
                where connection_id = :id and lease_until <= clock_timestamp()
                returning refresh_token, access_token, scope, renew_at
                """)
            .bind("id", connection.value())
            .bind("lease", lease)
            .bind("millis", atMost.toMillis())
            .map((row, _) -> new Renewal(lease, consent(connection, row)))
            .findOne());
  }

  @Override
  public boolean extend(ConnectionId connection, UUID lease, Duration atMost) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    update halo_consent
                    set lease_until = clock_timestamp() + :millis * interval '1 millisecond'
                    where connection_id = :id and lease = :lease
                    """)
                .bind("id", connection.value())
                .bind("lease", lease)
                .bind("millis", atMost.toMillis())
                .execute()
            == 1);
  }

  @Override
  public boolean renewed(ConnectionId connection, UUID lease, HaloConsent next) {
    return database.write(handle -> {
      var update =
          handle
              .createUpdate(
                  """
                  update halo_consent
                  set refresh_token = :refresh, access_token = :access, scope = :scope,
                    renew_at = :renewAt, lease = null, lease_until = '-infinity'
                  where connection_id = :id and lease = :lease
                  """)
              .bind("lease", lease);
      return bind(update, connection, next).execute() == 1;
    });
  }

  @Override
  public void release(ConnectionId connection, UUID lease) {
    database.write(handle ->
        handle
            .createUpdate(
                """
                update halo_consent
                set lease = null, lease_until = '-infinity'
                where connection_id = :id and lease = :lease
                """)
            .bind("id", connection.value())
            .bind("lease", lease)
            .execute());
  }

  @Override
  public boolean lost(ConnectionId connection, UUID lease, ConnectionStatus status) {
    return database.write(handle -> {
      var mine =
          handle
                  .createUpdate(
                      """
                      delete from halo_consent
                      where connection_id = :id and lease = :lease
                      """)
                  .bind("id", connection.value())
                  .bind("lease", lease)
                  .execute()
              == 1;
      if (mine) {
        connections.setStatus(connection, status);
      }
      return mine;
    });
  }

  private <S extends SqlStatement<S>> S bind(S statement, ConnectionId connection, HaloConsent of) {
    return statement
        .bind("id", connection.value())
        .bind("refresh", seals.seal(connection, REFRESH_TOKEN, of.refreshToken()))
        .bind("access", seals.seal(connection, ACCESS_TOKEN, of.accessToken()))
        .bind("scope", of.scope())
        .bind("renewAt", of.renewAt().atOffset(ZoneOffset.UTC));
  }

  private HaloConsent consent(ConnectionId connection, ResultSet row) throws SQLException {
    return new HaloConsent(
        seals.openToSignIn(connection, REFRESH_TOKEN, row.getString("refresh_token")),
        seals.openToSignIn(connection, ACCESS_TOKEN, row.getString("access_token")),
        row.getString("scope"),
        row.getObject("renew_at", OffsetDateTime.class).toInstant());
  }
}
