package ai.superit.halo.application;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Optional;

/// A record as the mirror holds it, with where it came from.
///
/// @param syncedAt when its content last changed in the mirror
/// @param pageReadAt when its own page in Halo was last read; empty if it never was, and for
///   records of which this is not kept
public record Mirrored<T>(
    ConnectionId connection,
    T value,
    Source source,
    Instant syncedAt,
    Optional<Instant> pageReadAt) {
  public Mirrored(ConnectionId connection, T value, Source source, Instant syncedAt) {
    this(connection, value, source, syncedAt, Optional.empty());
  }
}
