package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.asset.AssetReads;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.SiteId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record AssetNode(Mirrored<Asset> mirrored, Siblings<AssetNode> siblings) implements RecordNode {
  record Relatives(List<AssetNode> parents, List<AssetNode> children) {
    static final Relatives NONE = new Relatives(List.of(), List.of());
  }

  static List<AssetNode> all(Session session, List<Mirrored<Asset>> rows) {
    return Siblings.of(session, rows, AssetNode::new);
  }

  static Map<Key<AssetId>, AssetNode> byKey(
      Session session, Map<Key<AssetId>, Mirrored<Asset>> found) {
    return all(session, List.copyOf(found.values())).stream()
        .collect(Collectors.toMap(AssetNode::key, Function.identity()));
  }

  /// Lists of assets, all of whose members know each other.
  static <K> Map<K, List<AssetNode>> lists(Session session, Map<K, List<Mirrored<Asset>>> found) {
    var nodes =
        all(session, found.values().stream().flatMap(Collection::stream).toList()).iterator();
    var lists = HashMap.<K, List<AssetNode>>newHashMap(found.size());
    found.forEach((key, rows) -> {
      var list = new ArrayList<AssetNode>(rows.size());
      rows.forEach(_ -> list.add(nodes.next()));
      lists.put(key, list);
    });
    return lists;
  }

  static Map<Key<AssetId>, Relatives> relatives(
      Session session, Map<Key<AssetId>, AssetReads.Relatives> found) {
    var above = new HashMap<Key<AssetId>, List<Mirrored<Asset>>>();
    var below = new HashMap<Key<AssetId>, List<Mirrored<Asset>>>();
    found.forEach((key, relatives) -> {
      above.put(key, relatives.parents());
      below.put(key, relatives.children());
    });
    var parents = lists(session, above);
    var children = lists(session, below);
    return found.keySet().stream()
        .collect(
            Collectors.toMap(
                Function.identity(),
                key ->
                    new Relatives(
                        parents.getOrDefault(key, List.of()),
                        children.getOrDefault(key, List.of()))));
  }

  @Override
  public GlobalId.Kind kind() {
    return GlobalId.Kind.ASSET;
  }

  @Override
  public long number() {
    return asset().id().value();
  }

  @Override
  public Stamp changed() {
    return asset().updatedAt();
  }

  Asset asset() {
    return mirrored.value();
  }

  Key<AssetId> key() {
    return new Key<>(connection(), asset().id());
  }

  Session session() {
    return siblings.session();
  }

  @Nullable ClientNode client() {
    return siblings.refer(session().clients(), clientKey(), AssetNode::clientKey);
  }

  @Nullable SiteNode site() {
    return siblings.refer(session().sites(), siteKey(), AssetNode::siteKey);
  }

  List<AssetNode> parents() {
    return session().counted(relatives().parents());
  }

  List<AssetNode> children() {
    return session().counted(relatives().children());
  }

  private Relatives relatives() {
    var found = siblings.refer(session().relatives(), key(), AssetNode::key);
    return found == null ? Relatives.NONE : found;
  }

  private Key<ClientId> clientKey() {
    return new Key<>(connection(), asset().owner().client());
  }

  private @Nullable Key<SiteId> siteKey() {
    return asset().owner().site().map(site -> new Key<>(connection(), site)).orElse(null);
  }
}
