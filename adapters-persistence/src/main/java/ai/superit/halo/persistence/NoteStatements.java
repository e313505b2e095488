package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.AwaitingNotes;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.TicketNotes;
import ai.superit.halo.application.ticket.TicketReads.NotesGap;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes notes, and knows which tickets have not all of theirs.
final class NoteStatements {
  /// Columns: ticket, last action, version, whether the page is unread, whether the notes are. That
  /// a page was never read was not always written down, but then its assets are not known.
  private static final String AWAITING =
      """
      select ticket_id, coalesce(last_action_at, opened_at), halo_updated_at,
        page_unread or notes_read_at is null and asset_ids is null,
        notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at)
      from ticket
      where connection_id = ? and deleted_at is null
        and (notes_read_at is null or notes_read_at < coalesce(last_action_at, opened_at)
          or page_unread)
      """;

  private static final String LATEST_FIRST =
      "order by halo_updated_at desc, ticket_id desc limit ?";

  private static final String DUE =
      """
      and not exists (
        select from put_off p
        where p.connection_id = ticket.connection_id and p.kind = ?
          and p.record_id = ticket.ticket_id and p.due_at > ?)
      """;

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

  static void pageRead(Connection c, ConnectionId connection, TicketId ticket, Stamp version)
      throws SQLException {
    Query.of(
            """
            update ticket set page_unread = false
            where connection_id = ? and ticket_id = ? and page_unread and halo_updated_at <= ?
            """,
            connection.value(),
            ticket.value(),
            version.at())
        .write(c);
  }

  static List<AwaitingNotes> awaiting(
      Connection c, ConnectionId connection, Instant changedSince, int limit) throws SQLException {
    return awaiting(connection, changedSince, limit).list(c, NoteStatements::awaiting);
  }

  /// Those aside that are put off.
  static List<AwaitingNotes> due(
      Connection c, ConnectionId connection, Instant changedSince, Instant now, int limit)
      throws SQLException {
    return awaiting(
            connection, changedSince, DUE, List.of(ObjectRef.Kind.TICKET.name(), now), limit)
        .list(c, NoteStatements::awaiting);
  }

  static Query awaiting(ConnectionId connection, Instant changedSince, int limit) {
    return awaiting(connection, changedSince, "", List.of(), limit);
  }

  /// Two ranges, each along an index of its own; the first holds the later changes.
  private static Query awaiting(
      ConnectionId connection,
      Instant changedSince,
      String condition,
      List<Object> values,
      int limit) {
    var query =
        new Query()
            .add("(" + AWAITING, connection.value())
            .add("and halo_updated_at >= ?", changedSince);
    query.add(condition, values.toArray());
    query.add(LATEST_FIRST + ") union all (" + AWAITING, limit, connection.value());
    query.add("and not closed and halo_updated_at < ?", changedSince);
    query.add(condition, values.toArray());
    return query.add(LATEST_FIRST + ") order by 3 desc, 1 desc limit ?", limit, limit);
  }

  static long callsAwaited(Connection c, ConnectionId connection, Instant changedSince)
      throws SQLException {
    return Query.of(
            "select count(*) filter (where page) + count(*) filter (where notes) from ("
                + AWAITING
                + "and (not closed or halo_updated_at >= ?))"
                + " as awaiting(ticket, last_action_at, version, page, notes)",
            connection.value(),
            changedSince)
        .number(c);
  }

  static List<AwaitingNotes> incomplete(Connection c, ConnectionId connection, int limit)
      throws SQLException {
    return Query.of(
            """
            select ticket_id, coalesce(last_action_at, opened_at)
            from ticket
            where connection_id = ? and deleted_at is null and notes_missing > 0
            order by halo_updated_at desc, ticket_id desc
            limit ?
            """,
            connection.value(),
            limit)
        .list(c, row -> AwaitingNotes.notesOf(new TicketId(row.number()), row.instant()));
  }

  private static AwaitingNotes awaiting(Row row) throws SQLException {
    return new AwaitingNotes(
        new TicketId(row.number()),
        row.instant(),
        new Stamp(row.instant()),
        row.flag(),
        row.flag());
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
