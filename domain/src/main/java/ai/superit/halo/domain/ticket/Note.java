package ai.superit.halo.domain.ticket;

import java.time.Instant;

/// Something that was said or done on a ticket.
///
/// @param privateNote hidden from the client's own people
public record Note(
    NoteId id, TicketId ticket, Author author, String text, boolean privateNote, Instant at) {

  /// @param kind Halo's name of the action, such as "Email sent"; empty where Halo has none
  public record Author(String name, Side side, String kind) {}

  public enum Side {
    /// Written by somebody of the MSP.
    AGENT,
    /// Written by the client's contact.
    CONTACT,
    /// Written by Halo itself.
    SYSTEM
  }
}
