package ai.superit.halo.domain.connection;

import java.net.URI;

/// All that is needed to sign in to a tenant with client credentials.
///
/// @param authorisation base of the token endpoint, without the trailing `/token`
/// @param tenantName what Halo calls the tenant; empty where the tenant's own host is enough
/// @param scope Halo scopes, separated by blanks
public record HaloAccess(
    TenantUrl tenant,
    URI authorisation,
    String tenantName,
    String clientId,
    Secret clientSecret,
    String scope) {
  public static final String ALL_SCOPES = "all";
}
