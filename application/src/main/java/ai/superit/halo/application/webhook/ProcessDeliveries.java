package ai.superit.halo.application.webhook;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/// Applies what accepted deliveries hint at.
///
/// Those of a connection that is paused wait.
///
/// All events about one object become one change: the newest snapshot that a body carried, if it
/// shows a ticket that the mirror knows and leaves it with its client, else one re-read from Halo.
/// A body is never trusted to say where a ticket belongs.
public final class ProcessDeliveries {
  private static final int BATCH = 200;
  private static final Duration LEASE = Duration.ofSeconds(20);
  private static final String NOT_MIRRORED = "It tells of nothing that is mirrored.";

  private final DeliveryInbox inbox;
  private final SyncPauses pauses;
  private final DeliveryReader reader;
  private final ApplyEvents events;
  private final RetrySchedule retries;
  private final InstantSource clock;
  private final Duration lease;
  private final ReentrantLock claiming = new ReentrantLock();
  private final Set<ConnectionId> busy = ConcurrentHashMap.newKeySet();

  public ProcessDeliveries(
      DeliveryInbox inbox,
      SyncPauses pauses,
      DeliveryReader reader,
      ApplyEvents events,
      RetrySchedule retries,
      InstantSource clock) {
    this(inbox, pauses, reader, events, retries, clock, LEASE);
  }

  ProcessDeliveries(
      DeliveryInbox inbox,
      SyncPauses pauses,
      DeliveryReader reader,
      ApplyEvents events,
      RetrySchedule retries,
      InstantSource clock,
      Duration lease) {
    this.inbox = inbox;
    this.pauses = pauses;
    this.reader = reader;
    this.events = events;
    this.retries = retries;
    this.clock = clock;
    this.lease = lease;
  }

  /// Works on what is due, at most one batch, and returns when it is done.
  ///
  /// @return how many deliveries were taken on
  public int processSome() {
    var failures = new ConcurrentLinkedQueue<RuntimeException>();
    int taken;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      taken = beginSome(work -> threads.execute(() -> collecting(failures, work)));
    }
    if (!failures.isEmpty()) {
      throw failures.remove();
    }
    return taken;
  }

  /// Begins to work on what is due, at most one batch. The deliveries of each connection are worked
  /// on, and finished, apart from those of others, so that a tenant that hangs holds up nobody
  /// else; until they are, no others of that connection are taken on.
  ///
  /// @param threads runs each connection's work on a thread of its own
  /// @return how many deliveries were taken on
  public int beginSome(Executor threads) {
    var claimed = claim();
    claimed.forEach((connection, deliveries) ->
        threads.execute(() -> {
          try {
            process(connection, deliveries);
          } finally {
            busy.remove(connection);
          }
        }));
    return claimed.values().stream().mapToInt(List::size).sum();
  }

  /// One claim at a time, so that none takes deliveries of a connection that another has just taken
  /// on.
  private Map<ConnectionId, List<ClaimedDelivery>> claim() {
    claiming.lock();
    try {
      var except = new HashSet<>(busy);
      except.addAll(pauses.paused());
      var claimed =
          inbox.claim(BATCH, except, lease, clock.instant()).stream()
              .collect(Collectors.groupingBy(ClaimedDelivery::connection));
      busy.addAll(claimed.keySet());
      return claimed;
    } finally {
      claiming.unlock();
    }
  }

  private void process(ConnectionId connection, List<ClaimedDelivery> deliveries) {
    var claims = deliveries.stream().map(ClaimedDelivery::claim).collect(Collectors.toSet());
    var done = new HashMap<ClaimedDelivery.Claim, Disposition>();
    var found = new HashMap<ClaimedDelivery.Claim, List<HaloEvent>>();
    Map<TicketId, ClientId> clients;
    try (var _ =
        Heartbeat.every(lease.dividedBy(4), () -> inbox.renew(claims, lease, clock.instant()))) {
      process(connection, deliveries, done, found);
      clients = events.clientsOf(connection, found.values().stream().flatMap(List::stream));
    }
    var facts =
        deliveries.stream()
            .collect(
                Collectors.toMap(
                    ClaimedDelivery::claim,
                    delivery ->
                        facts(delivery, found.getOrDefault(delivery.claim(), List.of()), clients)));
    inbox.finish(done, facts, clock.instant());
  }

  private static void collecting(Queue<RuntimeException> failures, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      failures.add(failure);
    }
  }

  private void process(
      ConnectionId connection,
      List<ClaimedDelivery> deliveries,
      Map<ClaimedDelivery.Claim, Disposition> done,
      Map<ClaimedDelivery.Claim, List<HaloEvent>> eventsOf) {
    var byObject = new LinkedHashMap<ObjectRef, List<HaloEvent>>();
    var objectsOf = new HashMap<ClaimedDelivery.Claim, Set<ObjectRef>>();
    for (var delivery : deliveries) {
      switch (reader.read(delivery.body())) {
        case DeliveryReader.Content.Unreadable(var reason) ->
            done.put(delivery.claim(), new Disposition.Quarantined(reason));
        case DeliveryReader.Content.OfNoUse() ->
            done.put(delivery.claim(), new Disposition.Skipped(NOT_MIRRORED));
        case DeliveryReader.Content.Events(var found, var unreadable) -> {
          eventsOf.put(delivery.claim(), found);
          found.forEach(
              event -> byObject.computeIfAbsent(event.object(), _ -> new ArrayList<>()).add(event));
          objectsOf.put(
              delivery.claim(), found.stream().map(HaloEvent::object).collect(Collectors.toSet()));
          if (found.isEmpty()) {
            done.put(
                delivery.claim(),
                new Disposition.Quarantined(unreadable + " items could not be understood"));
          }
        }
      }
    }
    var failures = events.apply(connection, byObject, sourceOf(deliveries));
    objectsOf.forEach(
        (claim, objects) -> done.computeIfAbsent(claim, _ -> settle(claim, objects, failures)));
  }

  private Disposition settle(
      ClaimedDelivery.Claim claim, Set<ObjectRef> objects, Map<ObjectRef, String> failures) {
    return objects.stream()
        .map(failures::get)
        .filter(Objects::nonNull)
        .findFirst()
        .map(reason ->
            retries.after(
                claim.attempt(), clock.instant(), ThreadLocalRandom.current().nextDouble(), reason))
        .orElseGet(Disposition.Applied::new);
  }

  private static DeliveryFacts facts(
      ClaimedDelivery delivery, List<HaloEvent> found, Map<TicketId, ClientId> clientsOf) {
    var clients =
        found.stream()
            .map(HaloEvent::object)
            .flatMap(object -> ApplyEvents.client(object, clientsOf).stream())
            .collect(Collectors.toSet());
    return new DeliveryFacts(
        delivery.receivedAt(),
        found.stream()
            .map(HaloEvent::name)
            .filter(name -> !name.isBlank())
            .collect(Collectors.toSet()),
        found.stream().map(HaloEvent::object).collect(Collectors.toSet()),
        clients,
        found.stream().flatMap(event -> event.at().stream()).min(Comparator.naturalOrder()));
  }

  private static Source sourceOf(List<ClaimedDelivery> deliveries) {
    return Source.delivery(deliveries.getLast().claim().deliveryId());
  }
}
