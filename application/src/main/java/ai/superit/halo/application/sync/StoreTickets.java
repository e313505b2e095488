package ai.superit.halo.application.sync;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import java.util.List;

/// Stores tickets together with the team that each belongs to, decided by the links of that moment.
public final class StoreTickets {
  private final Mirror mirror;
  private final Links links;
  private final Transactions transactions;

  public StoreTickets(Mirror mirror, Links links, Transactions transactions) {
    this.mirror = mirror;
    this.links = links;
    this.transactions = transactions;
  }

  public Stored store(ConnectionId connection, List<Ticket> tickets, Source source) {
    return transactions.inTransaction(() -> {
      var routing = links.routing(connection);
      var routed =
          tickets.stream()
              .map(ticket -> new RoutedTicket(ticket, routing.route(ticket.parties().client())))
              .toList();
      return mirror.storeTickets(connection, routed, source);
    });
  }
}
