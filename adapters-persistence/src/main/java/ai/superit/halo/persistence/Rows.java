package ai.superit.halo.persistence;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.team.ClientLink;
import ai.superit.halo.domain.team.Route;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.NoteId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The columns of the mirrored tables, each beside the method that reads them in that order.
final class Rows {
  private Rows() {}

  static final Columns TICKET =
      Columns.of("t.connection_id, t.ticket_id, t.summary")
          .of(Part.TICKET_DETAILS, "t.details")
          .of(Part.TICKET_REST, "t.category")
          .of(Part.TICKET_PARTIES, "t.client_id, t.site_id, t.contact_id")
          .of(Part.TICKET_REST, "t.agent_id, t.halo_team")
          .of(Part.TICKET_STATE, "t.status_id, t.priority_id")
          .of(Part.TICKET_REST, "t.type_id")
          .of(Part.TICKET_STATE, "t.closed")
          .of(Part.TICKET_REST, "t.parent_id")
          .of(Part.TICKET_TIMES, "t.opened_at, t.halo_updated_at, t.closed_at")
          .of(Part.TICKET_REST, "t.last_action_at")
          .of(Part.PROVENANCE, "t.source, t.synced_at")
          .of(Part.TICKET_ROUTE, "t.team, t.route_reason")
          .of(Part.TICKET_REST, "t.notes_read_at, t.notes_missing");

  /// Assets are left out: they are asked for apart, and only by those who may see them.
  static TicketView ticket(Row row) throws SQLException {
    var connection = row.connection();
    var ticket =
        new Ticket(
            new TicketId(row.number()),
            new Ticket.Text(row.text(), row.text(), row.text()),
            new Ticket.Parties(
                new ClientId(row.number()),
                row.optionalNumber().map(SiteId::new),
                row.optionalNumber().map(ContactId::new),
                row.optionalNumber(),
                row.text()),
            new Ticket.State(
                row.number(),
                row.optionalNumber(),
                row.optionalNumber(),
                row.flag(),
                row.optionalNumber().map(TicketId::new)),
            new Ticket.Times(
                row.instant(),
                new Stamp(row.instant()),
                row.optionalInstant(),
                row.optionalInstant()),
            new Ticket.AssetLinks.Unread());
    var mirrored = mirrored(connection, ticket, row);
    return new TicketView(
        mirrored,
        route(row.optionalText(), row.text()),
        new TicketView.NotesRead(row.optionalInstant(), row.number()));
  }

  private static <T> Mirrored<T> mirrored(ConnectionId connection, T value, Row row)
      throws SQLException {
    return mirrored(connection, value, Optional.empty(), row);
  }

  private static <T> Mirrored<T> mirrored(
      ConnectionId connection, T value, Optional<Instant> pageReadAt, Row row) throws SQLException {
    var source = row.text();
    return new Mirrored<>(
        connection,
        value,
        source.isEmpty() ? LEFT_OUT : new Source(source),
        row.instant(),
        pageReadAt);
  }

  private static final Source LEFT_OUT = new Source("left out");

  private static Route route(Optional<String> team, String reason) {
    var why = reason.isEmpty() ? Route.Reason.NO_LINK : Route.Reason.valueOf(reason);
    return team.<Route>map(to -> new Route.Routed(new TeamId(to), why))
        .orElseGet(() -> new Route.Unrouted(why));
  }

  private static final int LINK_COLUMNS = 5;

  static final Columns CLIENT =
      Columns.of("c.connection_id, c.client_id, c.name")
          .of(
              Part.PARTY_REST,
              "c.active, c.main_site_id, c.main_contact_id, c.page_unread, c.halo_updated_at,"
                  + " c.page_read_at")
          .of(Part.PROVENANCE, "c.source, c.synced_at")
          .of(Part.PARTY_REST, "link.client_id, link.team, link.tickets, link.assets, link.active");

  static final String CLIENT_LINK =
      """
      left join client_link link
        on link.connection_id = c.connection_id and link.client_id = c.client_id\
      """;

  static ClientView client(Row row) throws SQLException {
    var connection = row.connection();
    var client =
        new Client(
            new ClientId(row.number()),
            row.text(),
            row.flag(),
            row.optionalNumber().map(SiteId::new),
            mainContact(row.optionalNumber(), row.flag()),
            new Stamp(row.instant()));
    var pageReadAt = row.optionalInstant();
    return new ClientView(
        mirrored(connection, client, pageReadAt, row), row.joined(LINK_COLUMNS, Rows::link));
  }

  private static Client.MainContact mainContact(Optional<Long> read, boolean stale) {
    if (read.isEmpty()) {
      return new Client.MainContact.Unread();
    }
    var contact = read.filter(id -> id > 0).map(ContactId::new);
    return stale ? new Client.MainContact.Stale(contact) : new Client.MainContact.Read(contact);
  }

  /// Columns: client, team, tickets, assets, active.
  static ClientLink link(Row row) throws SQLException {
    return new ClientLink(
        new ClientId(row.number()), new TeamId(row.text()), row.flag(), row.flag(), row.flag());
  }

  static final Columns SITE =
      Columns.of("s.connection_id, s.site_id, s.client_id, s.name")
          .of(Part.PARTY_REST, "s.active, s.phone, s.halo_updated_at")
          .of(Part.PROVENANCE, "s.source, s.synced_at");

  static Mirrored<Site> site(Row row) throws SQLException {
    var connection = row.connection();
    var site =
        new Site(
            new SiteId(row.number()),
            new ClientId(row.number()),
            row.text(),
            row.flag(),
            row.text(),
            new Stamp(row.instant()));
    return mirrored(connection, site, row);
  }

  static final Columns CONTACT =
      Columns.of("p.connection_id, p.contact_id")
          .of(Part.PARTY_REST, "p.client_id, p.site_id")
          .and("p.name, p.email, p.phone")
          .of(Part.PARTY_REST, "p.job_title, p.active, p.halo_updated_at")
          .of(Part.PROVENANCE, "p.source, p.synced_at");

  static Mirrored<Contact> contact(Row row) throws SQLException {
    var connection = row.connection();
    var contact =
        new Contact(
            new ContactId(row.number()),
            row.optionalNumber().map(ClientId::new),
            row.optionalNumber().map(SiteId::new),
            new Contact.Person(row.text(), row.text(), row.text(), row.text()),
            row.flag(),
            new Stamp(row.instant()));
    return mirrored(connection, contact, row);
  }

  static final String INVOICE =
      """
      i.connection_id, i.invoice_id, i.client_id, i.reference, i.total, i.outstanding, i.currency,
      i.state, i.dated_at, i.due_at, i.paid_at, i.halo_updated_at, i.source, i.synced_at\
      """;

  static Mirrored<Invoice> invoice(Row row) throws SQLException {
    var connection = row.connection();
    var invoice =
        new Invoice(
            new InvoiceId(row.number()),
            row.optionalNumber().map(ClientId::new),
            row.text(),
            new Invoice.Amounts(row.optionalDecimal(), row.optionalDecimal(), row.text()),
            new Invoice.Progress(
                Invoice.State.valueOf(row.text()),
                row.optionalInstant(),
                row.optionalInstant(),
                row.optionalInstant()),
            new Stamp(row.instant()));
    return mirrored(connection, invoice, row);
  }

  static final Columns ASSET =
      Columns.of("a.connection_id, a.asset_id, a.client_id, a.site_id")
          .of(Part.ASSET_REST, "a.user_name, a.type_id")
          .and("a.type_name, a.name")
          .of(Part.ASSET_REST, "a.fields, a.fields_unread")
          .and("a.tag")
          .of(
              Part.ASSET_REST,
              "a.active, a.status, a.parent_ids, a.child_ids, a.halo_updated_at, a.page_read_at")
          .of(Part.PROVENANCE, "a.source, a.synced_at");

  static Mirrored<Asset> asset(Row row) throws SQLException {
    var connection = row.connection();
    var asset =
        new Asset(
            new AssetId(row.number()),
            new Asset.Owner(
                new ClientId(row.number()), row.optionalNumber().map(SiteId::new), row.text()),
            new Asset.Kind(
                row.number(), row.text(), row.text(), fields(row.optionalTexts(), row.flag())),
            row.text(),
            new Asset.State(row.flag(), row.optionalText()),
            relations(row.optionalNumbers(), row.optionalNumbers()),
            new Stamp(row.instant()));
    return mirrored(connection, asset, row.optionalInstant(), row);
  }

  private static Asset.Fields fields(Optional<List<String>> read, boolean stale) {
    return read.map(Rows::pairs)
        .<Asset.Fields>map(
            values -> stale ? new Asset.Fields.Stale(values) : new Asset.Fields.Read(values))
        .orElseGet(Asset.Fields.Unread::new);
  }

  private static Map<String, String> pairs(List<String> flat) {
    var fields = new LinkedHashMap<String, String>();
    for (int i = 0; i + 1 < flat.size(); i += 2) {
      fields.put(flat.get(i), flat.get(i + 1));
    }
    return fields;
  }

  private static Asset.Links relations(Optional<Set<Long>> parents, Optional<Set<Long>> children) {
    return parents.isEmpty() && children.isEmpty()
        ? new Asset.Links.Unread()
        : new Asset.Links.Read(
            assetIds(parents.orElse(Set.of())), assetIds(children.orElse(Set.of())));
  }

  private static Set<AssetId> assetIds(Set<Long> ids) {
    return ids.stream().map(AssetId::new).collect(Collectors.toUnmodifiableSet());
  }

  static final String NOTE =
      "n.note_id, n.ticket_id, n.author, n.side, n.kind, n.body, n.private, n.written_at,"
          + " n.halo_updated_at";

  static Note note(Row row) throws SQLException {
    return new Note(
        new NoteId(row.number()),
        new TicketId(row.number()),
        new Note.Author(row.text(), Note.Side.valueOf(row.text()), row.text()),
        row.text(),
        row.flag(),
        new Note.Times(row.instant(), new Stamp(row.instant())));
  }
}
