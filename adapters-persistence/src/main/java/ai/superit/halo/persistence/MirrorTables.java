package ai.superit.halo.persistence;

import ai.superit.halo.application.sync.RoutedTicket;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.Client;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.Invoice;
import ai.superit.halo.domain.client.Site;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.domain.ticket.Note;
import ai.superit.halo.domain.ticket.Ticket;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which part of a record each column of the mirror holds.
final class MirrorTables {
  private MirrorTables() {}

  static final MirrorTable<Lookup> LOOKUPS =
      new MirrorTable<>(
          "lookup",
          List.of(
              Column.text("kind", (Lookup row) -> row.kind().name()),
              Column.number("lookup_id", Lookup::id)),
          _ -> Stamp.UNKNOWN,
          List.of(Column.text("name", Lookup::name), Column.flag("closing", Lookup::closing)));

  static final MirrorTable<Client> CLIENTS =
      new MirrorTable<>(
          "client",
          List.of(Column.number("client_id", (Client row) -> row.id().value())),
          Client::updatedAt,
          List.of(
              Column.text("name", Client::name),
              Column.flag("active", Client::active),
              Column.number("main_site_id", row -> orNull(row.mainSite().map(SiteId::value))),
              Column.number("main_contact_id", MirrorTables::mainContact).as(Column.Part.OPTIONAL),
              Column.flag(
                      "page_unread",
                      (Client row) -> !(row.mainContact() instanceof Client.MainContact.Read))
                  .as(Column.Part.CARRIED)));

  static final MirrorTable<Site> SITES =
      new MirrorTable<>(
          "site",
          List.of(Column.number("site_id", (Site row) -> row.id().value())),
          Site::updatedAt,
          List.of(
              Column.number("client_id", row -> row.client().value()),
              Column.text("name", Site::name),
              Column.flag("active", Site::active),
              Column.text("phone", Site::phone)));

  static final MirrorTable<Contact> CONTACTS =
      new MirrorTable<>(
          "contact",
          List.of(Column.number("contact_id", (Contact row) -> row.id().value())),
          Contact::updatedAt,
          List.of(
              Column.number("client_id", row -> orNull(row.client().map(ClientId::value))),
              Column.number("site_id", row -> orNull(row.site().map(SiteId::value))),
              Column.text("name", row -> row.person().name()),
              Column.text("email", row -> row.person().email()),
              Column.text("phone", row -> row.person().phone()),
              Column.text("job_title", row -> row.person().jobTitle()),
              Column.flag("active", Contact::active)));

  static final MirrorTable<Invoice> INVOICES =
      new MirrorTable<>(
          "invoice",
          List.of(Column.number("invoice_id", (Invoice row) -> row.id().value())),
          Invoice::updatedAt,
          List.of(
              Column.number("client_id", row -> orNull(row.client().map(ClientId::value))),
              Column.text("reference", Invoice::reference),
              decimal("total", row -> row.amounts().total()),
              decimal("outstanding", row -> row.amounts().outstanding()),
              Column.text("currency", row -> row.amounts().currency()),
              Column.text("state", row -> row.progress().state().name()),
              Column.instant("dated_at", row -> orNull(row.progress().datedAt())),
              Column.instant("due_at", row -> orNull(row.progress().dueAt())),
              Column.instant("paid_at", row -> orNull(row.progress().paidAt()))));

  static final MirrorTable<Asset> ASSETS =
      new MirrorTable<>(
          "asset",
          List.of(Column.number("asset_id", (Asset row) -> row.id().value())),
          Asset::updatedAt,
          List.of(
              Column.number("client_id", row -> row.owner().client().value()),
              Column.number("site_id", row -> orNull(row.owner().site().map(SiteId::value))),
              Column.text("user_name", row -> row.owner().userName()),
              Column.number("type_id", row -> row.kind().typeId()),
              Column.text("type_name", row -> row.kind().typeName()),
              Column.text("name", row -> row.kind().name()),
              new Column<>(
                  "fields",
                  Column.Type.TEXTS,
                  Column.Part.OPTIONAL,
                  row ->
                      row.kind().fields() instanceof Asset.Fields.Read(var values)
                          ? textArray(values)
                          : null),
              Column.flag(
                      "fields_unread",
                      (Asset row) -> !(row.kind().fields() instanceof Asset.Fields.Read))
                  .as(Column.Part.CARRIED),
              Column.text("tag", Asset::tag),
              Column.flag("active", Asset::active),
              new Column<>(
                  "status",
                  Column.Type.TEXT,
                  Column.Part.OPTIONAL,
                  row -> orNull(row.state().status())),
              new Column<>(
                  "status_at",
                  Column.Type.INSTANT,
                  Column.Part.LATEST_OWN,
                  row -> orNull(row.state().status().map(_ -> row.updatedAt().at()))),
              relations("parent_ids", Asset.Links.Read::parents),
              relations("child_ids", Asset.Links.Read::children)));

  static final MirrorTable<RoutedTicket> TICKETS =
      new MirrorTable<>(
          "ticket",
          List.of(Column.number("ticket_id", (RoutedTicket row) -> row.ticket().id().value())),
          row -> row.ticket().updatedAt(),
          Stream.of(ticketText(), ticketParties(), ticketState(), ticketLinks())
              .flatMap(List::stream)
              .toList());

  static final MirrorTable<Note> NOTES =
      new MirrorTable<>(
          "note",
          List.of(
              Column.number("ticket_id", (Note row) -> row.ticket().value()),
              Column.number("note_id", row -> row.id().value())),
          Note::updatedAt,
          List.of(
              Column.text("author", row -> row.author().name()),
              Column.text("side", row -> row.author().side().name()),
              Column.text("kind", row -> row.author().kind()),
              Column.text("body", Note::text),
              Column.flag("private", Note::privateNote),
              Column.instant("written_at", Note::at),
              new Column<>(
                  "html",
                  Column.Type.TEXT,
                  Column.Part.OPTIONAL,
                  row -> row.html() instanceof Note.Html.Read(var source) ? source : null)));

  private static List<Column<RoutedTicket>> ticketText() {
    return List.of(
        Column.text("summary", row -> row.ticket().text().summary()),
        Column.text("details", row -> row.ticket().text().details()),
        Column.text("category", row -> row.ticket().text().category()),
        Column.instant("opened_at", row -> row.ticket().times().openedAt()),
        Column.instant("closed_at", row -> orNull(row.ticket().times().closedAt())),
        Column.instant("last_action_at", row -> orNull(row.ticket().times().lastActionAt())));
  }

  private static List<Column<RoutedTicket>> ticketParties() {
    Function<RoutedTicket, Ticket.Parties> parties = row -> row.ticket().parties();
    return List.of(
        Column.number("client_id", row -> parties.apply(row).client().value()),
        Column.number("site_id", row -> orNull(parties.apply(row).site().map(SiteId::value))),
        Column.number(
            "contact_id", row -> orNull(parties.apply(row).contact().map(id -> id.value()))),
        Column.number("agent_id", row -> orNull(parties.apply(row).agent())),
        Column.text("halo_team", row -> parties.apply(row).haloTeam()));
  }

  private static List<Column<RoutedTicket>> ticketState() {
    Function<RoutedTicket, Ticket.State> state = row -> row.ticket().state();
    return List.of(
        Column.number("status_id", row -> state.apply(row).status()),
        Column.number("priority_id", row -> orNull(state.apply(row).priority())),
        Column.number("type_id", row -> orNull(state.apply(row).type())),
        Column.number("parent_id", row -> orNull(state.apply(row).parent().map(id -> id.value()))),
        Column.flag("closed", row -> state.apply(row).closed()));
  }

  private static List<Column<RoutedTicket>> ticketLinks() {
    return List.of(
        new Column<>(
            "team",
            Column.Type.TEXT,
            Column.Part.CARRIED,
            row -> orNull(row.route().team().map(TeamId::value))),
        Column.text("route_reason", (RoutedTicket row) -> row.route().reason().name())
            .as(Column.Part.CARRIED),
        new Column<>(
            "asset_ids",
            Column.Type.NUMBERS,
            Column.Part.CARRIED_OPTIONAL,
            row -> assetIds(row.ticket())),
        new Column<>(
            "asset_tag",
            Column.Type.TEXT,
            Column.Part.CARRIED_OPTIONAL,
            row -> assetTag(row.ticket())),
        Column.flag(
                "page_unread",
                (RoutedTicket row) -> !(row.ticket().assets() instanceof Ticket.AssetLinks.Read))
            .as(Column.Part.CARRIED));
  }

  /// 0 if the client has none; null if that was not read.
  private static @Nullable Long mainContact(Client client) {
    return client.mainContact() instanceof Client.MainContact.Read(var contact)
        ? contact.map(ContactId::value).orElse(0L)
        : null;
  }

  /// As an array literal; null if the ticket's assets were not read.
  static @Nullable String assetIds(Ticket ticket) {
    return ticket.assets() instanceof Ticket.AssetLinks.Read(var ids) ? numberArray(ids) : null;
  }

  /// Empty if the assets themselves are known; null if nothing is.
  static @Nullable String assetTag(Ticket ticket) {
    return switch (ticket.assets()) {
      case Ticket.AssetLinks.Unread _ -> null;
      case Ticket.AssetLinks.Tagged(var tag) -> tag;
      case Ticket.AssetLinks.Read _ -> "";
    };
  }

  private static Column<Asset> relations(
      String name, Function<Asset.Links.Read, Set<AssetId>> ids) {
    return new Column<>(
        name,
        Column.Type.NUMBERS,
        Column.Part.OPTIONAL,
        row -> row.links() instanceof Asset.Links.Read read ? numberArray(ids.apply(read)) : null);
  }

  private static String numberArray(Collection<AssetId> ids) {
    return ids.stream()
        .map(AssetId::value)
        .sorted()
        .map(String::valueOf)
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String textArray(Map<String, String> fields) {
    return Texts.array(
        fields.entrySet().stream()
            .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
            .toList());
  }

  private static <T> Column<T> decimal(String name, Function<T, Optional<BigDecimal>> value) {
    return new Column<>(
        name,
        Column.Type.DECIMAL,
        Column.Part.CONTENT,
        row -> orNull(value.apply(row).map(BigDecimal::toPlainString)));
  }

  private static <V> @Nullable V orNull(Optional<V> value) {
    return value.orElse(null);
  }
}
