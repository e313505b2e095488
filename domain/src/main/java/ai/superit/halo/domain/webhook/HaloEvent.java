package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One event of a delivery: a hint that an object changed, never the truth about it.
///
/// @param name Halo's words for what happened; empty where the body does not say
/// @param ticket the ticket as the body shows it, when it shows all that the mirror keeps
/// @param at when it happened, by the delivery; only to measure delay, never to order
public record HaloEvent(
    ObjectRef object,
    String name,
    Optional<Ticket> ticket,
    Optional<Note> note,
    Optional<Instant> at) {
  public boolean tellsOfDeletion() {
    return name.toLowerCase(Locale.ROOT).contains("delet");
  }
}
