package ai.superit.halo.application.testing;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Assets as a caller sees them.
record InMemoryAssetReads(Memory memory) implements AssetReads {
  private static final int MAX_LINKS = 100;

  @Override
  public Slice<Mirrored<Asset>> assets(
      Visibility visibility, Filter filter, PageArgs<Key<AssetId>> page) {
    return memory.with(state ->
        Slices.slice(
            visible(new Sight(state, visibility)).filter(asset -> matches(asset, filter)),
            InMemoryAssetReads::key,
            Slices.byKey(Comparator.comparingLong(AssetId::value)),
            page));
  }

  @Override
  public long countAssets(Visibility visibility, Filter filter) {
    return memory.with(state ->
        visible(new Sight(state, visibility)).filter(asset -> matches(asset, filter)).count());
  }

  @Override
  public Map<Key<AssetId>, Mirrored<Asset>> assetsByKey(
      Visibility visibility, Set<Key<AssetId>> keys) {
    return memory.with(state ->
        visible(new Sight(state, visibility))
            .filter(asset -> keys.contains(key(asset)))
            .collect(Collectors.toMap(InMemoryAssetReads::key, asset -> asset)));
  }

  @Override
  public Map<Key<TicketId>, List<Mirrored<Asset>>> assetsOfTickets(
      Visibility visibility, Set<Key<TicketId>> tickets) {
    return memory.with(state -> {
      var sight = new Sight(state, visibility);
      return tickets.stream()
          .filter(sight::ticket)
          .collect(Collectors.toMap(ticket -> ticket, ticket -> ofTicket(sight, ticket)));
    });
  }

  @Override
  public Map<Key<AssetId>, Relatives> relativesOf(Visibility visibility, Set<Key<AssetId>> assets) {
    return memory.with(state -> {
      var sight = new Sight(state, visibility);
      var relatives = new HashMap<Key<AssetId>, Relatives>();
      visible(sight)
          .filter(asset -> assets.contains(key(asset)))
          .forEach(asset -> relatives.put(key(asset), relatives(sight, asset)));
      return relatives;
    });
  }

  @Override
  public FieldsGap fieldsGap(ConnectionId connection, Instant now) {
    return memory.with(state -> {
      var pages = OwnPages.ofAssets(state);
      return new FieldsGap(pages.countUnread(connection, now), pages.count(connection));
    });
  }

  static List<Mirrored<Asset>> ofTicket(Sight sight, Key<TicketId> ticket) {
    var beside = sight.state().besideTickets.get(ticket);
    return beside == null ? List.of() : byId(sight, ticket.connection(), beside.assets());
  }

  private static Relatives relatives(Sight sight, Mirrored<Asset> asset) {
    return switch (asset.value().links()) {
      case Asset.Links.Unread _ -> new Relatives(List.of(), List.of());
      case Asset.Links.Read(var parents, var children) ->
          new Relatives(
              byId(sight, asset.connection(), parents), byId(sight, asset.connection(), children));
    };
  }

  private static List<Mirrored<Asset>> byId(
      Sight sight, ConnectionId connection, Set<AssetId> ids) {
    return visible(sight)
        .filter(asset -> asset.connection().equals(connection))
        .filter(asset -> ids.contains(asset.value().id()))
        .sorted(Comparator.comparingLong(asset -> asset.value().id().value()))
        .limit(MAX_LINKS)
        .toList();
  }

  private static Stream<Mirrored<Asset>> visible(Sight sight) {
    var pages = OwnPages.ofAssets(sight.state());
    return sight.state().assets.entrySet().stream()
        .filter(entry -> !entry.getValue().deleted())
        .map(entry -> pages.asRead(entry, InMemoryAssetReads::stale))
        .filter(
            asset -> sight.assetsOf(new Key<>(asset.connection(), asset.value().owner().client())));
  }

  /// Fields that were not read since the asset changed are those of an earlier version.
  private static Asset stale(Asset asset) {
    var kind = asset.kind();
    return kind.fields() instanceof Asset.Fields.Read(var values)
        ? new Asset(
            asset.id(),
            asset.owner(),
            new Asset.Kind(
                kind.typeId(), kind.typeName(), kind.name(), new Asset.Fields.Stale(values)),
            asset.tag(),
            asset.state(),
            asset.links(),
            asset.updatedAt())
        : asset;
  }

  private static Key<AssetId> key(Mirrored<Asset> asset) {
    return new Key<>(asset.connection(), asset.value().id());
  }

  private static boolean matches(Mirrored<Asset> asset, Filter filter) {
    var client = new Key<>(asset.connection(), asset.value().owner().client());
    return filter.connection().map(asset.connection()::equals).orElse(true)
        && filter.client().map(client::equals).orElse(true)
        && filter.active().map(active -> active == asset.value().active()).orElse(true)
        && (filter.status().isEmpty() || filter.status().equals(asset.value().state().status()));
  }
}
