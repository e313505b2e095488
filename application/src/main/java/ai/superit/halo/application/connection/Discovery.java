package ai.superit.halo.application.connection;

import java.net.URI;
import java.time.Instant;

/// Where a tenant lets us sign in, as it showed when it was asked.
///
/// @param authorisation base of the sign-in addresses, without the trailing `/token`
/// @param tenantName the name to send along; empty where none is to be sent
public record Discovery(
    Source source, URI authorisation, String tenantName, Issuer issuer, Instant at) {

  /// Who named the address of the sign-in.
  public enum Source {
    /// Who entered or used it before.
    ENTERED,
    /// The tenant's `/api/authinfo`.
    AUTH_INFO,
    /// The tenant's OpenID document.
    OPENID,
    /// Nobody: it is where most tenants have it.
    USUAL
  }

  /// What the authorisation server calls itself.
  ///
  /// @param name its address; empty if it does not tell
  /// @param promised whether it names itself whenever it sends a browser back
  public record Issuer(String name, boolean promised) {
    public static final Issuer SILENT = new Issuer("", false);
  }
}
