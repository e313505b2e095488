package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloAccounts;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.domain.connection.Capability;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.team.Visibility;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections and their sealed secrets in PostgreSQL.
final class PostgresConnections implements Connections, HaloAccounts {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);
  private static final String CLIENT_SECRET = "client-secret";
  private static final String SELECT =
      """
      select connection_id, manager_team, name, tenant_url, authorisation_url, tenant_name,
        application_id, grant_kind, capabilities, state, state_detail, state_since, created_at
      from connection
      """;

  private record WithSecret(Connection connection, String sealed) {}

  private final Database database;
  private final Seals seals;

  /// Of which the log knows that their secret cannot be opened here.
  private final Set<ConnectionId> locked = ConcurrentHashMap.newKeySet();

  PostgresConnections(Database database, Seals seals) {
    this.database = database;
    this.seals = seals;
  }

  @Override
  public boolean create(Connection connection, Secret clientSecret) {
    return database.write(handle -> {
      var created =
          handle
              .createUpdate(
                  """
                  insert into connection (connection_id, manager_team, name, name_key, tenant_url,
                    authorisation_url, tenant_name, application_id, grant_kind, capabilities,
                    state, state_detail, state_since, created_at)
                  values (:id, :team, :name, :nameKey, :tenant, :authorisation, :tenantName,
                    :application, :grant, :capabilities, :state, :detail, :since, :createdAt)
                  on conflict (manager_team, name_key) do nothing
                  """)
              .bind("id", connection.id().value())
              .bind("team", connection.managerTeam().value())
              .bind("name", connection.name())
              .bind("nameKey", folded(connection.name()))
              .bind("tenant", connection.endpoint().tenant().toString())
              .bind("authorisation", connection.endpoint().authorisation().toString())
              .bind("tenantName", connection.endpoint().tenantName())
              .bind("application", connection.endpoint().clientId())
              .bind("grant", connection.endpoint().grant().name())
              .bindArray("capabilities", String.class, titled(connection.endpoint().capabilities()))
              .bind("state", connection.status().state().name())
              .bind("detail", connection.status().detail())
              .bind("since", utc(connection.status().since()))
              .bind("createdAt", utc(connection.createdAt()))
              .execute();
      return created == 1 && storeSecret(handle, connection.id(), clientSecret);
    });
  }

  private boolean storeSecret(Handle handle, ConnectionId connection, Secret secret) {
    return handle
            .createUpdate(
                """
                insert into connection_secret (connection_id, field, sealed)
                values (:id, :field, :sealed)
                on conflict (connection_id, field) do update set sealed = excluded.sealed
                """)
            .bind("id", connection.value())
            .bind("field", CLIENT_SECRET)
            .bind("sealed", seals.seal(connection, CLIENT_SECRET, secret))
            .execute()
        == 1;
  }

  @Override
  public Optional<Connection> find(Visibility visibility, ConnectionId id) {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "where connection_id = :id and manager_team = any(:teams)")
            .bind("id", id.value())
            .bindArray("teams", String.class, managers(visibility))
            .map(PostgresConnections::connection)
            .findOne());
  }

  @Override
  public List<Connection> list(Visibility visibility) {
    return database.read(handle ->
        handle
            .createQuery(
                SELECT
                    + "where manager_team = any(:teams) order by name_key collate \"C\", connection_id")
            .bindArray("teams", String.class, managers(visibility))
            .map(PostgresConnections::connection)
            .list());
  }

  @Override
  public List<Connection> all() {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "where state not in ('NEEDS_AUTHORIZATION', 'DELETING')")
            .map(PostgresConnections::connection)
            .list());
  }

  @Override
  public List<Connection> living() {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "where state <> 'DELETING'")
            .map(PostgresConnections::connection)
            .list());
  }

  @Override
  public void setStatus(ConnectionId id, ConnectionStatus status) {
    database.write(handle ->
        handle
            .createUpdate(
                """
                update connection
                set state = :state, state_detail = :detail, state_since = :since
                where connection_id = :id and state <> 'DELETING'
                """)
            .bind("id", id.value())
            .bind("state", status.state().name())
            .bind("detail", status.detail())
            .bind("since", utc(status.since()))
            .execute());
  }

  @Override
  public boolean changeStatus(
      ConnectionId id, Set<ConnectionStatus.State> from, Instant before, ConnectionStatus status) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    update connection
                    set state = :state, state_detail = :detail, state_since = :since
                    where connection_id = :id and state = any(:from) and state <> 'DELETING'
                      and state_since < :before
                    """)
                .bind("id", id.value())
                .bindArray("from", String.class, from.stream().map(Enum::name).toList())
                .bind("before", utc(before))
                .bind("state", status.state().name())
                .bind("detail", status.detail())
                .bind("since", utc(status.since()))
                .execute()
            == 1);
  }

  @Override
  public boolean replaceCredentials(ConnectionId id, String clientId, Secret clientSecret) {
    return database.write(handle -> {
      var changed =
          handle
                  .createUpdate(
                      """
                      update connection
                      set application_id = :application
                      where connection_id = :id and state <> 'DELETING'
                      """)
                  .bind("id", id.value())
                  .bind("application", clientId)
                  .execute()
              == 1;
      return changed && storeSecret(handle, id, clientSecret);
    });
  }

  @Override
  public boolean want(ConnectionId id, Set<Capability> capabilities) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    update connection set capabilities = :capabilities
                    where connection_id = :id and state <> 'DELETING'
                    """)
                .bind("id", id.value())
                .bindArray("capabilities", String.class, titled(capabilities))
                .execute()
            == 1);
  }

  private static List<String> titled(Set<Capability> capabilities) {
    return capabilities.stream().sorted().map(Capability::name).toList();
  }

  /// Those that are being deleted.
  List<Connection> deleting() {
    return database.read(handle ->
        handle
            .createQuery(SELECT + "where state = 'DELETING'")
            .map(PostgresConnections::connection)
            .list());
  }

  @Override
  public Optional<HaloAccess> access(ConnectionId id) {
    return database
        .read(handle ->
            handle
                .createQuery(
                    """
                    select c.*, secret.sealed
                    from connection c
                    join connection_secret secret
                      on secret.connection_id = c.connection_id and secret.field = :field
                    where c.connection_id = :id
                    """)
                .bind("id", id.value())
                .bind("field", CLIENT_SECRET)
                .map((row, context) ->
                    new WithSecret(connection(row, context), row.getString("sealed")))
                .findOne())
        .map(found -> found.connection().access(opened(id, found.sealed())));
  }

  private Secret opened(ConnectionId id, String sealed) {
    try {
      var secret = seals.openToSignIn(id, CLIENT_SECRET, sealed);
      locked.remove(id);
      return secret;
    } catch (SecretUnreadable unreadable) {
      if (locked.add(id)) {
        LOG.error(
            "event=client_secret_unusable connection={} reason={}",
            id,
            String.valueOf(unreadable.getCause()));
      }
      throw unreadable;
    }
  }

  /// Whether some secret is sealed with a key that is not known here.
  boolean lackKey() {
    return database
        .read(handle ->
            handle
                .createQuery("select sealed from connection_secret where field = :field")
                .bind("field", CLIENT_SECRET)
                .mapTo(String.class)
                .list())
        .stream()
        .anyMatch(seals::lacksKey);
  }

  /// Only managers see connections; no team of a member is one of a manager.
  private static List<String> managers(Visibility visibility) {
    return switch (visibility) {
      case Visibility.Managed(var teams) -> names(teams);
      case Visibility.Member _ -> List.of();
    };
  }

  private static List<String> names(Set<TeamId> teams) {
    return teams.stream().map(TeamId::value).toList();
  }

  /// Upper case first, because some letters have several lower-case forms.
  private static String folded(String name) {
    return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static Connection connection(ResultSet row, StatementContext context)
      throws SQLException {
    return new Connection(
        new ConnectionId(row.getObject("connection_id", UUID.class)),
        new TeamId(row.getString("manager_team")),
        row.getString("name"),
        new Connection.Endpoint(
            new TenantUrl(URI.create(row.getString("tenant_url"))),
            URI.create(row.getString("authorisation_url")),
            row.getString("tenant_name"),
            row.getString("application_id"),
            Grant.valueOf(row.getString("grant_kind")),
            capabilities(row)),
        new ConnectionStatus(
            ConnectionStatus.State.valueOf(row.getString("state")),
            row.getString("state_detail"),
            row.getObject("state_since", OffsetDateTime.class).toInstant()),
        row.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  private static Set<Capability> capabilities(ResultSet row) throws SQLException {
    return Stream.of((String[]) row.getArray("capabilities").getArray())
        .map(Capability::valueOf)
        .collect(Collectors.toSet());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
