package ai.superit.halo.application;

import ai.superit.halo.domain.connection.ConnectionId;

/// A position in a list that is sorted by name, then by connection and Halo's id.
public record NamePosition(String name, ConnectionId connection, long id) {}
