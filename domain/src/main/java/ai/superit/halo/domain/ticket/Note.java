package ai.superit.halo.domain.ticket;

import ai.superit.halo.domain.Stamp;
import java.time.Instant;

/// Something that was said or done on a ticket.
///
/// @param privateNote hidden from the client's own people
public record Note(
    NoteId id, TicketId ticket, Author author, String text, boolean privateNote, Times times) {

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

  /// @param writtenAt when it was said or done
  public record Times(Instant writtenAt, Stamp updatedAt) {}

  public Instant at() {
    return times.writtenAt();
  }

  public Stamp updatedAt() {
    return times.updatedAt();
  }
}
