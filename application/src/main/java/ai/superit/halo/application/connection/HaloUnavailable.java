package ai.superit.halo.application.connection;

/// Halo did not do what was asked; thrown by the Halo adapter, and by the store for want of a key
/// ([SecretUnreadable]). The message is for people: it names what failed and what to do, and
/// carries nothing of what a foreign host answered.
public class HaloUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What kind of failure it was, for deciding whether and when to try again.
  public enum Cause {
    /// No connection, name not resolved, refused, cut or timed out.
    UNREACHABLE,
    /// Client id or secret refused.
    UNAUTHORIZED,
    /// Signed in, but without the right to this resource.
    FORBIDDEN,
    /// Too many calls.
    RATE_LIMITED,
    /// Halo answered with a server error.
    SERVER_ERROR,
    /// The answer is not one that Halo gives: wrong address, a login page, broken JSON.
    NOT_HALO,
    /// Halo refused the request as wrong.
    REFUSED
  }

  private final Cause reason;

  public HaloUnavailable(Cause reason, String message) {
    super(message);
    this.reason = reason;
  }

  public HaloUnavailable(Cause reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Cause reason() {
    return reason;
  }
}
