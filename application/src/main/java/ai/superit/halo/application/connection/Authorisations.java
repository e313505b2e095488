package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Digest;
import ai.superit.halo.domain.connection.Secret;
import java.time.Instant;

/// The authorisations that people have begun in a browser. Each step of one can be taken once, and
/// for a while.
public interface Authorisations {
  /// What has to come back from the browser.
  ///
  /// @param verifier what proves to Halo that whoever redeems the code is who asked for it
  record Begun(Digest state, Digest browser, Secret verifier, Instant until) {}

  sealed interface Taken {
    record Mine(Secret verifier) implements Taken {}

    enum Not implements Taken {
      UNKNOWN,
      USED,
      EXPIRED,
      /// Begun in another browser, which may still finish it.
      OTHER_BROWSER
    }
  }

  /// Lets whoever holds the ticket begin, once and until then. Forgets those of the same connection
  /// that have expired.
  void offer(ConnectionId connection, Digest ticket, Instant until);

  /// Spends the ticket; false, and nothing stored, if it is unknown, spent or expired.
  boolean begin(ConnectionId connection, Digest ticket, Begun begun, Instant now);

  /// Spends the state, if it was begun in this browser. Of many calls at once one gets it.
  Taken take(ConnectionId connection, Digest state, Digest browser, Instant now);
}
