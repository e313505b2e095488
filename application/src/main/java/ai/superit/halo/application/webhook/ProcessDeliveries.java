package ai.superit.halo.application.webhook;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.sync.SyncPauses;
import ai.superit.halo.application.webhook.UnderstandDeliveries.Understood;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.client.ClientId;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.ticket.TicketId;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
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

  /// For people; names no delivery, so that those of one cause are counted together.
  private static final String FAILED =
      "the service could not work on it: its log says why, see event=delivery_failed";

  private static final String LOST =
      "whoever took it on never said what became of it: the service stopped or lost the database"
          + " each time, see its log";

  /// A service that is killed, or a store that is away for some minutes, parks nothing, however few
  /// attempts there are to be.
  private static final int FEWEST_LOST = 20;

  private static final System.Logger LOG = System.getLogger(ProcessDeliveries.class.getName());

  private final DeliveryInbox inbox;
  private final SyncPauses pauses;
  private final UnderstandDeliveries understanding;
  private final ApplyEvents events;
  private final RetrySchedule retries;
  private final InstantSource clock;
  private final Duration lease;
  private final ReentrantLock claiming = new ReentrantLock();
  private final WorkUnderWay work = new WorkUnderWay();

  public ProcessDeliveries(
      DeliveryInbox inbox,
      SyncPauses pauses,
      UnderstandDeliveries understanding,
      ApplyEvents events,
      RetrySchedule retries,
      InstantSource clock) {
    this(inbox, pauses, understanding, events, retries, clock, LEASE);
  }

  ProcessDeliveries(
      DeliveryInbox inbox,
      SyncPauses pauses,
      UnderstandDeliveries understanding,
      ApplyEvents events,
      RetrySchedule retries,
      InstantSource clock,
      Duration lease) {
    this.inbox = inbox;
    this.pauses = pauses;
    this.understanding = understanding;
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
  /// else; and so are those of a strand that has many, so that they hold up no other strand. Until
  /// they are, no others of the same strands are taken on.
  ///
  /// @param threads runs each part of the work on a thread of its own
  /// @return how many deliveries were taken on
  public int beginSome(Executor threads) {
    var parts = claim();
    parts.forEach(part ->
        threads.execute(() -> {
          try {
            parkLost(part);
            process(part.stream().filter(delivery -> !isLost(delivery)).toList());
          } finally {
            work.ended(part);
          }
        }));
    return parts.stream().mapToInt(List::size).sum();
  }

  /// One claim at a time, so that none takes deliveries of a strand that another has just taken on.
  private List<List<ClaimedDelivery>> claim() {
    claiming.lock();
    try {
      var parts =
          WorkUnderWay.parts(
              inbox.claim(BATCH, work.except(pauses.paused()), lease, clock.instant()));
      parts.forEach(work::began);
      return parts;
    } finally {
      claiming.unlock();
    }
  }

  /// As often as there is time for while others are tried again: an outage of the store that parks
  /// none of those parks none of these.
  private boolean isLost(ClaimedDelivery delivery) {
    var whileOthersAreTried = Math.max(retries.attempts(), retries.span().dividedBy(lease));
    return delivery.lost() >= Math.max(FEWEST_LOST, whileOthersAreTried);
  }

  private void parkLost(List<ClaimedDelivery> deliveries) {
    var lost =
        deliveries.stream()
            .filter(this::isLost)
            .collect(
                Collectors.<ClaimedDelivery, ClaimedDelivery.Claim, Disposition>toMap(
                    ClaimedDelivery::claim, _ -> new Disposition.Parked(LOST)));
    if (!lost.isEmpty()) {
      inbox.finish(lost, Map.of(), clock.instant());
    }
  }

  /// One delivery on which nobody can work does not hold up the others: each is then worked on by
  /// itself. What was applied before is the same when it is applied again.
  private void process(List<ClaimedDelivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    try {
      processTogether(deliveries);
    } catch (StoreUnavailable | CallsEnded left) {
      throw left;
    } catch (RuntimeException | Error failure) {
      if (deliveries.size() == 1) {
        fail(deliveries.getFirst(), failure);
      } else {
        processApart(deliveries);
      }
    }
  }

  private void processApart(List<ClaimedDelivery> deliveries) {
    try (var _ = holding(deliveries)) {
      deliveries.forEach(delivery -> process(List.of(delivery)));
    }
  }

  private void fail(ClaimedDelivery delivery, Throwable failure) {
    var claim = delivery.claim();
    LOG.log(
        Level.ERROR,
        "event=delivery_failed connection=%s delivery=%d attempt=%d"
            .formatted(claim.connection(), claim.deliveryId(), claim.attempt()),
        failure);
    inbox.finish(Map.of(claim, retry(delivery.tries(), FAILED)), Map.of(), clock.instant());
  }

  private Heartbeat holding(List<ClaimedDelivery> deliveries) {
    var claims = deliveries.stream().map(ClaimedDelivery::claim).collect(Collectors.toSet());
    return Heartbeat.every(lease.dividedBy(4), () -> inbox.renew(claims, lease, clock.instant()));
  }

  private void processTogether(List<ClaimedDelivery> deliveries) {
    var connection = deliveries.getFirst().connection();
    var understood = new HashMap<ClaimedDelivery.Claim, Understood>();
    Map<ClaimedDelivery.Claim, Disposition> done;
    Map<TicketId, ClientId> clients;
    try (var _ = holding(deliveries)) {
      understood.putAll(understanding.understand(connection, deliveries, clock.instant()));
      done = process(connection, deliveries, understood);
      clients =
          events.clientsOf(
              connection, understood.values().stream().flatMap(each -> each.told().stream()));
    }
    var facts =
        deliveries.stream()
            .collect(
                Collectors.toMap(
                    ClaimedDelivery::claim,
                    delivery -> facts(delivery, told(understood, delivery), clients)));
    inbox.finish(done, facts, clock.instant());
  }

  private static List<HaloEvent> told(
      Map<ClaimedDelivery.Claim, Understood> understood, ClaimedDelivery delivery) {
    return Objects.requireNonNull(understood.get(delivery.claim())).told();
  }

  private static void collecting(Queue<RuntimeException> failures, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      failures.add(failure);
    }
  }

  private Map<ClaimedDelivery.Claim, Disposition> process(
      ConnectionId connection,
      List<ClaimedDelivery> deliveries,
      Map<ClaimedDelivery.Claim, Understood> understood) {
    var byObject = new LinkedHashMap<ObjectRef, List<HaloEvent>>();
    for (var each : understood.values()) {
      if (each instanceof Understood.ToApply(var wanted, _, _)) {
        wanted.forEach(
            event -> byObject.computeIfAbsent(event.object(), _ -> new ArrayList<>()).add(event));
      }
    }
    var failures =
        byObject.isEmpty()
            ? Map.<ObjectRef, String>of()
            : events.apply(connection, byObject, sourceOf(deliveries));
    return deliveries.stream()
        .collect(
            Collectors.toMap(
                ClaimedDelivery::claim,
                delivery ->
                    settle(
                        delivery.tries(),
                        Objects.requireNonNull(understood.get(delivery.claim())),
                        failures)));
  }

  private Disposition settle(int tries, Understood understood, Map<ObjectRef, String> failures) {
    return switch (understood) {
      case Understood.Settled(var disposition, _) -> disposition;
      case Understood.ToApply(var wanted, var rest, _) ->
          wanted.stream()
              .map(event -> failures.get(event.object()))
              .filter(Objects::nonNull)
              .findFirst()
              .map(reason -> retry(tries, reason))
              .orElse(rest);
    };
  }

  private Disposition retry(int tries, String reason) {
    var jitter = ThreadLocalRandom.current().nextDouble();
    return retries.after(tries, clock.instant(), jitter, reason);
  }

  private static DeliveryFacts facts(
      ClaimedDelivery delivery, List<HaloEvent> found, Map<TicketId, ClientId> clientsOf) {
    var clients =
        found.stream()
            .map(HaloEvent::object)
            .flatMap(object -> ApplyEvents.client(object, clientsOf).stream())
            .collect(Collectors.toSet());
    var replayed = delivery.standing() == ClaimedDelivery.Standing.VOUCHED_FOR;
    return new DeliveryFacts(
        delivery.receivedAt(),
        found.stream()
            .map(HaloEvent::name)
            .filter(name -> !name.isBlank())
            .collect(Collectors.toSet()),
        found.stream().map(HaloEvent::object).collect(Collectors.toSet()),
        clients,
        found.stream().flatMap(event -> event.at().stream()).min(Comparator.naturalOrder()),
        replayed);
  }

  private static Source sourceOf(List<ClaimedDelivery> deliveries) {
    return Source.delivery(deliveries.getLast().claim().deliveryId());
  }
}
