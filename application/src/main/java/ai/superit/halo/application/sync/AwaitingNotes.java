package ai.superit.halo.application.sync;

import ai.superit.halo.domain.ticket.TicketId;
import java.time.Instant;

/// A ticket whose notes in the mirror are older than the ticket.
///
/// @param readBefore whether they were ever read; if not, the ticket's assets are unknown too
public record AwaitingNotes(TicketId ticket, Instant lastActionAt, boolean readBefore) {}
