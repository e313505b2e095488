package ai.superit.halo.graphql;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.client.ClientReads;
import ai.superit.halo.application.ticket.TicketFilter;
import ai.superit.halo.application.ticket.TicketFilter.Scope;
import ai.superit.halo.application.ticket.TicketOrder;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Lookup;
import ai.superit.halo.graphql.TicketNode.Named;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tenants' own words for states, priorities and types.
final class LookupGraphql {
  private LookupGraphql() {}

  static void wire(Wiring wiring) {
    wiring
        .query("statuses", (session, given) -> list(session, given, Lookup.Kind.STATUS))
        .query("priorities", (session, given) -> list(session, given, Lookup.Kind.PRIORITY));
    for (var type : List.of("TicketStatus", "TicketPriority", "TicketType")) {
      wiring
          .type(type, Named.class)
          .read("number", row -> Math.toIntExact(row.number()))
          .read("name", Named::name);
    }
    wiring.type("TicketStatus", Named.class).read("closing", row -> row.closing().getAsBoolean());
  }

  private static Optional<List<Named>> list(Session session, Arguments given, Lookup.Kind kind) {
    return GlobalId.connection(given.requiredText("connectionId"))
        .filter(connection -> seesSomethingOf(session, connection))
        .map(connection ->
            session.reads().lookups().list(connection, kind).stream().map(Named::of).toList());
  }

  /// The words are no secret to those who see a ticket or a client that carries them.
  private static boolean seesSomethingOf(Session session, ConnectionId connection) {
    var visibility = session.visibility();
    return session.oversight().connections().find(visibility, connection).isPresent()
        || !session
            .reads()
            .tickets()
            .tickets(visibility, of(connection), TicketOrder.NEWEST_CHANGE_FIRST, PageArgs.first(1))
            .rows()
            .isEmpty()
        || !session
            .reads()
            .clients()
            .clients(
                visibility,
                new ClientReads.Filter(Optional.of(connection), Optional.empty(), Optional.empty()),
                PageArgs.first(1))
            .rows()
            .isEmpty();
  }

  private static TicketFilter of(ConnectionId connection) {
    var scope =
        new Scope(
            Optional.of(connection),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    return new TicketFilter(
        scope,
        Optional.empty(),
        Set.of(),
        Set.of(),
        TicketFilter.Changed.ANY_TIME,
        Optional.empty());
  }
}
