package ai.superit.halo.graphql;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.team.Team;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

record TicketNode(TicketView view, Siblings<TicketNode> siblings) implements RecordNode {
  static List<TicketNode> all(Session session, List<TicketView> views) {
    session.countText(views.stream().mapToLong(TicketNode::characters).sum());
    return Siblings.of(session, views, TicketNode::new);
  }

  private static long characters(TicketView view) {
    return view.ticket().value().text().details().length();
  }

  @Override
  public GlobalId.Kind kind() {
    return GlobalId.Kind.TICKET;
  }

  @Override
  public Mirrored<Ticket> mirrored() {
    return view.ticket();
  }

  @Override
  public long number() {
    return ticket().id().value();
  }

  @Override
  public Stamp changed() {
    return ticket().updatedAt();
  }

  Ticket ticket() {
    return view.ticket().value();
  }

  Key<TicketId> key() {
    return view.key();
  }

  Session session() {
    return siblings.session();
  }

  @Nullable ClientNode client() {
    return siblings.refer(session().clients(), clientKey(), TicketNode::clientKey);
  }

  @Nullable SiteNode site() {
    return siblings.refer(session().sites(), siteKey(), TicketNode::siteKey);
  }

  @Nullable ContactNode contact() {
    return siblings.refer(session().contacts(), contactKey(), TicketNode::contactKey);
  }

  List<AssetNode> assets() {
    var found = siblings.refer(session().assetsOfTickets(), key(), TicketNode::key);
    return found == null ? List.of() : session().counted(found);
  }

  @Nullable TicketNode parent() {
    return siblings.refer(session().tickets(), parentKey(), TicketNode::parentKey);
  }

  Optional<Team> team() {
    return view.route().team().map(session()::team);
  }

  /// The name that the tenant gives to one of the ticket's numbers.
  String name(Lookup.Kind kind, long number) {
    return session().reads().lookups().name(connection(), kind, number);
  }

  Named status() {
    return named(Lookup.Kind.STATUS, ticket().state().status());
  }

  Optional<Named> priority() {
    return ticket().state().priority().map(number -> named(Lookup.Kind.PRIORITY, number));
  }

  Optional<Named> type() {
    return ticket().state().type().map(number -> named(Lookup.Kind.TICKET_TYPE, number));
  }

  private Named named(Lookup.Kind kind, long number) {
    return new Named(number, name(kind, number), this::inClosingStatus);
  }

  /// A status that the mirror does not know yet is taken for what the ticket itself is.
  private boolean inClosingStatus() {
    var statuses = siblings.refer(session().statuses(), connection(), TicketNode::connection);
    var status = statuses == null ? null : statuses.get(ticket().state().status());
    return status == null ? ticket().state().closed() : status.closing();
  }

  /// A number of a tenant's own table with its name.
  record Named(long number, String name, BooleanSupplier closing) {
    static Named of(Lookup lookup) {
      return new Named(lookup.id(), lookup.name(), lookup::closing);
    }
  }

  Key<ClientId> clientKey() {
    return new Key<>(connection(), ticket().parties().client());
  }

  @Nullable Key<SiteId> siteKey() {
    return ticket().parties().site().map(site -> new Key<>(connection(), site)).orElse(null);
  }

  @Nullable Key<ContactId> contactKey() {
    return ticket()
        .parties()
        .contact()
        .map(contact -> new Key<>(connection(), contact))
        .orElse(null);
  }

  private @Nullable Key<TicketId> parentKey() {
    return ticket().state().parent().map(parent -> new Key<>(connection(), parent)).orElse(null);
  }
}
