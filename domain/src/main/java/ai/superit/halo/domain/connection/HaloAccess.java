package ai.superit.halo.domain.connection;

/// All that is needed to sign in to a connection's tenant.
///
/// @param clientSecret empty for an application that has none, which only a person can authorise
public record HaloAccess(
    ConnectionId connection, Connection.Endpoint endpoint, Secret clientSecret) {

  public boolean needsConsent() {
    return endpoint.grant() == Grant.AUTHORIZATION_CODE;
  }
}
