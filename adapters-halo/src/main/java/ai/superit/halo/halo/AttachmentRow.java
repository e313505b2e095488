package ai.superit.halo.halo;

import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.AttachmentId;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Optional;

/// An attachment as Halo lists it, without the file itself.
record AttachmentRow(Row row) {
  /// @param ticket whose attachments were asked for; those of other tickets are not read
  Attachment of(TicketId ticket) {
    if (row.reference("ticket_id").filter(id -> id != ticket.value()).isPresent()) {
      throw new Row.Unreadable("the attachment belongs to another ticket");
    }
    var size = row.count("filesize");
    return new Attachment(
        new AttachmentId(row.id()),
        ticket,
        row.reference("action_id", "attachmentaction_id").map(NoteId::new),
        new Attachment.File(
            row.text("filename"),
            size.isPresent() ? Optional.of(size.getAsLong()) : Optional.empty(),
            row.text("content_type")),
        row.has("showforusers") && !row.flag("showforusers"),
        row.time("datecreated"));
  }
}
