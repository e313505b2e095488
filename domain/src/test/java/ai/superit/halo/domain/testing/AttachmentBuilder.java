package ai.superit.halo.domain.testing;

import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.AttachmentId;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Optional;

/// Builds attachments; of ticket 1 itself unless told otherwise.
public record AttachmentBuilder(long id, long ticket, long note, String name, boolean isHidden) {
  public static AttachmentBuilder anAttachment(long id) {
    return new AttachmentBuilder(id, 1, 0, "file " + id + ".txt", false);
  }

  public AttachmentBuilder on(long newTicket, long newNote) {
    return new AttachmentBuilder(id, newTicket, newNote, name, isHidden);
  }

  public AttachmentBuilder called(String newName) {
    return new AttachmentBuilder(id, ticket, note, newName, isHidden);
  }

  public AttachmentBuilder hidden() {
    return new AttachmentBuilder(id, ticket, note, name, true);
  }

  public Attachment build() {
    return new Attachment(
        new AttachmentId(id),
        new TicketId(ticket),
        note == 0 ? Optional.empty() : Optional.of(new NoteId(note)),
        new Attachment.File(name, Optional.of(5_000_000_000L), "text/plain"),
        isHidden,
        Optional.of(Moments.NOON));
  }
}
