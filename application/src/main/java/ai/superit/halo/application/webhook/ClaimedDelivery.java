package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;

/// A delivery that one worker has taken on, until its lease ends.
public final class ClaimedDelivery {
  private final Claim claim;
  private final ConnectionId connection;
  private final Instant receivedAt;
  private final byte[] body;

  /// What shows that the work is still this worker's.
  ///
  /// @param attempt 1 for the first; a claim with a lower attempt than the stored one is out of
  ///   date
  public record Claim(ConnectionId connection, long deliveryId, int attempt) {}

  /// Takes over the bytes: the caller must not change them afterwards.
  public ClaimedDelivery(Claim claim, Instant receivedAt, byte[] body) {
    this.claim = claim;
    this.connection = claim.connection();
    this.receivedAt = receivedAt;
    this.body = body;
  }

  public Claim claim() {
    return claim;
  }

  public ConnectionId connection() {
    return connection;
  }

  public Instant receivedAt() {
    return receivedAt;
  }

  /// The bytes themselves, not a copy; not to be changed.
  public byte[] body() {
    return body;
  }
}
