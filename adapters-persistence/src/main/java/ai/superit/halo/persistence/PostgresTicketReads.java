package ai.superit.halo.persistence;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.ticket.TicketContext;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketReads;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Attachment;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.TicketId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Tickets and notes in PostgreSQL.
final class PostgresTicketReads implements TicketReads {
  private final Database database;

  PostgresTicketReads(Database database) {
    this.database = database;
  }

  @Override
  public TicketPage tickets(
      Visibility visibility,
      TicketFilter filter,
      TicketOrder order,
      PageArgs<TicketOrder.Position> page,
      Set<TicketPage.Reference> wanted,
      Set<Part> parts) {
    return database.readBare(
        c -> new TicketPageReader(visibility, filter, wanted, parts).read(c, order, page));
  }

  @Override
  public long countTickets(Visibility visibility, TicketFilter filter) {
    var query = new TicketQueries(visibility, filter).count();
    return database.readBare(query::number);
  }

  @Override
  public Map<Key<TicketId>, TicketView> ticketsByKey(
      Visibility visibility, Set<Key<TicketId>> keys) {
    if (keys.isEmpty()) {
      return Map.of();
    }
    var query =
        Query.of("select " + Rows.TICKET + " from")
            .add(Keys.table(keys, TicketId::value))
            .add("join ticket t on t.connection_id = k.connection_id and t.ticket_id = k.id")
            .add("where t.deleted_at is null and")
            .add(Visible.tickets(visibility));
    return database.readBare(c -> query.list(c, Rows::ticket)).stream()
        .collect(Collectors.toMap(TicketView::key, Function.identity()));
  }

  @Override
  public Slice<Note> notes(
      Visibility visibility, Key<TicketId> ticket, PageArgs<NotePosition> page) {
    var query = TicketContextQueries.notes(visibility, ticket);
    page.from()
        .ifPresent(from ->
            query.add(
                page.backward()
                    ? "and (n.written_at, n.note_id) > (?, ?)"
                    : "and (n.written_at, n.note_id) < (?, ?)",
                from.at(),
                from.id().value()));
    query.add(
        page.backward()
            ? "order by n.written_at, n.note_id limit ?"
            : "order by n.written_at desc, n.note_id desc limit ?",
        page.size() + 1);
    return Slices.of(page, database.readBare(c -> query.list(c, Rows::note)));
  }

  @Override
  public Map<NoteId, String> htmlOfNotes(
      Visibility visibility, Key<TicketId> ticket, Set<NoteId> notes) {
    var query =
        TicketContextQueries.htmlOfNotes(visibility, ticket)
            .add(
                "and n.note_id = any(?) and n.html <> ''",
                (Object) notes.stream().map(NoteId::value).toArray(Long[]::new));
    return database
        .readBare(c -> query.list(c, row -> Map.entry(new NoteId(row.number()), row.text())))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public long bytesOfHtml(Visibility visibility, Key<TicketId> ticket, Set<NoteId> notes) {
    var query =
        TicketContextQueries.bytesOfHtml(visibility, ticket)
            .add(
                "and n.note_id = any(?)",
                (Object) notes.stream().map(NoteId::value).toArray(Long[]::new));
    return database.readBare(query::number);
  }

  @Override
  public Slice<Attachment> attachments(
      Visibility visibility, Key<TicketId> ticket, PageArgs<Long> page) {
    var query = AttachmentStatements.page(visibility, ticket, page);
    return Slices.of(page, database.readBare(c -> query.list(c, AttachmentStatements::read)));
  }

  @Override
  public NotesGap notesGap(ConnectionId connection) {
    return database.readBare(c -> NoteStatements.gap(c, connection));
  }

  @Override
  public Optional<TicketContext> context(
      Visibility visibility,
      Key<TicketId> ticket,
      TicketContext.Sizes sizes,
      TicketContext.Parts parts) {
    return database.readBare(new TicketContextQueries(visibility, ticket, sizes, parts)::read);
  }
}
