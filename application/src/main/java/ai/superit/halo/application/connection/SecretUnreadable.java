package ai.superit.halo.application.connection;

/// A connection's secret is sealed with a key that this instance was not given, so that it cannot
/// sign in; another instance may. It says nothing about the tenant. Thrown by store adapters.
public final class SecretUnreadable extends HaloUnavailable {
  /// What every one of them says.
  public static final String MESSAGE =
      "This instance cannot open the connection's secret, because the key that sealed it is not"
          + " among its secrets.keys: give all instances the same keys and start them again. If"
          + " that key is lost, enter the credentials again (replaceHaloCredentials) and, where"
          + " a person authorised the connection, let one do so again (startAuthorization).";

  private static final long serialVersionUID = 1L;

  public SecretUnreadable(Throwable cause) {
    super(Cause.UNAUTHORIZED, MESSAGE, cause);
  }
}
