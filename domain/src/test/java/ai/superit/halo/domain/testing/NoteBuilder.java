package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;

/// Builds notes; on ticket 1, public, and written and last changed in the minute of their number
/// unless told otherwise.
public final class NoteBuilder {
  private final Note note;

  private NoteBuilder(Note note) {
    this.note = note;
  }

  public static NoteBuilder aNote() {
    return aNote(1);
  }

  public static NoteBuilder aNote(long id) {
    return new NoteBuilder(
        new Note(
            new NoteId(id),
            new TicketId(1),
            new Note.Author("Ada", Note.Side.AGENT, "Email sent"),
            "note " + id,
            false,
            new Note.Times(Moments.minute(id), new Stamp(Moments.minute(id)))));
  }

  public NoteBuilder on(long ticket) {
    return new NoteBuilder(
        new Note(
            note.id(),
            new TicketId(ticket),
            note.author(),
            note.text(),
            note.privateNote(),
            note.times()));
  }

  public NoteBuilder saying(String text) {
    return new NoteBuilder(
        new Note(note.id(), note.ticket(), note.author(), text, note.privateNote(), note.times()));
  }

  public NoteBuilder formatted(String html) {
    return new NoteBuilder(note.with(new Note.Html.Read(html)));
  }

  public NoteBuilder hidden() {
    return new NoteBuilder(
        new Note(note.id(), note.ticket(), note.author(), note.text(), true, note.times()));
  }

  /// Written so many minutes after noon.
  public NoteBuilder at(long minute) {
    return new NoteBuilder(
        new Note(
            note.id(),
            note.ticket(),
            note.author(),
            note.text(),
            note.privateNote(),
            new Note.Times(Moments.minute(minute), note.updatedAt())));
  }

  /// Changed last so many minutes after noon.
  public NoteBuilder changed(long minute) {
    return stamped(new Stamp(Moments.minute(minute)));
  }

  public NoteBuilder stamped(Stamp stamp) {
    return new NoteBuilder(
        new Note(
            note.id(),
            note.ticket(),
            note.author(),
            note.text(),
            note.privateNote(),
            new Note.Times(note.at(), stamp)));
  }

  public Note build() {
    return note;
  }
}
