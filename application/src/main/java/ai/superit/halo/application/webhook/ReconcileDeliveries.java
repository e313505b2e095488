package ai.superit.halo.application.webhook;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.webhook.DeliveryProofs.Claimed;
import ai.superit.halo.application.webhook.DeliveryProofs.Missed;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.application.webhook.ReadDeliveryLog.Reading;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.HaloEvent;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Compares what Halo says it sent with what was received, and reads again what was missed. Where
/// Halo's log does not tell, it asks for what changed instead.
public final class ReconcileDeliveries {
  /// How long Halo may take to send again what failed, before it counts as missing.
  public static final Duration PATIENCE = Duration.ofMinutes(15);

  /// How long it is kept what was sent.
  public static final Duration KEPT = Duration.ofDays(7);

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Duration FIRST_POLL = Duration.ofHours(1);
  private static final int MOST_MISSING = 20_000;
  private static final int AT_ONCE = 100;
  private static final Comparator<ObjectRef> ORDER =
      Comparator.comparing(ObjectRef::kind).thenComparingLong(ObjectRef::id);
  private static final String UNSAID = "Halo's log does not say which record it was about";

  /// What a round did.
  ///
  /// @param pages of the log that were read
  /// @param missing deliveries that were found missing
  /// @param repaired of these
  /// @param polled records that changed, where the tenant was asked for them
  public record Round(LogAccess access, int pages, int missing, int repaired, long polled) {}

  private final DeliveryLogs logs;
  private final DeliveryProofs proofs;
  private final ApplyEvents events;
  private final SyncResource resources;
  private final URI publicBase;
  private final Duration every;
  private final InstantSource clock;

  /// @param publicBase the address under which Halo reaches this service, without a trailing slash
  /// @param every how long a connection is left alone after a round
  public ReconcileDeliveries(
      DeliveryLogs logs,
      DeliveryProofs proofs,
      ApplyEvents events,
      SyncResource resources,
      URI publicBase,
      Duration every,
      InstantSource clock) {
    this.logs = logs;
    this.proofs = proofs;
    this.events = events;
    this.resources = resources;
    this.publicBase = publicBase;
    this.every = every;
    this.clock = clock;
  }

  /// The connections for which it is time.
  public List<ConnectionId> due() {
    return proofs.due(clock.instant());
  }

  /// Runs one round on the calling thread. What goes wrong with Halo is part of what it comes to.
  ///
  /// @param stopping asked before each page, and before some records are read again; the next round
  ///   does what is left
  /// @return empty if it is not time, another instance is at it, or it was stopped while it read
  ///   the log
  /// @throws SecretUnreadable if this instance cannot sign in; when its lease ends, another may try
  /// @throws CallsEnded if this service stops while it reads records again; after the lease, the
  ///   next round does what is left
  public Optional<Round> reconcile(ConnectionId connection, BooleanSupplier stopping) {
    var now = clock.instant();
    return proofs
        .claim(connection, now, now.plus(LEASE))
        .flatMap(claimed -> {
          try (var _ =
              Heartbeat.every(
                  LEASE.dividedBy(4),
                  () -> proofs.renew(connection, clock.instant().plus(LEASE)))) {
            return reconcile(connection, claimed, now, stopping);
          }
        });
  }

  private Optional<Round> reconcile(
      ConnectionId connection, Claimed claimed, Instant now, BooleanSupplier stopping) {
    var before = claimed.standing();
    var address = RegisterWebhook.address(publicBase, connection);
    var read = new ReadDeliveryLog(logs, proofs, connection, before, now, stopping).read(address);
    if (read.isEmpty()) {
      proofs.finish(connection, before, now);
      if (claimed.hurried()) {
        proofs.hasten(connection);
      }
      return Optional.empty();
    }
    var reading = read.get();
    var seenBefore = claimed.hurried() ? clock.instant().plusSeconds(1) : now.minus(PATIENCE);
    var missing = proofs.missing(connection, seenBefore, MOST_MISSING);
    var repaired = repair(connection, missing, reading.missed(), stopping);
    var polled =
        reading.access().needsPoll() ? poll(connection, before, stopping) : Optional.<Long>empty();
    proofs.forgetBefore(connection, now.minus(KEPT));
    proofs.finish(connection, standing(before, reading, polled, now), now.plus(every));
    return Optional.of(
        new Round(reading.access(), reading.pages(), missing.size(), repaired, polled.orElse(0L)));
  }

  /// What a log leaves open that was not read to its end is open until the tenant was asked.
  private static Standing standing(
      Standing before, Reading reading, Optional<Long> polled, Instant now) {
    var isChecked = reading.access() == LogAccess.AVAILABLE;
    return new Standing(
        reading.webhook(),
        reading.access(),
        isChecked || polled.isPresent() ? reading.newest() : before.checkedTo(),
        isChecked ? Optional.of(now) : before.checkedAt(),
        polled.isPresent() ? Optional.of(now) : before.polledAt());
  }

  /// From the last moment up to which nothing can be missing. Halo's clock may be some minutes off:
  /// [SyncResource] reads from some minutes before.
  private Optional<Long> poll(ConnectionId connection, Standing before, BooleanSupplier stopping) {
    var since =
        before
            .polledAt()
            .filter(polled -> before.checkedAt().filter(polled::isBefore).isEmpty())
            .or(before::checkedAt)
            .orElseGet(() -> clock.instant().minus(FIRST_POLL));
    try {
      return resources
          .readChanges(
              connection, Resource.TICKETS, since, Source.reread("proof"), Lane.POLL, stopping)
          .filter(changes -> changes.gap().isEmpty())
          .map(SyncResource.Changes::changed);
    } catch (HaloUnavailable later) {
      return Optional.empty();
    }
  }

  /// At most one call for each object, however many deliveries about it were missed; none where the
  /// log shows how a ticket looks that the mirror has.
  ///
  /// @return how many deliveries were repaired
  private int repair(
      ConnectionId connection,
      List<Missed> missing,
      MissedEvents events,
      BooleanSupplier stopping) {
    var unsaid = missing.stream().filter(missed -> missed.objects().isEmpty()).toList();
    if (!unsaid.isEmpty()) {
      proofs.failed(
          connection, unsaid.stream().collect(Collectors.toMap(Missed::digest, _ -> UNSAID)));
    }
    var waiting = new LinkedHashMap<DeliveryDigest, Missed>();
    missing.stream()
        .filter(missed -> !missed.objects().isEmpty())
        .forEach(missed -> waiting.put(missed.digest(), missed));
    var told = events.about(waiting.values());
    var outcomes = new HashMap<ObjectRef, String>();
    var repaired = 0;
    for (var some : chunks(waiting.values())) {
      var outcome =
          stopping.getAsBoolean() ? Map.<ObjectRef, String>of() : apply(connection, some, told);
      if (outcome.isEmpty() || Thread.currentThread().isInterrupted()) {
        return repaired;
      }
      outcomes.putAll(outcome);
      repaired += settle(connection, waiting, outcomes);
    }
    return repaired;
  }

  private static List<List<ObjectRef>> chunks(Iterable<Missed> missing) {
    var objects = new TreeSet<>(ORDER);
    missing.forEach(missed -> objects.addAll(missed.objects()));
    var chunks = new ArrayList<List<ObjectRef>>();
    for (var object : objects) {
      if (chunks.isEmpty() || chunks.getLast().size() == AT_ONCE) {
        chunks.add(new ArrayList<>());
      }
      chunks.getLast().add(object);
    }
    return chunks;
  }

  /// @return for each object why it could not be brought up to date; empty for those that were
  private Map<ObjectRef, String> apply(
      ConnectionId connection, List<ObjectRef> objects, Map<ObjectRef, List<HaloEvent>> told) {
    var hints = new LinkedHashMap<ObjectRef, List<HaloEvent>>();
    objects.forEach(object -> hints.put(object, told.getOrDefault(object, List.of())));
    var failures = events.applyLogged(connection, hints, Source.reread("proof"));
    return objects.stream()
        .collect(Collectors.toMap(object -> object, object -> failures.getOrDefault(object, "")));
  }

  /// Records what became of the deliveries whose objects have all been tried.
  private int settle(
      ConnectionId connection,
      Map<DeliveryDigest, Missed> waiting,
      Map<ObjectRef, String> outcomes) {
    var repaired = new ArrayList<DeliveryDigest>();
    var failed = new HashMap<DeliveryDigest, String>();
    for (var missed : List.copyOf(waiting.values())) {
      if (outcomes.keySet().containsAll(missed.objects())) {
        waiting.remove(missed.digest());
        var problem =
            missed.objects().stream().map(outcomes::get).filter(why -> !why.isEmpty()).findFirst();
        problem.ifPresentOrElse(
            why -> failed.put(missed.digest(), why), () -> repaired.add(missed.digest()));
      }
    }
    if (!repaired.isEmpty()) {
      proofs.repaired(connection, repaired, clock.instant());
    }
    if (!failed.isEmpty()) {
      proofs.failed(connection, failed);
    }
    return repaired.size();
  }
}
