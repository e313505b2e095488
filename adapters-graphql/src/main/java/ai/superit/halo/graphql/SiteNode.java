package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record SiteNode(Mirrored<Site> mirrored, Siblings<SiteNode> siblings) implements RecordNode {
  static List<SiteNode> all(Session session, List<Mirrored<Site>> rows) {
    return Siblings.of(session, rows, SiteNode::new);
  }

  static Map<Key<SiteId>, SiteNode> all(Session session, Map<Key<SiteId>, Mirrored<Site>> found) {
    return all(session, List.copyOf(found.values())).stream()
        .collect(
            Collectors.toMap(
                node -> new Key<>(node.connection(), node.site().id()), Function.identity()));
  }

  @Override
  public GlobalId.Kind kind() {
    return GlobalId.Kind.SITE;
  }

  @Override
  public long number() {
    return site().id().value();
  }

  @Override
  public Stamp changed() {
    return site().updatedAt();
  }

  Site site() {
    return mirrored.value();
  }

  NamePosition position() {
    return new NamePosition(site().name(), connection(), number());
  }

  @Nullable ClientNode client() {
    return siblings.refer(siblings.session().clients(), clientKey(), SiteNode::clientKey);
  }

  private Key<ClientId> clientKey() {
    return new Key<>(connection(), site().client());
  }
}
