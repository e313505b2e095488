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
/// @param notesReadAt when its notes were last read from Halo; absent if they never were
public record TicketView(Mirrored<Ticket> ticket, Route route, Optional<Instant> notesReadAt) {
  public Key<TicketId> key() {
    return new Key<>(ticket.connection(), ticket.value().id());
  }
}
