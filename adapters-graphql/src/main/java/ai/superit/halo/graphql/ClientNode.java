package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record ClientNode(ClientView view, Siblings<ClientNode> siblings) implements RecordNode {
  static List<ClientNode> all(Session session, List<ClientView> views) {
    return Siblings.of(session, views, ClientNode::new);
  }

  static Map<Key<ClientId>, ClientNode> all(Session session, Map<Key<ClientId>, ClientView> found) {
    return all(session, List.copyOf(found.values())).stream()
        .collect(Collectors.toMap(ClientNode::key, Function.identity()));
  }

  @Override
  public GlobalId.Kind kind() {
    return GlobalId.Kind.CLIENT;
  }

  @Override
  public Mirrored<Client> mirrored() {
    return view.client();
  }

  @Override
  public long number() {
    return client().id().value();
  }

  @Override
  public Stamp changed() {
    return client().updatedAt();
  }

  Client client() {
    return view.client().value();
  }

  Key<ClientId> key() {
    return new Key<>(connection(), client().id());
  }

  NamePosition position() {
    return new NamePosition(client().name(), connection(), number());
  }

  Session session() {
    return siblings.session();
  }

  @Nullable SiteNode mainSite() {
    return siblings.refer(session().sites(), mainSiteKey(), ClientNode::mainSiteKey);
  }

  @Nullable ContactNode mainContact() {
    return siblings.refer(session().contacts(), mainContactKey(), ClientNode::mainContactKey);
  }

  private @Nullable Key<ContactId> mainContactKey() {
    return client()
        .mainContact()
        .id()
        .map(contact -> new Key<>(connection(), contact))
        .orElse(null);
  }

  private @Nullable Key<SiteId> mainSiteKey() {
    return client().mainSite().map(site -> new Key<>(connection(), site)).orElse(null);
  }
}
