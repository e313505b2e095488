package ai.superit.halo.graphql;

import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Optional;

/// Tickets and their notes.
final class TicketGraphql {
  private TicketGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("tickets", TicketLists::all)
        .query(
            "ticket",
            (session, arguments) -> key(arguments.requiredText("id")).map(session.tickets()::get))
        .query("ticketByNumber", TicketGraphql::byNumber);
    var ticket = RecordNode.wire(wiring, "Ticket", TicketNode.class);
    wireTexts(ticket);
    wireTimes(ticket);
    wireReferences(ticket);
    wireRouting(wiring);
    ConnectionPage.wire(wiring, "Ticket", true);
    NoteNode.wire(wiring);
    AttachmentNode.wire(wiring);
  }

  static Optional<Key<TicketId>> key(String id) {
    return GlobalId.record(GlobalId.Kind.TICKET, id, TicketId::new);
  }

  static String id(Key<TicketId> key) {
    var number = key.id().value();
    return new GlobalId.OfRecord(GlobalId.Kind.TICKET, key.connection(), number).encoded();
  }

  private static Optional<TicketNode> byNumber(Session session, Arguments arguments) {
    return GlobalId.connection(arguments.requiredText("connectionId"))
        .map(connection -> new Key<>(connection, new TicketId(arguments.number("number"))))
        .map(session.tickets()::get);
  }

  private static void wireTexts(Wiring.Type<TicketNode> ticket) {
    ticket
        .read("summary", node -> node.ticket().text().summary())
        .read("details", node -> node.ticket().text().details())
        .read("category", node -> node.ticket().text().category())
        .read("status", TicketNode::status)
        .read("priority", TicketNode::priority)
        .read("type", TicketNode::type)
        .read(
            "agent",
            node ->
                node.ticket().parties().agent().map(number -> node.name(Lookup.Kind.AGENT, number)))
        .read("haloTeam", node -> node.ticket().parties().haloTeam())
        .read("closed", node -> node.ticket().state().closed());
  }

  private static void wireTimes(Wiring.Type<TicketNode> ticket) {
    ticket
        .read("openedAt", node -> node.ticket().times().openedAt())
        .read("closedAt", node -> node.ticket().times().closedAt())
        .read("lastActionAt", node -> node.ticket().times().lastActionAt())
        .read("notesReadAt", node -> node.view().notes().at())
        .read("notesMissing", node -> node.view().missingNotes().map(Math::toIntExact));
  }

  private static void wireReferences(Wiring.Type<TicketNode> ticket) {
    ticket
        .read("client", TicketNode::client)
        .read("site", TicketNode::site)
        .read("contact", TicketNode::contact)
        .read("assets", TicketNode::assets)
        .fetch("notes", TicketLists::notes)
        .fetch("attachments", AttachmentNode::ofTicket)
        .read("parent", TicketNode::parent)
        .read("team", TicketNode::team)
        .read("routing", node -> node);
  }

  private static void wireRouting(Wiring wiring) {
    wiring
        .type("Routing", TicketNode.class)
        .read("reason", node -> node.view().route().reason())
        .read("explanation", node -> node.view().route().explanation())
        .read("team", TicketNode::team);
  }
}
