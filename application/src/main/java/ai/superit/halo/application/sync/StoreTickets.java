package ai.superit.halo.application.sync;

import ai.superit.halo.application.Transactions;
import ai.superit.halo.application.team.Links;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import java.util.List;
import java.util.stream.Collectors;

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

  /// Stores those whose client the mirror knows them to have, and of which it has another version;
  /// whoever else stores them meanwhile. Which of two versions of the same time is the later one
  /// nobody can tell: such a ticket is not stored, nor is one that the mirror does not have alive.
  ///
  /// @param tickets no ticket twice
  public Stored storeOtherVersions(ConnectionId connection, List<Ticket> tickets, Source source) {
    return transactions.inTransaction(() -> {
      var ids = tickets.stream().map(Ticket::id).collect(Collectors.toSet());
      var versions = mirror.lockVersions(connection, ids);
      var clients = mirror.clientsOf(connection, ids);
      var others =
          tickets.stream()
              .filter(ticket -> ticket.parties().client().equals(clients.get(ticket.id())))
              .filter(ticket -> !ticket.updatedAt().equals(versions.get(ticket.id())))
              .toList();
      return others.isEmpty() ? Stored.NOTHING : store(connection, others, source);
    });
  }
}
