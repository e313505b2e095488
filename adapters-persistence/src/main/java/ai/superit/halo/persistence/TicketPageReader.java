package ai.superit.halo.persistence;

import ai.superit.halo.application.Mirrored;
import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Part;
import ai.superit.halo.application.client.ClientReads.ClientView;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketPage.Reference;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.Asset;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.Contact;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.team.Visibility;
import ai.superit.halo.domain.ticket.TicketId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a page of tickets in one round trip, with the contacts and assets joined to them, and with
/// the client if the filter names one. Clients of a wider list are left to be read apart: joined,
/// the few there are would be sent again with every ticket.
final class TicketPageReader {
  private final Visibility visibility;
  private final TicketFilter filter;
  private final Set<Reference> wanted;
  private final Set<Part> parts;

  private final Map<Key<TicketId>, TicketView> tickets = new LinkedHashMap<>();
  private final Map<Key<ClientId>, Optional<ClientView>> clients = new HashMap<>();
  private final Map<Key<ContactId>, Optional<Mirrored<Contact>>> contacts = new HashMap<>();
  private final Map<Key<TicketId>, List<Mirrored<Asset>>> assets = new HashMap<>();

  TicketPageReader(
      Visibility visibility, TicketFilter filter, Set<Reference> wanted, Set<Part> parts) {
    this.visibility = visibility;
    this.filter = filter;
    this.wanted = wanted;
    this.parts = wanted.contains(Reference.CONTACT) ? withParties(parts) : parts;
  }

  TicketPage read(Connection connection, TicketOrder order, PageArgs<TicketOrder.Position> page)
      throws SQLException {
    var query = new TicketQueries(visibility, filter).page(order, page, wanted, parts);
    var client = wanted.contains(Reference.CLIENT) ? filter.scope().client() : NO_CLIENT;
    if (client.isEmpty()) {
      query.list(connection, this::keep);
    } else {
      try (var script = Script.run(connection, List.of(query, byKey(client.get())))) {
        script.next(this::keep);
        clients.put(client.get(), script.next(Rows::client).stream().findFirst());
      }
    }
    return new TicketPage(
        Slices.of(page, List.copyOf(tickets.values())),
        new TicketPage.Along(clients, contacts, assets));
  }

  /// A contact is kept under the number by which its ticket names it.
  private static Set<Part> withParties(Set<Part> parts) {
    var more = EnumSet.of(Part.TICKET_PARTIES);
    more.addAll(parts);
    return more;
  }

  private static final Optional<Key<ClientId>> NO_CLIENT = Optional.empty();

  private Query byKey(Key<ClientId> client) {
    return Query.select(parts, List.of(Rows.CLIENT))
        .add("from client c " + Rows.CLIENT_LINK)
        .add(
            "where c.connection_id = ? and c.client_id = ? and c.deleted_at is null and",
            client.connection().value(),
            client.id().value())
        .add(Visible.clients(visibility));
  }

  /// A ticket stands in as many rows as it has assets.
  private TicketView keep(Row row) throws SQLException {
    var ticket = Rows.ticket(row);
    tickets.putIfAbsent(ticket.key(), ticket);
    if (wanted.contains(Reference.CONTACT)) {
      keepContact(ticket, row);
    }
    if (wanted.contains(Reference.ASSETS)) {
      var beside = assets.computeIfAbsent(ticket.key(), _ -> new ArrayList<>());
      row.joined(Rows.ASSET.count(), Rows::asset).ifPresent(beside::add);
    }
    return ticket;
  }

  private void keepContact(TicketView ticket, Row row) throws SQLException {
    var id = ticket.ticket().value().parties().contact();
    var key = id.map(contact -> new Key<>(ticket.key().connection(), contact));
    if (key.isEmpty() || contacts.containsKey(key.get())) {
      row.skip(Rows.CONTACT.count());
    } else {
      contacts.put(key.get(), row.joined(Rows.CONTACT.count(), Rows::contact));
    }
  }
}
