package ai.superit.halo.application.asset;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads assets. Whatever the caller may not see is as if it were not there; assets that Halo has
/// deleted are not returned. Maps lack the keys that were not found.
public interface AssetReads {
  /// @param client only this client's assets
  /// @param active only active or only retired assets
  /// @param status only assets whose status is called exactly this
  record Filter(
      Optional<ConnectionId> connection,
      Optional<Key<ClientId>> client,
      Optional<Boolean> active,
      Optional<String> status) {
    public static final Filter ALL =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// @param unread assets whose fields were never read, or not since the asset last changed; of
  ///   those that Halo does not stamp, not within a day
  /// @param assets how many there are in all
  record FieldsGap(long unread, long assets) {}

  /// The assets directly above and below one.
  record Relatives(List<Mirrored<Asset>> parents, List<Mirrored<Asset>> children) {
    public Relatives {
      parents = List.copyOf(parents);
      children = List.copyOf(children);
    }
  }

  /// By connection, then Halo's id.
  Slice<Mirrored<Asset>> assets(Visibility visibility, Filter filter, PageArgs<Key<AssetId>> page);

  long countAssets(Visibility visibility, Filter filter);

  Map<Key<AssetId>, Mirrored<Asset>> assetsByKey(Visibility visibility, Set<Key<AssetId>> keys);

  /// The assets that each ticket is about, by id, at most 100 a ticket; a ticket without any has an
  /// empty list.
  Map<Key<TicketId>, List<Mirrored<Asset>>> assetsOfTickets(
      Visibility visibility, Set<Key<TicketId>> tickets);

  /// What is missing from the fields of the connection's assets, without regard to who asks.
  FieldsGap fieldsGap(ConnectionId connection, Instant now);

  /// At most 100 in each direction, by id.
  Map<Key<AssetId>, Relatives> relativesOf(Visibility visibility, Set<Key<AssetId>> assets);
}
