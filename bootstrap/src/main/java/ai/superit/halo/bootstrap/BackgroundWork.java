package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.SyncConnection;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.ProcessDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the service does without being asked: it works on deliveries, fills notes, looks for
/// changes that no webhook told of, and runs the syncs that somebody started.
final class BackgroundWork implements AutoCloseable {
  /// The use cases that the work consists of.
  record UseCases(
      ProcessDeliveries deliveries, NotesWork notes, PollChanges changes, SyncResource resources) {}

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
  private static final int DELIVERY_WORKERS = 2;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(15);
  private static final Duration BETWEEN_RESUMPTIONS = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  private final UseCases useCases;
  private final Connections connections;
  private final DeliveryInbox inbox;
  private final SyncRuns runs;
  private final Settings.Sync settings;
  private final InstantSource clock;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final Map<ConnectionId, Instant> polledSince = new ConcurrentHashMap<>();
  private final Map<ConnectionId, Instant> pausedUntil = new ConcurrentHashMap<>();

  BackgroundWork(
      UseCases useCases,
      Connections connections,
      DeliveryInbox inbox,
      SyncRuns runs,
      Settings.Sync settings,
      InstantSource clock) {
    this.useCases = useCases;
    this.connections = connections;
    this.inbox = inbox;
    this.runs = runs;
    this.settings = settings;
    this.clock = clock;
  }

  void start() {
    for (int worker = 0; worker < DELIVERY_WORKERS; worker++) {
      repeat("deliveries", this::workOnDeliveries);
    }
    repeat("notes", this::fillNotes);
    repeat("changes", this::pollChanges);
    repeat("resumption", this::resume);
  }

  /// Whether every worker is still at work.
  boolean isAlive() {
    return running.get() == DELIVERY_WORKERS + 3;
  }

  /// Begins in the background; in the order in which resources depend on each other, the notes
  /// last.
  void startSync(ConnectionId connection, Set<Resource> wanted) {
    if (isStopping()) {
      return;
    }
    threads.execute(() ->
        Stream.concat(SyncConnection.ORDER.stream(), Stream.of(Resource.NOTES))
            .filter(wanted::contains)
            .takeWhile(_ -> !isStopping())
            .forEach(resource -> sync(connection, resource)));
  }

  private void sync(ConnectionId connection, Resource resource) {
    try {
      var outcome =
          resource == Resource.NOTES
              ? useCases.notes().sync(connection, this::isStopping)
              : useCases.resources().sync(connection, resource, Lane.BACKFILL);
      if (outcome instanceof SyncResource.Outcome.Ended(var run)) {
        LOG.info(
            "sync ended connection={} resource={} run={} outcome={}",
            connection,
            resource,
            run.id(),
            run.progress().getClass().getSimpleName());
      }
    } catch (StoreUnavailable unavailable) {
      LOG.warn("sync not recorded connection={} resource={}", connection, resource, unavailable);
    } catch (RuntimeException failure) {
      LOG.error("sync failed connection={} resource={}", connection, resource, failure);
    }
  }

  /// Takes up what another instance, or this one before it was killed, did not bring to its end.
  private void resume() throws InterruptedException {
    var interrupted =
        runs.interrupted(clock.instant()).stream()
            .collect(
                Collectors.groupingBy(
                    SyncRuns.Interrupted::connection,
                    Collectors.mapping(SyncRuns.Interrupted::resource, Collectors.toSet())));
    interrupted.forEach((connection, resources) -> {
      LOG.info("sync resumed connection={} resources={}", connection, resources);
      startSync(connection, resources);
    });
    rest(BETWEEN_RESUMPTIONS);
  }

  private void workOnDeliveries() throws InterruptedException {
    if (useCases.deliveries().beginSome(this::workOnTenant) == 0) {
      inbox.awaitWork(IDLE);
    }
  }

  /// After its work a tenant may have more that nobody was told of, because it was not taken on
  /// meanwhile.
  private void workOnTenant(Runnable work) {
    Runnable all =
        () -> {
          guarded(work);
          if (!isStopping()) {
            guarded(() -> useCases.deliveries().beginSome(this::workOnTenant));
          }
        };
    try {
      threads.execute(all);
    } catch (RejectedExecutionException stopped) {
      guarded(work);
    }
  }

  /// What the work does not finish is taken on again after its lease.
  @SuppressWarnings("CatchingUnchecked")
  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker=deliveries");
    } catch (RuntimeException failure) {
      LOG.error("worker failed worker=deliveries", failure);
    }
  }

  private void fillNotes() throws InterruptedException {
    var filled =
        connections.all().stream().mapToLong(connection -> fillNotes(connection.id())).sum();
    if (filled == 0) {
      rest(IDLE);
    }
  }

  private long fillNotes(ConnectionId connection) {
    return unlessPaused(
        connection,
        () ->
            switch (useCases.notes().firstRun(connection)) {
              case NOW -> {
                startSync(connection, Set.of(Resource.NOTES));
                yield 0;
              }
              case LATER -> 0;
              case OVER -> useCases.notes().fillSome(connection);
            });
  }

  private void pollChanges() throws InterruptedException {
    rest(settings.poll());
    for (var connection : connections.all()) {
      var began = clock.instant();
      var since = polledSince.computeIfAbsent(connection.id(), this::lastCompleteStart);
      if (since.isAfter(Instant.EPOCH) && !isStopping()) {
        unlessPaused(
            connection.id(),
            () -> {
              var changed = useCases.changes().poll(connection.id(), since);
              polledSince.put(connection.id(), began);
              return changed;
            });
      } else {
        polledSince.remove(connection.id());
      }
    }
  }

  /// From where to look on after a start: the moment when the oldest of the complete runs began.
  private Instant lastCompleteStart(ConnectionId connection) {
    return SyncConnection.ORDER.stream()
        .map(resource -> runs.lastCompleteStart(connection, resource))
        .flatMap(Optional::stream)
        .min(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /// A tenant that does not answer is left alone for a while, so that it does not hold up the
  /// others.
  private long unlessPaused(ConnectionId connection, LongSupplier work) {
    if (pausedUntil.getOrDefault(connection, Instant.EPOCH).isAfter(clock.instant())) {
      return 0;
    }
    try {
      return work.getAsLong();
    } catch (HaloUnavailable unavailable) {
      pausedUntil.put(connection, clock.instant().plus(AFTER_FAILURE));
      LOG.warn(
          "halo unavailable connection={} reason={} message={}",
          connection,
          unavailable.reason(),
          unavailable.getMessage());
      return 0;
    }
  }

  private interface Work {
    void once() throws InterruptedException;
  }

  /// A worker survives whatever one round throws: it is logged and the next round begins after a
  /// rest.
  @SuppressWarnings("CatchingUnchecked")
  private void repeat(String name, Work work) {
    running.incrementAndGet();
    threads.execute(() -> {
      try {
        while (!isStopping()) {
          try {
            work.once();
          } catch (StoreUnavailable unavailable) {
            LOG.warn("store unavailable worker={}", name);
            rest(IDLE);
          } catch (RuntimeException failure) {
            LOG.error("worker failed worker={}", name, failure);
            rest(IDLE);
          }
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        running.decrementAndGet();
      }
    });
  }

  private void rest(Duration span) throws InterruptedException {
    var _ = stopping.await(span.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /// Lets the rounds that are under way end, for a while; then interrupts them. What they had taken
  /// on and not finished is taken on again by whoever comes next.
  @Override
  public void close() {
    stopping.countDown();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
