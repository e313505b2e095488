package ai.superit.halo.halo;

import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Optional;

/// A note ("action") as Halo writes it.
record NoteRow(Row row) {
  private static final String BY_AGENT = "1";

  /// @param ticket whose notes were asked for; the row's own word counts only if it agrees
  Note of(TicketId ticket) {
    if (row.reference("ticket_id").filter(id -> id != ticket.value()).isPresent()) {
      throw new Row.Unreadable("the note belongs to another ticket");
    }
    return new Note(
        new NoteId(row.id()),
        ticket,
        new Note.Author(row.text("who"), side(), row.text("outcome")),
        text(),
        row.flag("hiddenfromuser"),
        times(),
        html());
  }

  private Note.Times times() {
    return new Note.Times(
        row.time("datetime", "actiondatecreated")
            .orElseThrow(() -> new Row.Unreadable("datetime is missing or not a date")),
        row.stamp("last_updated"));
  }

  /// The note, if it shows all that the mirror keeps of one, and from when it is: deliveries come
  /// late, and an old one would make public what has been made private since.
  Optional<Note> snapshot(TicketId ticket) {
    var complete =
        row.has("note")
            && row.has("who")
            && row.has("hiddenfromuser")
            && row.has("datetime")
            && row.time("last_updated").isPresent();
    return complete ? Optional.of(of(ticket)) : Optional.empty();
  }

  /// Numbers of a person say it best. A name without one is the client's, unless the note is hidden
  /// from the client.
  private Note.Side side() {
    if (row.reference("actionby_agent_id").or(() -> row.reference("who_agentid")).isPresent()) {
      return Note.Side.AGENT;
    }
    if (row.reference("actionby_user_id").isPresent()) {
      return Note.Side.CONTACT;
    }
    if (row.text("who").isEmpty() || row.reference("action_systemid").isPresent()) {
      return Note.Side.SYSTEM;
    }
    if (!row.has("who_type")) {
      return row.flag("hiddenfromuser") ? Note.Side.AGENT : Note.Side.SYSTEM;
    }
    return row.text("who_type").equals(BY_AGENT) ? Note.Side.SYSTEM : Note.Side.CONTACT;
  }

  private Note.Html html() {
    return row.has("note_html")
        ? new Note.Html.Read(row.text("note_html"))
        : new Note.Html.Unread();
  }

  private String text() {
    var note = row.text("note");
    return note.isEmpty() ? PlainText.ofHtml(row.text("note_html")) : note;
  }
}
