package ai.superit.halo.domain.connection;

/// By what right we sign in to a tenant.
public enum Grant {
  /// As an application with a secret of its own, without a person.
  CLIENT_CREDENTIALS,
  /// As a person who has consented in a browser, and until that consent is withdrawn.
  AUTHORIZATION_CODE
}
