package ai.superit.halo.graphql;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Note;

record NoteNode(Note note, ConnectionId connection) {
  static void wire(Wiring wiring) {
    wiring
        .type("Note", NoteNode.class)
        .read("id", NoteNode::opaqueId)
        .read("number", node -> Math.toIntExact(node.note.id().value()))
        .read("text", node -> node.note.text())
        .read("author", node -> node.note.author().name())
        .read("side", node -> node.note.author().side())
        .read("kind", node -> node.note.author().kind())
        .read("private", node -> node.note.privateNote())
        .read("at", node -> node.note.at());
    ConnectionPage.wire(wiring, "Note", false);
  }

  private String opaqueId() {
    return GlobalId.encode("Note:" + connection + ":" + note.ticket() + ":" + note.id());
  }
}
