package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.team.TeamId;
import java.net.URI;
import java.util.Set;

/// Builds connections; of manager team `managers`, never tried, unless told otherwise.
public final class ConnectionBuilder {
  private final Connection connection;

  private ConnectionBuilder(Connection connection) {
    this.connection = connection;
  }

  /// With an id of its own.
  public static ConnectionBuilder aConnection(String name) {
    return new ConnectionBuilder(
        new Connection(
            ConnectionId.random(),
            new TeamId("managers"),
            name,
            new Connection.Endpoint(
                TenantUrl.parse("https://acme.halopsa.example", TenantUrl.Rules.PRODUCTION),
                URI.create("https://acme.halopsa.example/auth"),
                "acme",
                "client-of-acme",
                Grant.CLIENT_CREDENTIALS),
            new ConnectionStatus(ConnectionStatus.State.NEW, "", Moments.NOON),
            Moments.NOON));
  }

  public ConnectionBuilder of(String managerTeam) {
    return new ConnectionBuilder(
        new Connection(
            connection.id(),
            new TeamId(managerTeam),
            connection.name(),
            connection.endpoint(),
            connection.status(),
            connection.createdAt()));
  }

  public ConnectionBuilder as(ConnectionId id) {
    return new ConnectionBuilder(
        new Connection(
            id,
            connection.managerTeam(),
            connection.name(),
            connection.endpoint(),
            connection.status(),
            connection.createdAt()));
  }

  /// To a tenant on this machine.
  public ConnectionBuilder at(String url) {
    var endpoint = connection.endpoint();
    return new ConnectionBuilder(
        new Connection(
            connection.id(),
            connection.managerTeam(),
            connection.name(),
            new Connection.Endpoint(
                TenantUrl.parse(url, new TenantUrl.Rules(true, Set.of())),
                URI.create(url + "/auth"),
                endpoint.tenantName(),
                endpoint.clientId(),
                endpoint.grant()),
            connection.status(),
            connection.createdAt()));
  }

  /// To be authorised by a person, and not yet authorised.
  public ConnectionBuilder byConsent() {
    var endpoint = connection.endpoint();
    return new ConnectionBuilder(
        new Connection(
            connection.id(),
            connection.managerTeam(),
            connection.name(),
            new Connection.Endpoint(
                endpoint.tenant(),
                endpoint.authorisation(),
                endpoint.tenantName(),
                endpoint.clientId(),
                Grant.AUTHORIZATION_CODE),
            ConnectionStatus.needsAuthorization(connection.createdAt()),
            connection.createdAt()));
  }

  public Connection build() {
    return connection;
  }
}
