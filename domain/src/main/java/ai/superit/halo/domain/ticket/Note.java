package ai.superit.halo.domain.ticket;

import ai.superit.halo.domain.Stamp;
import java.time.Instant;

/// Something that was said or done on a ticket.
///
/// @param text plain text; may hold remnants of HTML and is never to be trusted
/// @param privateNote hidden from the client's own people
/// @param html the same as Halo formats it
public record Note(
    NoteId id,
    TicketId ticket,
    Author author,
    String text,
    boolean privateNote,
    Times times,
    Html html) {
  /// Without its HTML.
  public Note(
      NoteId id, TicketId ticket, Author author, String text, boolean privateNote, Times times) {
    this(id, ticket, author, text, privateNote, times, new Html.Unread());
  }

  /// HTML is long and seldom wanted, so that not every reading of a note has it.
  public sealed interface Html {
    record Unread() implements Html {}

    /// @param source as it came, never to be trusted; empty if the note has none
    record Read(String source) implements Html {}
  }

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

  public Note with(Html other) {
    return new Note(id, ticket, author, text, privateNote, times, other);
  }

  public Stamp updatedAt() {
    return times.updatedAt();
  }
}
