package ai.superit.halo.graphql;

import ai.superit.halo.application.Slice;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketFilter.Changed;
import ai.superit.halo.application.ticket.TicketFilter.Scope;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.application.ticket.TicketPage;
import ai.superit.halo.application.ticket.TicketPage.Reference;
import ai.superit.halo.application.ticket.TicketReads.NotePosition;
import ai.superit.halo.application.ticket.TicketView;
import ai.superit.halo.domain.ticket.Note;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The lists of tickets, and the notes of one.
final class TicketLists {
  private TicketLists() {}

  static ConnectionPage<TicketNode, TicketOrder.Position> all(
      Session session, Arguments arguments) {
    var filter =
        arguments.given("filter")
            ? TicketFilters.read(arguments.object("filter"))
            : Optional.of(TicketFilter.ALL);
    return page(session, filter, arguments);
  }

  static ConnectionPage<TicketNode, TicketOrder.Position> ofClient(
      ClientNode client, Arguments arguments) {
    client.session().countNestedList();
    return page(client.session(), within(Scope.of(client.key()), arguments), arguments);
  }

  static ConnectionPage<TicketNode, TicketOrder.Position> ofAsset(
      AssetNode asset, Arguments arguments) {
    asset.session().countNestedList();
    var scope =
        new Scope(
            Optional.of(asset.connection()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(asset.key()),
            Optional.empty(),
            false);
    return page(asset.session(), within(scope, arguments), arguments);
  }

  static ConnectionPage<NoteNode, NotePosition> notes(TicketNode ticket, Arguments arguments) {
    var session = ticket.session();
    session.countNestedList();
    var shape =
        new ConnectionPage.Shape<NoteNode, NotePosition>(
            new Cursors<>(session.visibility(), () -> "notes " + ticket.key(), Positions.NOTE),
            node -> new NotePosition(node.note().at(), node.note().id()),
            () -> 0);
    var page = arguments.page(shape.cursors());
    var slice = session.reads().tickets().notes(session.visibility(), ticket.key(), page);
    return ConnectionPage.of(shape, page, slice, rows -> notes(ticket, rows));
  }

  static List<NoteNode> notes(TicketNode ticket, List<Note> rows) {
    return NoteNode.all(ticket, rows);
  }

  private static Optional<TicketFilter> within(Scope scope, Arguments arguments) {
    return Optional.of(
        new TicketFilter(
            scope,
            arguments.flag("closed"),
            Set.of(),
            Set.of(),
            Changed.ANY_TIME,
            Optional.empty()));
  }

  private static ConnectionPage<TicketNode, TicketOrder.Position> page(
      Session session, Optional<TicketFilter> filter, Arguments arguments) {
    var tickets = session.reads().tickets();
    var order = TicketFilters.order(arguments.object("order"));
    var shape =
        new ConnectionPage.Shape<TicketNode, TicketOrder.Position>(
            new Cursors<>(
                session.visibility(),
                () -> "tickets " + order + TicketFilters.describe(filter),
                Positions.TICKET),
            node -> order.position(node.view()),
            () ->
                filter
                    .map(wanted -> tickets.countTickets(session.visibility(), wanted))
                    .orElse(0L));
    var page = arguments.page(shape.cursors());
    var slice =
        filter
            .map(wanted ->
                tickets.tickets(
                    session.visibility(),
                    wanted,
                    order,
                    page,
                    references(arguments),
                    arguments.parts()))
            .map(read -> keep(session, read))
            .orElseGet(() -> new Slice<TicketView>(List.of(), false));
    return ConnectionPage.of(shape, page, slice, rows -> TicketNode.all(session, rows));
  }

  /// What the answer shows of each ticket's references.
  private static Set<Reference> references(Arguments arguments) {
    var wanted = EnumSet.noneOf(Reference.class);
    for (var reference : Reference.values()) {
      if (arguments.selects("edges", "node", reference.name().toLowerCase(Locale.ROOT))) {
        wanted.add(reference);
      }
    }
    return wanted;
  }

  /// What was read along is not read again for the tickets' fields.
  private static Slice<TicketView> keep(Session session, TicketPage read) {
    var along = read.along();
    session.clients().putAll(along.clients(), found -> ClientNode.all(session, found));
    session.contacts().putAll(along.contacts(), found -> ContactNode.all(session, found));
    AssetNode.lists(session, along.assets())
        .forEach((ticket, assets) -> session.assetsOfTickets().put(ticket, Optional.of(assets)));
    return read.tickets();
  }
}
