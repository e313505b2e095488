package ai.superit.halo.application;

import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;

/// A record as the mirror holds it, with where it came from.
///
/// @param syncedAt when its content last changed in the mirror
public record Mirrored<T>(ConnectionId connection, T value, Source source, Instant syncedAt) {}
