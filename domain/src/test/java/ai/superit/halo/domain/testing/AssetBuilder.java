package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Builds assets; of client 1, without a tag and with unread relations unless told otherwise.
public final class AssetBuilder {
  private final Asset asset;

  private AssetBuilder(Asset asset) {
    this.asset = asset;
  }

  public static AssetBuilder anAsset() {
    return anAsset(1);
  }

  public static AssetBuilder anAsset(long id) {
    return new AssetBuilder(
        new Asset(
            new AssetId(id),
            new Asset.Owner(new ClientId(1), Optional.empty(), ""),
            new Asset.Kind(
                3, "Laptop", "LT-" + id, new Asset.Fields.Read(Map.of("Serial", "S" + id))),
            "",
            new Asset.State(true, Optional.empty()),
            new Asset.Links.Unread(),
            Moments.changedAt(0)));
  }

  public static Set<AssetId> assetIds(long... ids) {
    return Arrays.stream(ids).mapToObj(AssetId::new).collect(Collectors.toSet());
  }

  public AssetBuilder of(long client) {
    var owner = new Asset.Owner(new ClientId(client), asset.owner().site(), "");
    return with(owner, asset.kind(), asset.tag(), asset.state(), asset.links());
  }

  public AssetBuilder at(long site) {
    var owner = new Asset.Owner(asset.owner().client(), Optional.of(new SiteId(site)), "");
    return with(owner, asset.kind(), asset.tag(), asset.state(), asset.links());
  }

  public AssetBuilder named(String name) {
    var kind = asset.kind();
    return with(new Asset.Kind(kind.typeId(), kind.typeName(), name, kind.fields()));
  }

  public AssetBuilder with(Map<String, String> fields) {
    return with(new Asset.Fields.Read(fields));
  }

  /// As lists show it.
  public AssetBuilder withoutFields() {
    return with(new Asset.Fields.Unread());
  }

  public AssetBuilder tagged(String tag) {
    return with(asset.owner(), asset.kind(), tag, asset.state(), asset.links());
  }

  public AssetBuilder inactive() {
    return with(new Asset.State(false, asset.state().status()));
  }

  /// An empty text where Halo has none; assets are otherwise built without a word about it.
  public AssetBuilder inStatus(String status) {
    return with(new Asset.State(asset.active(), Optional.of(status)));
  }

  public AssetBuilder related(Set<AssetId> parents, Set<AssetId> children) {
    var links = new Asset.Links.Read(parents, children);
    return with(asset.owner(), asset.kind(), asset.tag(), asset.state(), links);
  }

  /// Changed so many minutes after noon.
  public AssetBuilder changed(long minute) {
    return stamped(Moments.changedAt(minute));
  }

  public AssetBuilder stamped(Stamp stamp) {
    return new AssetBuilder(asset.asOf(stamp));
  }

  public Asset build() {
    return asset;
  }

  private AssetBuilder with(Asset.Fields fields) {
    var kind = asset.kind();
    return with(new Asset.Kind(kind.typeId(), kind.typeName(), kind.name(), fields));
  }

  private AssetBuilder with(Asset.State state) {
    return with(asset.owner(), asset.kind(), asset.tag(), state, asset.links());
  }

  private AssetBuilder with(Asset.Kind kind) {
    return with(asset.owner(), kind, asset.tag(), asset.state(), asset.links());
  }

  private AssetBuilder with(
      Asset.Owner owner, Asset.Kind kind, String tag, Asset.State state, Asset.Links links) {
    return new AssetBuilder(
        new Asset(asset.id(), owner, kind, tag, state, links, asset.updatedAt()));
  }
}
