package ai.superit.halo.application.webhook;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.asset.AssetId;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.client.ContactId;
import ai.superit.halo.domain.client.SiteId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Brings objects of one connection up to date because events hint that they changed.
public final class ApplyEvents {
  private static final int PARALLEL_REREADS = 8;

  private final HaloTenants tenants;
  private final Mirror mirror;
  private final StoreTickets tickets;

  public ApplyEvents(HaloTenants tenants, Mirror mirror, StoreTickets tickets) {
    this.tenants = tenants;
    this.mirror = mirror;
    this.tickets = tickets;
  }

  /// @return for each object that could not be brought up to date, why
  Map<ObjectRef, String> apply(
      ConnectionId connection, Map<ObjectRef, List<HaloEvent>> events, Source source) {
    var failures = new ConcurrentHashMap<ObjectRef, String>();
    var rest = new LinkedHashMap<>(events);
    try {
      applySnapshots(connection, rest, source);
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException poisoned) {
      // One snapshot that cannot be stored must not hold up the others: all are read again, apart.
      rest.clear();
      rest.putAll(events);
    }
    reread(connection, rest.keySet(), source, failures);
    return failures;
  }

  /// Applies what the bodies show and removes those objects; what fails stays to be read again.
  private void applySnapshots(
      ConnectionId connection, Map<ObjectRef, List<HaloEvent>> events, Source source) {
    var newest = newestSnapshots(events);
    if (newest.isEmpty()) {
      return;
    }
    var known =
        mirror.clientsOf(
            connection, newest.values().stream().map(Ticket::id).collect(Collectors.toSet()));
    newest.values().removeIf(ticket -> !ticket.parties().client().equals(known.get(ticket.id())));
    if (newest.isEmpty()) {
      return;
    }
    tickets.store(connection, List.copyOf(newest.values()), source);
    for (var object : newest.keySet()) {
      for (var event : requireNonNull(events.remove(object))) {
        event.note().ifPresent(note -> mirror.storeNote(connection, note, source));
      }
    }
  }

  private static Map<ObjectRef, Ticket> newestSnapshots(Map<ObjectRef, List<HaloEvent>> events) {
    var newest = new LinkedHashMap<ObjectRef, Ticket>();
    events.forEach((object, about) -> {
      if (about.stream().allMatch(event -> event.ticket().isPresent())) {
        about.stream()
            .flatMap(event -> event.ticket().stream())
            .max(Comparator.comparing(Ticket::updatedAt))
            .ifPresent(ticket -> newest.put(object, ticket));
      }
    });
    return newest;
  }

  private void reread(
      ConnectionId connection,
      Set<ObjectRef> objects,
      Source source,
      Map<ObjectRef, String> failures) {
    var tenant = tenants.tenant(connection, Lane.REREAD);
    var slots = new Semaphore(PARALLEL_REREADS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var object : objects) {
        slots.acquireUninterruptibly();
        threads.execute(() -> {
          try {
            reread(connection, tenant, object, source);
          } catch (HaloUnavailable failure) {
            failures.put(object, String.valueOf(failure.getMessage()));
          } catch (StoreUnavailable failure) {
            failures.put(object, "the database could not be reached");
          } catch (RuntimeException failure) {
            failures.put(object, "it could not be stored: " + failure.getMessage());
          } finally {
            slots.release();
          }
        });
      }
    }
  }

  private void reread(ConnectionId connection, HaloTenant tenant, ObjectRef object, Source source) {
    var found =
        switch (object.kind()) {
          case TICKET ->
              tenant
                  .findTicket(new TicketId(object.id()))
                  .map(ticket -> tickets.store(connection, List.of(ticket), source));
          case CLIENT ->
              tenant
                  .findClient(new ClientId(object.id()))
                  .map(client -> mirror.storeClients(connection, List.of(client), source));
          case SITE ->
              tenant
                  .findSite(new SiteId(object.id()))
                  .map(site -> mirror.storeSites(connection, List.of(site), source));
          case CONTACT ->
              tenant
                  .findContact(new ContactId(object.id()))
                  .map(contact -> mirror.storeContacts(connection, List.of(contact), source));
          case ASSET ->
              tenant
                  .findAsset(new AssetId(object.id()))
                  .map(asset -> mirror.storeAssets(connection, List.of(asset), source));
        };
    if (found.isEmpty()) {
      mirror.retire(connection, object, source);
    }
  }
}
