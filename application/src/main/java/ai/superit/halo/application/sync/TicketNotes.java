package ai.superit.halo.application.sync;

import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Note;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The notes of one ticket, and what is known of its files, as they were read.
///
/// @param missing how many more Halo counts, which did not arrive or could not be read
/// @param readAt by Halo's clock, not ours: an action after this moment makes the notes stale again
/// @param attachments what is known of the ticket's files; empty if that was not read
public record TicketNotes(
    List<Note> notes, long missing, Instant readAt, Optional<List<Attachment>> attachments) {
  public TicketNotes {
    notes = List.copyOf(notes);
    attachments = attachments.map(List::copyOf);
  }

  /// The notes alone.
  public TicketNotes(List<Note> notes, long missing, Instant readAt) {
    this(notes, missing, readAt, Optional.empty());
  }

  static TicketNotes of(HaloTenant.Conversation read, Instant readAt) {
    var page = read.notes();
    var different = page.rows().stream().map(Note::id).distinct().count();
    var missing = Math.max(page.total() - different, page.rejected().size());
    return new TicketNotes(page.rows(), Math.max(missing, 0), readAt, read.attachments());
  }

  public boolean isWhole() {
    return missing == 0;
  }
}
