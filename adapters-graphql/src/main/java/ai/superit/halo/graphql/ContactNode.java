package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.NamePosition;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

record ContactNode(Mirrored<Contact> mirrored, Siblings<ContactNode> siblings)
    implements RecordNode {
  static List<ContactNode> all(Session session, List<Mirrored<Contact>> rows) {
    return Siblings.of(session, rows, ContactNode::new);
  }

  static Map<Key<ContactId>, ContactNode> all(
      Session session, Map<Key<ContactId>, Mirrored<Contact>> found) {
    return all(session, List.copyOf(found.values())).stream()
        .collect(
            Collectors.toMap(
                node -> new Key<>(node.connection(), node.contact().id()), Function.identity()));
  }

  @Override
  public GlobalId.Kind kind() {
    return GlobalId.Kind.CONTACT;
  }

  @Override
  public long number() {
    return contact().id().value();
  }

  @Override
  public Stamp changed() {
    return contact().updatedAt();
  }

  Contact contact() {
    return mirrored.value();
  }

  NamePosition position() {
    return new NamePosition(contact().person().name(), connection(), number());
  }

  @Nullable ClientNode client() {
    return siblings.refer(siblings.session().clients(), clientKey(), ContactNode::clientKey);
  }

  @Nullable SiteNode site() {
    return siblings.refer(siblings.session().sites(), siteKey(), ContactNode::siteKey);
  }

  private @Nullable Key<ClientId> clientKey() {
    return contact().client().map(client -> new Key<>(connection(), client)).orElse(null);
  }

  private @Nullable Key<SiteId> siteKey() {
    return contact().site().map(site -> new Key<>(connection(), site)).orElse(null);
  }
}
