package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.ticket.TicketReads.NotesGap;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes notes, and knows which tickets have not all of theirs.
final class NoteStatements {
  private NoteStatements() {}

  static Stored store(
      Connection c, ConnectionId connection, TicketId ticket, TicketNotes read, Source source)
      throws SQLException {
    if (read.isWhole()) {
      deleteAllBut(c, connection, ticket, read.notes());
    }
    var stored = MirrorTables.NOTES.store(c, connection, read.notes(), source);
    if (read.attachments().isPresent()) {
      AttachmentStatements.replace(c, connection, ticket, read.attachments().get());
    }
    Query.of(
            """
            update ticket set notes_read_at = ?, notes_missing = ?
            where connection_id = ? and ticket_id = ?
              and (notes_read_at, notes_missing) is distinct from (?, ?)
            """,
            read.readAt(),
            missing(read),
            connection.value(),
            ticket.value(),
            read.readAt(),
            missing(read))
        .write(c);
    return stored;
  }

  private static void deleteAllBut(
      Connection c, ConnectionId connection, TicketId ticket, List<Note> notes)
      throws SQLException {
    Query.of(
            """
            delete from note
            where connection_id = ? and ticket_id = ? and note_id <> all(?)
            """,
            connection.value(),
            ticket.value(),
            notes.stream().map(note -> note.id().value()).toArray(Long[]::new))
        .write(c);
  }

  private static int missing(TicketNotes read) {
    return (int) Math.min(read.missing(), Integer.MAX_VALUE);
  }

  static boolean storeIfNewer(Connection c, ConnectionId connection, Note note, Source source)
      throws SQLException {
    var newer = newer(connection, note).list(c, Row::flag).getFirst();
    if (newer) {
      MirrorTables.NOTES.store(c, connection, List.of(note), source);
    }
    return newer;
  }

  private static Query newer(ConnectionId connection, Note note) {
    return Query.of(
        """
        select coalesce(
          (select halo_updated_at < ? from note
           where connection_id = ? and ticket_id = ? and note_id = ?),
          (select notes_read_at < ? from ticket where connection_id = ? and ticket_id = ?),
          true)
        """,
        note.updatedAt().at(),
        connection.value(),
        note.ticket().value(),
        note.id().value(),
        note.updatedAt().at(),
        connection.value(),
        note.ticket().value());
  }

  static List<AwaitingNotes> awaiting(
      Connection c, ConnectionId connection, Instant changedSince, int limit) throws SQLException {
    return awaiting(connection, changedSince, limit).list(c, NoteStatements::awaiting);
  }

  /// Two ranges, each along an index of its own; the first holds the later changes.
  static Query awaiting(ConnectionId connection, Instant changedSince, int limit) {
    return Query.of(
        """
        (select ticket_id, coalesce(last_action_at, opened_at), notes_read_at is not null,
           halo_updated_at
         from ticket
         where connection_id = ? and deleted_at is null and halo_updated_at >= ?
           and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at))
         order by halo_updated_at desc, ticket_id desc
         limit ?)
        union all
        (select ticket_id, coalesce(last_action_at, opened_at), notes_read_at is not null,
           halo_updated_at
         from ticket
         where connection_id = ? and deleted_at is null and not closed and halo_updated_at < ?
           and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at))
         order by halo_updated_at desc, ticket_id desc
         limit ?)
        order by 4 desc, 1 desc
        limit ?
        """,
        connection.value(),
        changedSince,
        limit,
        connection.value(),
        changedSince,
        limit,
        limit);
  }

  static List<AwaitingNotes> incomplete(Connection c, ConnectionId connection, int limit)
      throws SQLException {
    return Query.of(
            """
            select ticket_id, coalesce(last_action_at, opened_at), true
            from ticket
            where connection_id = ? and deleted_at is null and notes_missing > 0
            order by halo_updated_at desc, ticket_id desc
            limit ?
            """,
            connection.value(),
            limit)
        .list(c, NoteStatements::awaiting);
  }

  private static AwaitingNotes awaiting(Row row) throws SQLException {
    return new AwaitingNotes(new TicketId(row.number()), row.instant(), row.flag());
  }

  static NotesGap gap(Connection c, ConnectionId connection) throws SQLException {
    return Query.of(
            """
            select coalesce(sum(notes_missing), 0)::bigint,
              count(*) filter (
                where notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at))
            from ticket
            where connection_id = ? and deleted_at is null
            """,
            connection.value())
        .list(c, row -> new NotesGap(row.number(), row.number()))
        .getFirst();
  }

  static long missing(Connection c, ConnectionId connection) throws SQLException {
    return Query.of(
            """
            select coalesce(sum(notes_missing), 0)::bigint
            from ticket
            where connection_id = ? and deleted_at is null and notes_missing > 0
            """,
            connection.value())
        .number(c);
  }
}
