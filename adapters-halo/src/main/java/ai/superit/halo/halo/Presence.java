package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers for a few seconds that the API of a tenant was there, so that many deleted records
/// cost one proof.
final class Presence {
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  private final Map<ConnectionId, Instant> proven = new ConcurrentHashMap<>();
  private final InstantSource clock;

  Presence(InstantSource clock) {
    this.clock = clock;
  }

  /// @param proof fails if the API is not there; not called where it did not fail lately
  void prove(ConnectionId connection, Runnable proof) {
    var now = clock.instant();
    if (proven.getOrDefault(connection, Instant.EPOCH).plus(BELIEVED).isAfter(now)) {
      return;
    }
    proof.run();
    proven.put(connection, now);
  }
}
