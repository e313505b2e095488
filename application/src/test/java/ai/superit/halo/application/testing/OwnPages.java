package ai.superit.halo.application.testing;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.testing.State.Row;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Records of which a list shows a part, and a page of its own the rest.
///
/// @param rows all of them
/// @param unread those that changed since their page was read, or whose page never was
record OwnPages<I, T>(
    State state,
    Map<Key<I>, Row<T>> rows,
    Set<Key<I>> unread,
    Function<T, ObjectRef> ref,
    Function<T, Stamp> version) {
  static OwnPages<ClientId, Client> ofClients(State state) {
    return new OwnPages<>(
        state,
        state.clients,
        state.clientPagesUnread,
        client -> new ObjectRef(ObjectRef.Kind.CLIENT, client.id().value()),
        Client::updatedAt);
  }

  static OwnPages<AssetId, Asset> ofAssets(State state) {
    return new OwnPages<>(
        state,
        state.assets,
        state.fieldsUnread,
        asset -> new ObjectRef(ObjectRef.Kind.ASSET, asset.id().value()),
        Asset::updatedAt);
  }

  /// How many of the connection's living records there are.
  long count(ConnectionId connection) {
    return living(connection).count();
  }

  /// Of how many of them the page was not read, or so long ago that it may show no more what is.
  long countUnread(ConnectionId connection, Instant now) {
    return living(connection)
        .filter(entry -> unread.contains(entry.getKey()) || isOld(entry, now))
        .count();
  }

  private Stream<Map.Entry<Key<I>, Row<T>>> living(ConnectionId connection) {
    return rows.entrySet().stream()
        .filter(entry -> entry.getKey().connection().equals(connection))
        .filter(entry -> !entry.getValue().deleted());
  }

  private boolean isOld(Map.Entry<Key<I>, Row<T>> entry, Instant now) {
    var row = entry.getValue().value();
    return InMemoryHydration.isOld(
        state, entry.getKey().connection(), ref.apply(row), version.apply(row), now);
  }

  /// @param stale the record with what an earlier version's page told
  Mirrored<T> asRead(Map.Entry<Key<I>, Row<T>> entry, UnaryOperator<T> stale) {
    var found = InMemoryClientReads.mirrored(entry);
    var value = found.value();
    return new Mirrored<>(
        found.connection(),
        unread.contains(entry.getKey()) ? stale.apply(value) : value,
        found.source(),
        found.syncedAt(),
        InMemoryHydration.pageReadAt(state, found.connection(), ref.apply(value)));
  }
}
