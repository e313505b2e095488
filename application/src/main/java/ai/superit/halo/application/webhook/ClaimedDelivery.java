package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;

/// A delivery that one worker has taken on, until its lease ends.
public final class ClaimedDelivery {
  private final Claim claim;
  private final int tries;
  private final int lost;
  private final Strand strand;
  private final Instant receivedAt;
  private final byte[] body;
  private final Standing standing;

  /// What shows that the work is still this worker's.
  ///
  /// @param attempt 1 for the first, and never the same again; a claim with a lower attempt than
  ///   the stored one is out of date
  public record Claim(ConnectionId connection, long deliveryId, int attempt) {}

  /// How much is to be asked of it.
  public enum Standing {
    /// It came as JSON in UTF-8.
    USUAL,
    /// It came as JSON in UTF-8, and its signature covers an id: its body needs none.
    NAMED,
    /// It came as something else.
    ODD,
    /// A person had it replayed, so neither its form nor filters matter any more.
    VOUCHED_FOR
  }

  /// Takes over the bytes: the caller must not change them afterwards.
  ///
  /// @param tries which attempt it is since it came or a person last had it replayed, from 1 on,
  ///   those left out to which it was hastened, and those that nobody finished
  /// @param lost how many claims nobody finished since the last one that somebody did
  /// @param strand its number within the connection
  public ClaimedDelivery(
      Claim claim,
      int tries,
      int lost,
      int strand,
      Instant receivedAt,
      byte[] body,
      Standing standing) {
    this.claim = claim;
    this.tries = tries;
    this.lost = lost;
    this.strand = new Strand(claim.connection(), strand);
    this.receivedAt = receivedAt;
    this.body = body;
    this.standing = standing;
  }

  public Claim claim() {
    return claim;
  }

  public int tries() {
    return tries;
  }

  public int lost() {
    return lost;
  }

  public ConnectionId connection() {
    return claim.connection();
  }

  public Strand strand() {
    return strand;
  }

  public Instant receivedAt() {
    return receivedAt;
  }

  /// The bytes themselves, not a copy; not to be changed.
  public byte[] body() {
    return body;
  }

  public Standing standing() {
    return standing;
  }
}
