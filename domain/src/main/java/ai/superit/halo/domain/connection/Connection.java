package ai.superit.halo.domain.connection;

import ai.superit.halo.domain.team.TeamId;
import java.net.URI;
import java.time.Instant;
import java.util.Set;

/// One Halo tenant that a manager team has connected. Its secret is not part of it.
public record Connection(
    ConnectionId id,
    TeamId managerTeam,
    String name,
    Endpoint endpoint,
    ConnectionStatus status,
    Instant createdAt) {
  private static final int MAX_NAME = 100;

  /// Where the tenant is and as which application we sign in.
  ///
  /// @param authorisation base of the sign-in addresses, without the trailing `/token`
  /// @param tenantName what Halo calls the tenant; empty where the tenant's own host is enough
  /// @param capabilities what is asked for when signing in; at least one
  public record Endpoint(
      TenantUrl tenant,
      URI authorisation,
      String tenantName,
      String clientId,
      Grant grant,
      Set<Capability> capabilities) {
    public Endpoint {
      capabilities = Capability.ordered(capabilities);
      if (capabilities.isEmpty()) {
        throw new IllegalArgumentException("a connection wants at least one capability");
      }
    }

    /// With the capabilities of a new connection.
    public Endpoint(
        TenantUrl tenant, URI authorisation, String tenantName, String clientId, Grant grant) {
      this(tenant, authorisation, tenantName, clientId, grant, Capability.ALL);
    }

    public Endpoint withClientId(String changed) {
      return new Endpoint(tenant, authorisation, tenantName, changed, grant, capabilities);
    }

    public Endpoint signingInAt(URI place, String name) {
      return new Endpoint(tenant, place, name, clientId, grant, capabilities);
    }

    public Endpoint wanting(Set<Capability> changed) {
      return new Endpoint(tenant, authorisation, tenantName, clientId, grant, changed);
    }
  }

  public Connection {
    name = checkedName(name);
  }

  public static String checkedName(String name) {
    var text = name.strip();
    if (text.isEmpty() || text.length() > MAX_NAME) {
      throw new IllegalArgumentException("must have 1 to " + MAX_NAME + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("must not hold control characters");
    }
    return text;
  }

  public Connection withStatus(ConnectionStatus changed) {
    return new Connection(id, managerTeam, name, endpoint, changed, createdAt);
  }

  public boolean needsConsent() {
    return endpoint.grant() == Grant.AUTHORIZATION_CODE;
  }

  /// Whether the tenant may be expected to answer what it is asked: nothing is known against it.
  public boolean isWorking() {
    return switch (status.state()) {
      case NEW, CONNECTED -> true;
      case UNAUTHORIZED, NEEDS_AUTHORIZATION, DELETING, FAILED -> false;
    };
  }

  public boolean isDeleting() {
    return status.state() == ConnectionStatus.State.DELETING;
  }

  public Connection withClientId(String changed) {
    return at(endpoint.withClientId(changed));
  }

  public Connection signingInAt(URI authorisation, String tenantName) {
    return at(endpoint.signingInAt(authorisation, tenantName));
  }

  public Connection wanting(Set<Capability> changed) {
    return at(endpoint.wanting(changed));
  }

  private Connection at(Endpoint moved) {
    return new Connection(id, managerTeam, name, moved, status, createdAt);
  }

  public HaloAccess access(Secret clientSecret) {
    return new HaloAccess(id, endpoint, clientSecret);
  }
}
