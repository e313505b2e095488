package ai.superit.halo.persistence;

import ai.superit.halo.application.webhook.IncomingDelivery;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.UUID;

/// What makes two deliveries the same: their connection and 128 bits of the SHA-256 of the body.
record DeliveryDigest(UUID connection, long high, long low) {
  /// Some order that all writers keep to, so that two never wait for each other.
  static final Comparator<DeliveryDigest> ORDER =
      Comparator.comparing(DeliveryDigest::connection)
          .thenComparingLong(DeliveryDigest::high)
          .thenComparingLong(DeliveryDigest::low);

  static DeliveryDigest of(IncomingDelivery delivery) {
    return of(delivery.connection().value(), ContentHash.of(delivery.body()));
  }

  static DeliveryDigest of(UUID connection, byte[] digest) {
    var buffer = ByteBuffer.wrap(digest);
    return new DeliveryDigest(connection, buffer.getLong(), buffer.getLong());
  }

  byte[] bytes() {
    return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
  }
}
