package ai.superit.halo.domain;

import ai.superit.halo.domain.connection.ConnectionId;

/// The identity of a mirrored record in our store: ids are Halo's and repeat between tenants, so
/// the connection is part of every key.
///
/// @param <I> the kind of id, such as `TicketId`
public record Key<I>(ConnectionId connection, I id) {}
