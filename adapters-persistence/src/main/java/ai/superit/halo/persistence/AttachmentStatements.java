package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.AttachmentId;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes and reads what is known of the files at tickets.
final class AttachmentStatements {
  private static final String COLUMNS =
      "f.attachment_id, f.ticket_id, f.note_id, f.name, f.size, f.content_type, f.hidden, f.added_at";

  private AttachmentStatements() {}

  /// Writes only what differs.
  static void replace(
      Connection c, ConnectionId connection, TicketId ticket, List<Attachment> attachments)
      throws SQLException {
    var rows =
        attachments.stream()
            .collect(Collectors.toMap(Attachment::id, Function.identity(), (_, later) -> later))
            .values();
    Query.of(
            """
            delete from attachment
            where connection_id = ? and ticket_id = ? and attachment_id <> all(?)
            """,
            connection.value(),
            ticket.value(),
            numbers(rows, row -> row.id().value()))
        .write(c);
    if (!rows.isEmpty()) {
      insert(connection, ticket, rows).write(c);
    }
  }

  private static Query insert(
      ConnectionId connection, TicketId ticket, Collection<Attachment> rows) {
    return Query.of(
        """
        insert into attachment as f (connection_id, ticket_id, attachment_id, note_id, name, size,
          content_type, hidden, added_at)
        select ?, ?, raw.attachment_id, raw.note_id, raw.name, raw.size, raw.content_type,
          raw.hidden, instant(raw.added_at)
        from unnest(?::int8[], ?::int8[], ?::text[], ?::int8[], ?::text[], ?::bool[], ?::int8[])
          as raw(attachment_id, note_id, name, size, content_type, hidden, added_at)
        on conflict (connection_id, ticket_id, attachment_id) do update
        set note_id = excluded.note_id, name = excluded.name, size = excluded.size,
          content_type = excluded.content_type, hidden = excluded.hidden,
          added_at = excluded.added_at
        where (f.note_id, f.name, f.size, f.content_type, f.hidden, f.added_at)
          is distinct from (excluded.note_id, excluded.name, excluded.size,
            excluded.content_type, excluded.hidden, excluded.added_at)
        """,
        connection.value(),
        ticket.value(),
        numbers(rows, row -> row.id().value()),
        numbers(rows, row -> row.note().map(NoteId::value).orElse(null)),
        rows.stream().map(row -> row.file().name()).toArray(String[]::new),
        numbers(rows, row -> row.file().size().orElse(null)),
        rows.stream().map(row -> row.file().contentType()).toArray(String[]::new),
        rows.stream().map(Attachment::hidden).toArray(Boolean[]::new),
        numbers(rows, row -> row.addedAt().map(Column::micros).orElse(null)));
  }

  private static @Nullable Long[] numbers(
      Collection<Attachment> rows, Function<Attachment, @Nullable Long> number) {
    return rows.stream().map(number).toArray(Long[]::new);
  }

  static Query page(Visibility visibility, Key<TicketId> ticket, PageArgs<Long> page) {
    var query =
        Query.of("select " + COLUMNS)
            .add("from attachment f where (f.connection_id, f.ticket_id) =")
            .add("(select t.connection_id, t.ticket_id")
            .add(TicketContextQueries.visibleTicket(visibility, ticket))
            .add(")")
            .add(visibility.seesPrivateNotes() ? "" : PUBLIC);
    page.from()
        .ifPresent(
            from -> query.add("and f.attachment_id " + (page.backward() ? ">" : "<") + " ?", from));
    return query.add(
        "order by f.attachment_id " + (page.backward() ? "asc" : "desc") + " limit ?",
        page.size() + 1);
  }

  private static final String PUBLIC =
      """
      and not f.hidden
      and (f.note_id is null or exists (
        select from note n
        where n.connection_id = f.connection_id and n.ticket_id = f.ticket_id
          and n.note_id = f.note_id and n.deleted_at is null and not n.private))
      """;

  static Attachment read(Row row) throws SQLException {
    return new Attachment(
        new AttachmentId(row.number()),
        new TicketId(row.number()),
        row.optionalNumber().map(NoteId::new),
        new Attachment.File(row.text(), row.optionalNumber(), row.text()),
        row.flag(),
        row.optionalInstant());
  }
}
