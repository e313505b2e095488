package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Map;

/// A delivery as it came, authenticated but not understood.
public final class IncomingDelivery {
  /// Under this name the type of the content is among the headers, where it is not JSON in UTF-8;
  /// empty if there was none.
  public static final String ODD_TYPE = "content-type";

  /// Under this name the id of a delivery is among the headers, where its signature covers it.
  public static final String SIGNED_ID = "webhook-id";

  private final Strand strand;
  private final Instant receivedAt;
  private final byte[] body;
  private final Map<String, String> headers;

  /// Takes over the bytes: the caller must not change them afterwards.
  public IncomingDelivery(ConnectionId connection, Instant receivedAt, byte[] body) {
    this(connection, receivedAt, body, Map.of());
  }

  /// Takes over the bytes: the caller must not change them afterwards.
  ///
  /// @param headers those that are kept with it, by their names in lower case
  public IncomingDelivery(
      ConnectionId connection, Instant receivedAt, byte[] body, Map<String, String> headers) {
    this.strand = new Strand(connection, Strand.numberOf(body));
    this.receivedAt = receivedAt;
    this.body = body;
    this.headers = Map.copyOf(headers);
  }

  public ConnectionId connection() {
    return strand.connection();
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

  public Map<String, String> headers() {
    return headers;
  }
}
