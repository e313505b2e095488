package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;

/// A delivery as it came, authenticated but not understood.
public final class IncomingDelivery {
  private final ConnectionId connection;
  private final Instant receivedAt;
  private final byte[] body;

  /// Takes over the bytes: the caller must not change them afterwards.
  public IncomingDelivery(ConnectionId connection, Instant receivedAt, byte[] body) {
    this.connection = connection;
    this.receivedAt = receivedAt;
    this.body = body;
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
