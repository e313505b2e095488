package ai.superit.halo.domain.connection;

import java.time.Instant;

/// How the last contact with the tenant went, and what to do where it went wrong.
///
/// @param detail one sentence for a person; empty when there is nothing to say
public record ConnectionStatus(State state, String detail, Instant since) {
  public static ConnectionStatus deleting(Instant since) {
    return new ConnectionStatus(
        State.DELETING, "The connection and all its data are being removed.", since);
  }

  public static ConnectionStatus needsAuthorization(Instant since) {
    return new ConnectionStatus(
        State.NEEDS_AUTHORIZATION,
        "Nobody has authorised this connection, or Halo has withdrawn it: let a manager open the"
            + " address that startAuthorization gives, and sign in to Halo there.",
        since);
  }

  public enum State {
    /// Stored, but not yet tried.
    NEW,
    /// The last contact succeeded.
    CONNECTED,
    /// Halo refused the credentials or the rights.
    UNAUTHORIZED,
    /// A person has to authorise us in a browser, for the first time or again.
    NEEDS_AUTHORIZATION,
    /// Its data are being removed; nothing is done with it any more.
    DELETING,
    /// Halo could not be reached or did not answer as Halo does.
    FAILED
  }
}
