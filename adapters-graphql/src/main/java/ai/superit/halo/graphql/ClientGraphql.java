package ai.superit.halo.graphql;

import ai.superit.halo.application.NamePosition;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Team;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Clients, sites, contacts and invoices.
final class ClientGraphql {
  private static final int MAX_SEARCH = 200;

  private ClientGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("clients", ClientGraphql::clients)
        .query("client", (session, arguments) -> client(session, arguments.requiredText("id")));
    wireClient(wiring);
    wireSite(wiring);
    wireContact(wiring);
    InvoiceNode.wire(wiring);
    ConnectionPage.wire(wiring, "Client", true);
    ConnectionPage.wire(wiring, "Site", false);
    ConnectionPage.wire(wiring, "Contact", false);
  }

  static Optional<Key<ClientId>> key(String id) {
    return GlobalId.record(GlobalId.Kind.CLIENT, id, ClientId::new);
  }

  private static Optional<ClientNode> client(Session session, String id) {
    return key(id).map(session.clients()::get);
  }

  private static ConnectionPage<ClientNode, NamePosition> clients(
      Session session, Arguments arguments) {
    var filter = filter(arguments.object("filter"));
    var clients = session.reads().clients();
    var shape =
        new ConnectionPage.Shape<>(
            new Cursors<>(session.visibility(), () -> "clients " + filter, Positions.NAME),
            ClientNode::position,
            () ->
                filter
                    .map(wanted -> clients.countClients(session.visibility(), wanted))
                    .orElse(0L));
    var page = arguments.page(shape.cursors());
    var slice =
        filter
            .map(wanted -> clients.clients(session.visibility(), wanted, page))
            .orElseGet(() -> new Slice<ClientView>(List.of(), false));
    return ConnectionPage.of(shape, page, slice, rows -> ClientNode.all(session, rows));
  }

  /// Empty if it names something that cannot exist, so that nothing fits.
  private static Optional<ClientReads.Filter> filter(Arguments given) {
    var connection = given.text("connectionId");
    var known = connection.flatMap(GlobalId::connection);
    if (connection.isPresent() && known.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ClientReads.Filter(
            known, given.search("nameContains", MAX_SEARCH), given.flag("active")));
  }

  private static void wireClient(Wiring wiring) {
    RecordNode.wire(wiring, "Client", ClientNode.class)
        .read("name", node -> node.client().name())
        .read("active", node -> node.client().active())
        .read("mainSite", ClientNode::mainSite)
        .read("mainContact", ClientNode::mainContact)
        .read("mainContactState", ClientGraphql::mainContactState)
        .read("mainContactReadAt", node -> node.mirrored().pageReadAt())
        .read("link", node -> node.view().link().map(link -> new LinkView(link, node.session())))
        .fetch("sites", ClientGraphql::sites)
        .fetch("contacts", ClientGraphql::contacts)
        .fetch("tickets", TicketLists::ofClient)
        .fetch("assets", AssetGraphql::assetsOfClient)
        .fetch("invoices", InvoiceNode::ofClient);
    wiring
        .type("ClientLink", LinkView.class)
        .read("teamKey", view -> view.link().team().value())
        .read("team", LinkView::team)
        .read("syncTickets", view -> view.link().tickets())
        .read("syncAssets", view -> view.link().assets())
        .read("active", view -> view.link().active());
  }

  private static String mainContactState(ClientNode node) {
    return switch (node.client().mainContact()) {
      case Client.MainContact.Unread _ -> "UNREAD";
      case Client.MainContact.Read _ when node.isPageFresh(node.session().now()) -> "READ";
      case Client.MainContact.Stale _, Client.MainContact.Read _ -> "STALE";
    };
  }

  private record LinkView(ClientLink link, Session session) {
    @Nullable Team team() {
      return session.team(link.team());
    }
  }

  private static ConnectionPage<SiteNode, NamePosition> sites(
      ClientNode client, Arguments arguments) {
    var session = client.session();
    var shape = nested(client, "sites ", SiteNode::position);
    var page = page(session, arguments, shape);
    var slice = session.reads().clients().sites(session.visibility(), client.key(), page);
    return ConnectionPage.of(shape, page, slice, rows -> SiteNode.all(session, rows));
  }

  private static ConnectionPage<ContactNode, NamePosition> contacts(
      ClientNode client, Arguments arguments) {
    var session = client.session();
    var shape = nested(client, "contacts ", ContactNode::position);
    var page = page(session, arguments, shape);
    var slice = session.reads().clients().contacts(session.visibility(), client.key(), page);
    return ConnectionPage.of(shape, page, slice, rows -> ContactNode.all(session, rows));
  }

  private static <N> ConnectionPage.Shape<N, NamePosition> nested(
      ClientNode client, String list, java.util.function.Function<N, NamePosition> position) {
    return new ConnectionPage.Shape<>(
        new Cursors<>(client.session().visibility(), () -> list + client.key(), Positions.NAME),
        position,
        () -> 0);
  }

  private static PageArgs<NamePosition> page(
      Session session, Arguments arguments, ConnectionPage.Shape<?, NamePosition> shape) {
    session.countNestedList();
    return arguments.page(shape.cursors());
  }

  private static void wireSite(Wiring wiring) {
    RecordNode.wire(wiring, "Site", SiteNode.class)
        .read("name", node -> node.site().name())
        .read("active", node -> node.site().active())
        .read("phone", node -> node.site().phone())
        .read("client", SiteNode::client);
  }

  private static void wireContact(Wiring wiring) {
    RecordNode.wire(wiring, "Contact", ContactNode.class)
        .read("name", node -> node.contact().person().name())
        .read("email", node -> node.contact().person().email())
        .read("phone", node -> node.contact().person().phone())
        .read("jobTitle", node -> node.contact().person().jobTitle())
        .read("active", node -> node.contact().active())
        .read("client", ContactNode::client)
        .read("site", ContactNode::site);
  }
}
