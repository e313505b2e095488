package ai.superit.halo.graphql;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Attachment;

record AttachmentNode(Attachment attachment, ConnectionId connection) {
  static void wire(Wiring wiring) {
    wiring
        .type("Attachment", AttachmentNode.class)
        .read("id", AttachmentNode::opaqueId)
        .read("number", node -> Math.toIntExact(node.attachment.id().value()))
        .read("name", node -> node.attachment.file().name())
        .read("size", node -> node.attachment.file().size().map(Long::doubleValue))
        .read("contentType", node -> node.attachment.file().contentType())
        .read("noteNumber", node -> node.attachment.note().map(id -> Math.toIntExact(id.value())))
        .read("hidden", node -> node.attachment.hidden())
        .read("addedAt", node -> node.attachment.addedAt())
        .read("path", node -> "/api/Attachment/" + node.attachment.id());
    ConnectionPage.wire(wiring, "Attachment", false);
  }

  static ConnectionPage<AttachmentNode, Long> ofTicket(TicketNode ticket, Arguments arguments) {
    var session = ticket.session();
    session.countNestedList();
    var shape =
        new ConnectionPage.Shape<AttachmentNode, Long>(
            new Cursors<>(
                session.visibility(), () -> "attachments " + ticket.key(), Positions.NUMBER),
            node -> node.attachment.id().value(),
            () -> 0);
    var page = arguments.page(shape.cursors());
    var slice = session.reads().tickets().attachments(session.visibility(), ticket.key(), page);
    return ConnectionPage.of(
        shape,
        page,
        slice,
        rows -> rows.stream().map(file -> new AttachmentNode(file, ticket.connection())).toList());
  }

  private String opaqueId() {
    return GlobalId.encode(
        "Attachment:" + connection + ":" + attachment.ticket() + ":" + attachment.id());
  }
}
