package ai.superit.halo.simulator;

/// How a tenant is installed, as far as signing in shows it.
public enum Installation {
  /// Signing in at the tenant's own host, with or without the tenant's name.
  HOSTED,
  /// Signing in at another host, which needs the tenant's name; the tenant's own has no `/auth`.
  SEPARATE_AUTHORISATION,
  /// As [#SEPARATE_AUTHORISATION], but `/api/authinfo` is missing and the own host's OpenID
  /// document names the other host.
  SEPARATE_BY_OPENID,
  /// Signing in at the tenant's own host, which answers 500 without the tenant's name.
  TENANT_NAME_NEEDED,
  /// Knows no tenant names: tells none, and answers 500 to any.
  ON_PREMISES,
  /// Tells nothing about itself: neither `/api/authinfo` nor an OpenID document.
  SILENT,
  /// Promises to name itself (`iss`) when it sends a browser back, and does so.
  NAMES_ITSELF;

  boolean isSeparate() {
    return this == SEPARATE_AUTHORISATION || this == SEPARATE_BY_OPENID;
  }

  boolean hasAuthInfo() {
    return this != SILENT && this != SEPARATE_BY_OPENID;
  }

  boolean needsTenantName() {
    return isSeparate() || this == TENANT_NAME_NEEDED;
  }
}
