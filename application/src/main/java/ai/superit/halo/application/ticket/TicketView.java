package ai.superit.halo.application.ticket;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;
import java.util.Optional;

/// A ticket as the mirror holds it, with the team that it was routed to.
///
/// @param notes how far its notes were read
public record TicketView(Mirrored<Ticket> ticket, Route route, NotesRead notes) {
  /// @param at when the notes were last read from Halo, by Halo's clock; absent if they never were
  /// @param missing how many did not arrive or could not be read then
  public record NotesRead(Optional<Instant> at, long missing) {}

  /// How many of its notes the mirror lacks; absent if that is not known, since they were never
  /// read, or not since the last action.
  public Optional<Long> missingNotes() {
    var times = ticket.value().times();
    var lastAction = times.lastActionAt().orElse(times.openedAt());
    return notes.at().filter(at -> !at.isBefore(lastAction)).map(_ -> notes.missing());
  }

  public Key<TicketId> key() {
    return new Key<>(ticket.connection(), ticket.value().id());
  }
}
