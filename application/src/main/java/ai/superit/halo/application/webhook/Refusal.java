package ai.superit.halo.application.webhook;

/// Why a delivery for a known connection was not taken. Its sender is not told.
public enum Refusal {
  /// It came from an address that the connection does not allow.
  SENDER_NOT_ALLOWED,
  /// It did not come by HTTPS where the connection wants that.
  NOT_HTTPS,
  /// It does not prove where it comes from.
  NOT_AUTHENTIC,
  /// The connection had more deliveries than its share; the sender was asked to come back.
  TOO_MANY,
  /// It is longer than may be once inflated.
  TOO_LARGE,
  /// It was compressed in a way that is not known, mostly by a proxy; whose it is was not looked
  /// at.
  UNKNOWN_ENCODING
}
