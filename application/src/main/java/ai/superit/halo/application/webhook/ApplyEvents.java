package ai.superit.halo.application.webhook;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.HaloTenant;
import ai.superit.halo.application.sync.HaloTenants;
import ai.superit.halo.application.sync.Mirror;
import ai.superit.halo.application.sync.RereadRecords;
import ai.superit.halo.application.sync.StoreTickets;
import ai.superit.halo.application.sync.Stored;
import ai.superit.halo.application.sync.UnstoredRecords;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.Stamp;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.Ticket;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Brings objects of one connection up to date because events hint that they changed.
public final class ApplyEvents {
  private static final int PARALLEL_REREADS = 8;

  /// Longer than one call may take, with the wait for the tenant's budget.
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  /// Longer than calls of a tenant that lets them through wait for each other.
  private static final Duration HELD_BACK = Duration.ofSeconds(5);

  /// How tickets that events show get into the mirror.
  @FunctionalInterface
  private interface Storing {
    Stored store(ConnectionId connection, List<Ticket> tickets, Source source);
  }

  private final HaloTenants tenants;
  private final Mirror mirror;
  private final StoreTickets tickets;
  private final RereadRecords rereads;
  private final Duration deadline;

  public ApplyEvents(HaloTenants tenants, Mirror mirror, StoreTickets tickets) {
    this(tenants, mirror, tickets, DEADLINE);
  }

  /// @param deadline for all that is read again at once
  ApplyEvents(HaloTenants tenants, Mirror mirror, StoreTickets tickets, Duration deadline) {
    this.tenants = tenants;
    this.mirror = mirror;
    this.tickets = tickets;
    this.rereads = new RereadRecords(mirror, tickets);
    this.deadline = deadline;
  }

  /// @return for each object that could not be brought up to date, why
  Map<ObjectRef, String> apply(
      ConnectionId connection, Map<ObjectRef, List<HaloEvent>> events, Source source) {
    return apply(connection, events, Set.of(), tickets::store, source);
  }

  /// The same of events that Halo's own log tells: a ticket of which the last one says that it was
  /// deleted, and which Halo has no more, is gone, unless the mirror has it in a later state. Of
  /// two states of the same time the log does not tell which is the later one: that ticket is read
  /// again.
  ///
  /// @param events of each object in the order in which they were sent
  Map<ObjectRef, String> applyLogged(
      ConnectionId connection, Map<ObjectRef, List<HaloEvent>> events, Source source) {
    var shown = new LinkedHashMap<>(events);
    shown.replaceAll((_, about) -> isOrdered(about) ? about : List.of());
    return apply(
        connection, shown, deleted(connection, events), tickets::storeOtherVersions, source);
  }

  /// The tickets that were deleted and, by what the mirror has of them, not restored since: of that
  /// the event was received and is none of those that were missed.
  private Set<ObjectRef> deleted(ConnectionId connection, Map<ObjectRef, List<HaloEvent>> events) {
    var deletions =
        events.values().stream()
            .filter(about -> !about.isEmpty())
            .map(List::getLast)
            .filter(HaloEvent::tellsThatItsObjectIsGone)
            .filter(last -> last.object().kind() == ObjectRef.Kind.TICKET)
            .toList();
    if (deletions.isEmpty()) {
      return Set.of();
    }
    var versions = mirror.versionsOf(connection, tickets(deletions.stream()));
    return deletions.stream()
        .filter(last -> isLatest(last, versions.get(new TicketId(last.object().id()))))
        .map(HaloEvent::object)
        .collect(Collectors.toSet());
  }

  private static boolean isLatest(HaloEvent deletion, @Nullable Stamp mirrored) {
    return deletion.at().isPresent()
        && (mirrored == null || !mirrored.at().isAfter(deletion.at().get()));
  }

  /// Whether the last one of the states that these events show is known.
  private static boolean isOrdered(List<HaloEvent> events) {
    var states =
        events.stream().flatMap(event -> event.ticket().stream()).collect(Collectors.toSet());
    var newest = states.stream().map(Ticket::updatedAt).max(Comparator.naturalOrder());
    return newest.isPresent()
        && states.stream().map(Ticket::updatedAt).filter(newest.get()::equals).count() == 1
        && states.stream().map(Ticket::updatedAt).allMatch(Stamp::isKnown);
  }

  /// @param deleted of which Halo itself says so
  private Map<ObjectRef, String> apply(
      ConnectionId connection,
      Map<ObjectRef, List<HaloEvent>> events,
      Set<ObjectRef> deleted,
      Storing storing,
      Source source) {
    var rest = new LinkedHashMap<>(events);
    var shown = shown(connection, events);
    try {
      applySnapshots(connection, shown, rest, storing, source);
    } catch (StoreUnavailable unavailable) {
      throw unavailable;
    } catch (RuntimeException poisoned) {
      // One snapshot that cannot be stored must not hold up the others: all are read again, apart.
      var ids = shown.keySet().stream().map(ObjectRef::id).toList();
      new UnstoredRecords(connection, ObjectRef.Kind.TICKET.name()).log(ids, poisoned.toString());
      rest.clear();
      rest.putAll(events);
    }
    return rest.isEmpty() ? Map.of() : reread(connection, rest.keySet(), deleted, source);
  }

  /// Of the tickets that these events are about, the clients, by the mirror.
  Map<TicketId, ClientId> clientsOf(ConnectionId connection, Stream<HaloEvent> events) {
    var tickets = tickets(events);
    return tickets.isEmpty() ? Map.of() : mirror.clientsOf(connection, tickets);
  }

  private static Set<TicketId> tickets(Stream<HaloEvent> events) {
    return events
        .map(HaloEvent::object)
        .filter(object -> object.kind() == ObjectRef.Kind.TICKET)
        .map(object -> new TicketId(object.id()))
        .collect(Collectors.toSet());
  }

  /// The client that an object is, or that it belongs to as far as that is known.
  static Optional<ClientId> client(ObjectRef object, Map<TicketId, ClientId> clientsOf) {
    return switch (object.kind()) {
      case TICKET -> Optional.ofNullable(clientsOf.get(new TicketId(object.id())));
      case CLIENT -> Optional.of(new ClientId(object.id()));
      case SITE, CONTACT, ASSET, INVOICE -> Optional.empty();
    };
  }

  /// The tickets that can be stored as the bodies show them: of those that the mirror has of the
  /// same client, the newest states.
  private Map<ObjectRef, Ticket> shown(
      ConnectionId connection, Map<ObjectRef, List<HaloEvent>> events) {
    var newest = newestSnapshots(events);
    if (!newest.isEmpty()) {
      var known =
          mirror.clientsOf(
              connection, newest.values().stream().map(Ticket::id).collect(Collectors.toSet()));
      newest.values().removeIf(ticket -> !ticket.parties().client().equals(known.get(ticket.id())));
    }
    return newest;
  }

  /// Applies what the bodies show and removes those objects; what fails stays to be read again.
  private void applySnapshots(
      ConnectionId connection,
      Map<ObjectRef, Ticket> shown,
      Map<ObjectRef, List<HaloEvent>> events,
      Storing storing,
      Source source) {
    if (shown.isEmpty()) {
      return;
    }
    var stored = storing.store(connection, List.copyOf(shown.values()), source);
    shown.forEach((object, ticket) -> {
      if (stored.tellsOf(object.id())) {
        var about = requireNonNull(events.remove(object));
        if (stored.created().contains(object.id()) || stored.updated().contains(object.id())) {
          storeNotes(connection, ticket, about, source);
        }
      }
    });
  }

  /// Only of events that show the ticket as it is now: notes of others may have changed since. What
  /// is left out here is read when the ticket's notes are read.
  private void storeNotes(
      ConnectionId connection, Ticket newest, List<HaloEvent> events, Source source) {
    events.stream()
        .filter(event ->
            event
                .ticket()
                .filter(ticket -> ticket.updatedAt().equals(newest.updatedAt()))
                .isPresent())
        .flatMap(event -> event.note().stream())
        .forEach(note -> mirror.storeNote(connection, note, source));
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

  /// Returns when the time is over: what a tenant has not answered by then is tried again later.
  private Map<ObjectRef, String> reread(
      ConnectionId connection, Set<ObjectRef> objects, Set<ObjectRef> deleted, Source source) {
    var tenant = tenants.tenant(connection, Lane.REREAD);
    var believed = tenant.believed();
    var all = List.copyOf(objects);
    var readings =
        all.stream()
            .<Callable<String>>map(object -> {
              var asked = deleted.contains(object) ? believed : tenant;
              return () -> tryReread(connection, asked, object, source);
            })
            .toList();
    var threads = Executors.newFixedThreadPool(PARALLEL_REREADS, Thread.ofVirtual().factory());
    try {
      var ended = threads.invokeAll(readings, deadline.toMillis(), TimeUnit.MILLISECONDS);
      return failures(all, ended, late(tenant, ended));
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      return all.stream().collect(Collectors.toMap(object -> object, _ -> "the service stops"));
    } finally {
      threads.shutdownNow();
    }
  }

  /// Why some have not ended in time: a tenant that was not asked is not out of order.
  private static String late(HaloTenant tenant, List<Future<String>> ended) {
    return ended.stream().anyMatch(Future::isCancelled)
            && tenant.timeFor(1, Duration.ZERO).compareTo(HELD_BACK) > 0
        ? "HaloPSA's rate limit let no call through in time"
        : "Halo did not answer in time";
  }

  /// @param ended why each failed; cancelled if it has not ended
  /// @param late why those have failed that have not
  private static Map<ObjectRef, String> failures(
      List<ObjectRef> objects, List<Future<String>> ended, String late) {
    var failures = new HashMap<ObjectRef, String>();
    for (int i = 0; i < objects.size(); i++) {
      var reading = ended.get(i);
      if (reading.state() == Future.State.FAILED
          && reading.exceptionNow() instanceof CallsEnded stopping) {
        throw stopping;
      }
      var failure = reading.isCancelled() ? late : reading.resultNow();
      if (!failure.isEmpty()) {
        failures.put(objects.get(i), failure);
      }
    }
    return failures;
  }

  /// @return why it failed; empty if it did not
  private String tryReread(
      ConnectionId connection, HaloTenant tenant, ObjectRef object, Source source) {
    try {
      reread(connection, tenant, object, source);
      return "";
    } catch (CallsEnded stopping) {
      throw stopping;
    } catch (HaloUnavailable failure) {
      return String.valueOf(failure.getMessage());
    } catch (StoreUnavailable failure) {
      return "the database could not be reached";
    } catch (RereadRecords.Overtaken overtaken) {
      return String.valueOf(overtaken.getMessage());
    } catch (RuntimeException failure) {
      return new UnstoredRecords(connection, object.kind().name()).tell(object.id(), failure);
    }
  }

  private void reread(ConnectionId connection, HaloTenant tenant, ObjectRef object, Source source) {
    if (rereads.reread(tenant, connection, object, source).isEmpty()) {
      mirror.retire(connection, object, source);
    }
  }
}
