package ai.superit.halo.graphql;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// @param html the HTML of this note and those beside it, read when one of them is asked for it
record NoteNode(Note note, ConnectionId connection, Supplier<Map<NoteId, String>> html) {
  static List<NoteNode> all(TicketNode ticket, List<Note> notes) {
    ticket.session().countText(notes.stream().mapToLong(note -> note.text().length()).sum());
    var html = new Html(ticket, notes.stream().map(Note::id).collect(Collectors.toSet()));
    return notes.stream().map(note -> new NoteNode(note, ticket.connection(), html)).toList();
  }

  /// Read once for all notes of a list.
  private static final class Html implements Supplier<Map<NoteId, String>> {
    private final TicketNode ticket;
    private final Set<NoteId> notes;
    private @Nullable Map<NoteId, String> read;

    private Html(TicketNode ticket, Set<NoteId> notes) {
      this.ticket = ticket;
      this.notes = notes;
    }

    @Override
    public Map<NoteId, String> get() {
      if (read == null) {
        var session = ticket.session();
        session.countText(0);
        session.countNestedList();
        var tickets = session.reads().tickets();
        session.countText(tickets.bytesOfHtml(session.visibility(), ticket.key(), notes));
        read = tickets.htmlOfNotes(session.visibility(), ticket.key(), notes);
      }
      return read;
    }
  }

  private Optional<String> originalHtml() {
    return Optional.ofNullable(html.get().get(note.id()));
  }

  private Optional<String> safeHtml() {
    return originalHtml()
        .filter(original -> original.length() <= SafeHtml.MOST_CHARACTERS)
        .map(SafeHtml::of);
  }

  static void wire(Wiring wiring) {
    wiring
        .type("Note", NoteNode.class)
        .read("id", NoteNode::opaqueId)
        .read("number", node -> Math.toIntExact(node.note.id().value()))
        .read("text", node -> node.note.text())
        .read("html", NoteNode::safeHtml)
        .read("originalHtml", NoteNode::originalHtml)
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
