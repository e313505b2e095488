package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.EventSubjects;
import ai.superit.halo.domain.Key;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.InvoiceId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.EventFacts;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks into the mirror in memory.
record InMemoryEventSubjects(Memory memory) implements EventSubjects {
  @Override
  public Map<ObjectRef, EventFacts> known(ConnectionId connection, Set<ObjectRef> objects) {
    return memory.with(state -> {
      var known = new HashMap<ObjectRef, EventFacts>();
      for (var object : objects) {
        facts(state, connection, object).ifPresent(facts -> known.put(object, facts));
      }
      return known;
    });
  }

  @Override
  public Map<Long, Boolean> activeClients(ConnectionId connection, Set<Long> clients) {
    return memory.with(state -> {
      var active = new HashMap<Long, Boolean>();
      for (var client : clients) {
        isActive(state, connection, client).ifPresent(is -> active.put(client, is));
      }
      return active;
    });
  }

  private static Optional<EventFacts> facts(
      State state, ConnectionId connection, ObjectRef object) {
    var id = object.id();
    return switch (object.kind()) {
      case TICKET ->
          living(state.tickets.get(new Key<>(connection, new TicketId(id))))
              .map(ticket -> facts(state, connection, ticket));
      case CLIENT ->
          living(state.clients.get(new Key<>(connection, new ClientId(id))))
              .map(client -> of(state, connection, Optional.of(client.id())));
      case SITE ->
          living(state.sites.get(new Key<>(connection, new SiteId(id))))
              .map(site -> of(state, connection, Optional.of(site.client())));
      case CONTACT ->
          living(state.contacts.get(new Key<>(connection, new ContactId(id))))
              .map(contact -> of(state, connection, contact.client()));
      case ASSET ->
          living(state.assets.get(new Key<>(connection, new AssetId(id))))
              .map(asset -> of(state, connection, Optional.of(asset.owner().client())));
      case INVOICE ->
          living(state.invoices.get(new Key<>(connection, new InvoiceId(id))))
              .map(invoice -> of(state, connection, invoice.client()));
    };
  }

  private static EventFacts facts(State state, ConnectionId connection, Ticket ticket) {
    var client = ticket.parties().client().value();
    return new EventFacts(
        Optional.of(client),
        isActive(state, connection, client),
        ticket.state().type(),
        ticket.state().priority(),
        Optional.of(ticket.state().status()));
  }

  private static EventFacts of(State state, ConnectionId connection, Optional<ClientId> client) {
    return new EventFacts(
        client.map(ClientId::value),
        client.flatMap(id -> isActive(state, connection, id.value())),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static Optional<Boolean> isActive(State state, ConnectionId connection, long client) {
    return living(state.clients.get(new Key<>(connection, new ClientId(client))))
        .map(found -> found.active());
  }

  private static <T> Optional<T> living(State.@Nullable Row<T> row) {
    return Optional.ofNullable(row).filter(found -> !found.deleted()).map(State.Row::value);
  }
}
