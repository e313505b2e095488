package ai.superit.halo.domain.ticket;

import java.time.Instant;
import java.util.Optional;

/// What is known of a file at a ticket. The file itself stays in Halo.
///
/// @param note the note that it came with; absent if it belongs to the ticket itself
/// @param hidden hidden from the client's own people, whatever its note is
/// @param addedAt absent where Halo does not say
public record Attachment(
    AttachmentId id,
    TicketId ticket,
    Optional<NoteId> note,
    File file,
    boolean hidden,
    Optional<Instant> addedAt) {
  /// @param size in bytes; absent where Halo does not say
  /// @param contentType such as `image/png`, as Halo has it; empty where it has none
  public record File(String name, Optional<Long> size, String contentType) {}
}
