package ai.superit.halo.persistence;

import ai.superit.halo.application.ticket.TicketContext;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads all that surrounds one ticket in one round trip of at most five statements. Each sees only
/// what the caller may see, so none needs the answer of another; without the ticket itself, nothing
/// that the others find is given away.
final class TicketContextQueries {
  private static final int MAX_ASSETS = 100;

  private static final String TICKET =
      "from ticket t where t.connection_id = ? and t.ticket_id = ? and t.deleted_at is null and";

  private final Visibility visibility;
  private final Key<TicketId> key;
  private final TicketContext.Sizes sizes;
  private final TicketContext.Parts parts;

  TicketContextQueries(
      Visibility visibility,
      Key<TicketId> key,
      TicketContext.Sizes sizes,
      TicketContext.Parts parts) {
    this.visibility = visibility;
    this.key = key;
    this.sizes = sizes;
    this.parts = parts;
  }

  Optional<TicketContext> read(Connection connection) throws SQLException {
    var queries = new ArrayList<>(List.of(ticket(), assets()));
    if (sizes.notes() > 0) {
      queries.add(latestNotes());
    }
    if (sizes.openTickets() > 0) {
      queries.add(openTickets());
    }
    if (sizes.earlierTickets() > 0) {
      queries.add(earlierTickets());
    }
    try (var script = Script.run(connection, queries)) {
      return read(script);
    }
  }

  private Optional<TicketContext> read(Script script) throws SQLException {
    var found = script.next(TicketContextQueries::centre).stream().findFirst();
    var assets = script.next(Rows::asset);
    List<Note> notes = sizes.notes() > 0 ? script.next(Rows::note) : List.of();
    List<TicketView> open = sizes.openTickets() > 0 ? script.next(Rows::ticket) : List.of();
    List<TicketView> earlier = sizes.earlierTickets() > 0 ? script.next(Rows::ticket) : List.of();
    return found.map(centre ->
        new TicketContext(centre.ticket(), centre.around(), notes, assets, open, earlier));
  }

  /// The ticket with what it has at most one of.
  private record Centre(TicketView ticket, TicketContext.Around around) {}

  private static Centre centre(Row row) throws SQLException {
    return new Centre(
        Rows.ticket(row),
        new TicketContext.Around(
            row.joined(Rows.CLIENT.count(), Rows::client),
            row.joined(Rows.SITE.count(), Rows::site),
            row.joined(Rows.CONTACT.count(), Rows::contact)));
  }

  private Query ticket() {
    return Query.select(parts.centre(), List.of(Rows.TICKET, Rows.CLIENT, Rows.SITE, Rows.CONTACT))
        .add("from ticket t")
        .add(
            "left join client c on c.connection_id = t.connection_id and c.client_id = t.client_id")
        .add("and c.deleted_at is null and")
        .add(Visible.besideTickets(visibility, "c"))
        .add(Rows.CLIENT_LINK)
        .add("left join site s on s.connection_id = t.connection_id and s.site_id = t.site_id")
        .add("and s.deleted_at is null and")
        .add(Visible.besideTickets(visibility, "s"))
        .add("left join contact p")
        .add("on p.connection_id = t.connection_id and p.contact_id = t.contact_id")
        .add("and p.deleted_at is null and")
        .add(Visible.besideTickets(visibility, "p"))
        .add("where t.connection_id = ? and t.ticket_id = ?", key.connection().value(), number())
        .add("and t.deleted_at is null and")
        .add(Visible.tickets(visibility));
  }

  private long number() {
    return key.id().value();
  }

  private Query assets() {
    return Query.select(parts.centre(), List.of(Rows.ASSET))
        .add(assetsOfTicket())
        .add("order by a.asset_id limit " + MAX_ASSETS);
  }

  private Query assetsOfTicket() {
    return Query.of(
            """
            from ticket_asset ta
            join asset a on a.connection_id = ta.connection_id and a.asset_id = ta.asset_id
            where ta.connection_id = ? and ta.ticket_id = ? and a.deleted_at is null and
            """,
            key.connection().value(),
            number())
        .add(Visible.assetsOfTickets(visibility))
        .add("and")
        .add(Visible.ticket(visibility, key));
  }

  private Query latestNotes() {
    return Query.of("select " + Rows.NOTE)
        .add(
            "from note n where n.connection_id = ? and n.ticket_id = ?",
            key.connection().value(),
            number())
        .add(legible(visibility))
        .add("and")
        .add(Visible.ticket(visibility, key))
        .add("order by n.written_at desc, n.note_id desc limit ?", sizes.notes());
  }

  /// All notes of a ticket that the caller may see; to be sorted and limited.
  static Query notes(Visibility visibility, Key<TicketId> key) {
    return notes(Rows.NOTE, visibility, key);
  }

  static Query htmlOfNotes(Visibility visibility, Key<TicketId> key) {
    return notes("n.note_id, n.html", visibility, key);
  }

  static Query bytesOfHtml(Visibility visibility, Key<TicketId> key) {
    return notes("coalesce(sum(octet_length(n.html)), 0)", visibility, key);
  }

  private static Query notes(String columns, Visibility visibility, Key<TicketId> key) {
    return Query.of("select " + columns)
        .add(
            "from note n where (n.connection_id, n.ticket_id) = (select t.connection_id, t.ticket_id")
        .add(visibleTicket(visibility, key))
        .add(")")
        .add(legible(visibility));
  }

  private static String legible(Visibility visibility) {
    return "and n.deleted_at is null" + (visibility.seesPrivateNotes() ? "" : " and not n.private");
  }

  private Query openTickets() {
    return Query.select(parts.openTickets(), List.of(Rows.TICKET))
        .add(
            """
            from ticket t
            where (t.connection_id, t.client_id) = (
                select here.connection_id, here.client_id
                from ticket here where here.connection_id = ? and here.ticket_id = ?)
              and t.ticket_id <> ? and t.deleted_at is null and not t.closed and
            """,
            key.connection().value(),
            number(),
            number())
        .add(Visible.othersBeside(visibility))
        .add("and")
        .add(Visible.ticket(visibility, key))
        .add("order by t.halo_updated_at desc, t.ticket_id desc limit ?", sizes.openTickets());
  }

  /// Looks at the assets before the tickets about them, of which there may be hundreds.
  private Query earlierTickets() {
    return Query.select(parts.earlierTickets(), List.of(Rows.TICKET))
        .add(
            """
            from ticket t
            where t.connection_id = ? and t.ticket_id in (
              select other.ticket_id
              from (select a.connection_id, a.asset_id
            """,
            key.connection().value())
        .add(assetsOfTicket())
        .add(
            """
              offset 0) as shared
              join ticket_asset other
                on other.connection_id = shared.connection_id
                and other.asset_id = shared.asset_id
            """)
        .add(") and t.ticket_id <> ? and t.deleted_at is null and", number())
        .add(Visible.othersBeside(visibility))
        .add("order by t.halo_updated_at desc, t.ticket_id desc limit ?", sizes.earlierTickets());
  }

  static Query visibleTicket(Visibility visibility, Key<TicketId> key) {
    return Query.of(TICKET, key.connection().value(), key.id().value())
        .add(Visible.tickets(visibility));
  }
}
