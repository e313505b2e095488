package ai.superit.halo.application.sync;

import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;

/// A ticket of which the mirror has less than its own page and its list of notes show.
///
/// @param version of the ticket in the mirror
/// @param page whether its own page, which shows its assets, was never read, or not since the
///   ticket was last stored from a list
/// @param notes whether its notes are older than its last action, or were never read
public record AwaitingNotes(
    TicketId ticket, Instant lastActionAt, Stamp version, boolean page, boolean notes) {

  /// A ticket of which only the notes are to be read.
  public static AwaitingNotes notesOf(TicketId ticket, Instant lastActionAt) {
    return new AwaitingNotes(ticket, lastActionAt, Stamp.UNKNOWN, false, true);
  }

  /// How many calls it takes at least.
  int calls() {
    return (page ? 1 : 0) + (notes ? 1 : 0);
  }
}
