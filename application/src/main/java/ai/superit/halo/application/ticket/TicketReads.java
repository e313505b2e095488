package ai.superit.halo.application.ticket;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.Slice;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads tickets and notes. Whatever the caller may not see is as if it were not there; tickets
/// that Halo has deleted are not returned. Maps lack the keys that were not found.
public interface TicketReads {
  /// A place in a ticket's notes.
  record NotePosition(Instant at, NoteId id) {}

  /// What is known to be missing from the notes of a connection.
  ///
  /// @param missing notes that Halo counted and that did not arrive or could not be read
  /// @param unreadTickets tickets whose notes were never read, or not since the last action
  record NotesGap(long missing, long unreadTickets) {}

  /// @param wanted what the caller is going to ask for next; a store reads along what is cheaper to
  ///   read at once
  /// @param parts of all these records that the caller is going to look at
  TicketPage tickets(
      Visibility visibility,
      TicketFilter filter,
      TicketOrder order,
      PageArgs<TicketOrder.Position> page,
      Set<TicketPage.Reference> wanted,
      Set<Part> parts);

  /// The tickets alone.
  default Slice<TicketView> tickets(
      Visibility visibility,
      TicketFilter filter,
      TicketOrder order,
      PageArgs<TicketOrder.Position> page) {
    return tickets(visibility, filter, order, page, Set.of(), Part.ALL).tickets();
  }

  long countTickets(Visibility visibility, TicketFilter filter);

  Map<Key<TicketId>, TicketView> ticketsByKey(Visibility visibility, Set<Key<TicketId>> keys);

  /// The ticket's notes, newest first; without private ones for callers that may not see them, and
  /// without their HTML.
  Slice<Note> notes(Visibility visibility, Key<TicketId> ticket, PageArgs<NotePosition> page);

  /// The HTML of these notes of the ticket as Halo sent it, never to be trusted; without those that
  /// have none and those that the caller may not see.
  Map<NoteId, String> htmlOfNotes(Visibility visibility, Key<TicketId> ticket, Set<NoteId> notes);

  /// How many bytes [#htmlOfNotes] would read, in UTF-8, without reading them.
  long bytesOfHtml(Visibility visibility, Key<TicketId> ticket, Set<NoteId> notes);

  /// The ticket's attachments, highest number of Halo's first. Callers that may not see private
  /// notes see neither those of such notes, nor those of notes that are not known, nor hidden ones.
  ///
  /// @param page positions are those numbers
  Slice<Attachment> attachments(Visibility visibility, Key<TicketId> ticket, PageArgs<Long> page);

  /// Of all tickets of the connection that Halo has not deleted, whoever may see them.
  NotesGap notesGap(ConnectionId connection);

  /// Empty unless the ticket exists and the caller may see it. At most five statements, whatever
  /// the sizes.
  ///
  /// @param parts the others are left out
  Optional<TicketContext> context(
      Visibility visibility,
      Key<TicketId> ticket,
      TicketContext.Sizes sizes,
      TicketContext.Parts parts);
}
