package ai.superit.halo.application.sync;

import ai.superit.halo.domain.ticket.Note;
import java.time.Instant;
import java.util.List;

/// The notes of one ticket as they were read.
///
/// @param missing how many more Halo counts, which did not arrive or could not be read
/// @param readAt by Halo's clock, not ours: an action after this moment makes the notes stale again
public record TicketNotes(List<Note> notes, long missing, Instant readAt) {
  public TicketNotes {
    notes = List.copyOf(notes);
  }

  static TicketNotes of(Page<Note> page, Instant readAt) {
    var different = page.rows().stream().map(Note::id).distinct().count();
    var missing = Math.max(page.total() - different, page.rejected().size());
    return new TicketNotes(page.rows(), Math.max(missing, 0), readAt);
  }

  public boolean isWhole() {
    return missing == 0;
  }
}
