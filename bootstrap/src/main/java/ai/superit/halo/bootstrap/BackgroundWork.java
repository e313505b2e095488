package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.PollChanges;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.ProcessDeliveries;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the service does without being asked: it works on deliveries, reads notes and fields of
/// assets, looks for changes that no webhook told of, and runs the syncs that somebody started.
final class BackgroundWork implements AutoCloseable {
  /// The use cases that the work consists of.
  record UseCases(
      ProcessDeliveries deliveries,
      ReconcileDeliveries reconciling,
      NotesWork notes,
      RestWork rest,
      PollChanges changes,
      SyncResource resources) {}

  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_LOOKS_AT_THE_REST = Duration.ofSeconds(5);
  private static final int COMPARISONS = 8;

  /// How many tenants are polled at once; for as many, notes are read, and for as many the rest.
  private static final int TENANTS = 16;

  /// After so many batches a connection makes room for the next.
  private static final int BATCHES_IN_A_ROW = 5;

  private static final Duration BETWEEN_RECONCILIATIONS = Duration.ofSeconds(3);
  private static final Duration SELDOM = Duration.ofMinutes(1);
  private static final Duration DRAIN = Duration.ofSeconds(20);

  /// What was interrupted still has to record how it ended.
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  private final UseCases useCases;
  private final Connections connections;
  private final DeliveryInbox inbox;
  private final Settings.Sync settings;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final SideBySide comparisons = new SideBySide(COMPARISONS, threads);
  private final SideBySide polls = new SideBySide(TENANTS, threads);
  private final SideBySide fillings = new SideBySide(TENANTS, threads);
  private final SideBySide rests = new SideBySide(TENANTS, threads);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicBoolean storeGone = new AtomicBoolean();
  private final AtomicBoolean moreOfTheRest = new AtomicBoolean();
  private final int deliveryWorkers;
  private final Consumer<ReconcileDeliveries.Round> reconciled;
  private final Pauses pauses;
  private final PausingRest rest;
  private final Remembered<Set<ConnectionId>> halted;
  private final Remembered<Map<ConnectionId, Instant>> connectedSince;
  private final SyncQueue syncs;

  /// @param halted connections for which no call may begin
  BackgroundWork(
      UseCases useCases,
      Connections connections,
      DeliveryInbox inbox,
      SyncRuns runs,
      Supplier<Set<ConnectionId>> halted,
      Settings.Sync settings,
      int deliveryWorkers,
      Consumer<ReconcileDeliveries.Round> reconciled,
      InstantSource clock) {
    this.deliveryWorkers = deliveryWorkers;
    this.reconciled = reconciled;
    this.useCases = useCases;
    this.connections = connections;
    this.inbox = inbox;
    this.settings = settings;
    this.connectedSince = new Remembered<>(this::connectedSince, IDLE, clock);
    this.pauses = new Pauses(clock, id -> Optional.ofNullable(connectedSince.get().get(id)));
    this.rest = new PausingRest(useCases.rest(), pauses, settings.oldNotes());
    this.halted = new Remembered<>(halted, IDLE, clock);
    this.syncs =
        new SyncQueue(
            useCases.resources(), useCases.notes(), runs, clock, threads, this::isStopping);
  }

  void start() {
    for (int worker = 0; worker < deliveryWorkers; worker++) {
      repeat("deliveries", this::workOnDeliveries);
    }
    repeat("reconciliation", this::reconcile);
    repeat("notes", this::fillNotes);
    repeat("rest", this::fillRest);
    repeat("changes", this::pollChanges);
    repeat("resumption", this::resume);
  }

  /// Whether every worker is still at work.
  boolean isAlive() {
    return running.get() == deliveryWorkers + 5;
  }

  /// Returns when the wish is stored; begins in the background.
  void startSync(ConnectionId connection, Set<Resource> wanted, SyncMode mode) {
    syncs.start(connection, wanted, mode);
  }

  private void resume() throws InterruptedException {
    syncs.resume();
    rest(often());
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
  private static void guarded(Runnable work) {
    guarded("deliveries", work);
  }

  @SuppressWarnings("CatchingUnchecked")
  private static void guarded(String worker, Runnable work) {
    try {
      work.run();
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker={}", worker);
    } catch (CallsEnded stopping) {
      LOG.debug("stopped worker={}", worker);
    } catch (RuntimeException | Error failure) {
      LOG.error("worker failed worker={}", worker, failure);
    }
  }

  /// The store says whose turn it is: this is how often it is asked.
  private void reconcile() throws InterruptedException {
    var due =
        useCases.reconciling().due().stream()
            .filter(connection -> !isStopping(connection))
            .toList();
    comparisons.begin(due, connection -> guarded("reconciliation", () -> tryReconcile(connection)));
    rest(BETWEEN_RECONCILIATIONS);
  }

  /// For want of a key this instance leaves the round to others, until its lease ends.
  private void tryReconcile(ConnectionId connection) {
    try {
      reconcile(connection);
    } catch (SecretUnreadable locked) {
      LOG.warn(
          "deliveries not reconciled connection={} message={}", connection, locked.getMessage());
    }
  }

  /// A connection that another thread or instance is at is passed over by the store.
  private void reconcile(ConnectionId connection) {
    useCases
        .reconciling()
        .reconcile(connection, () -> isStopping(connection))
        .ifPresent(round -> {
          reconciled.accept(round);
          LOG.info(
              "event=deliveries_reconciled connection={} log={} pages={} missing={}"
                  + " repaired={} polled={}",
              connection,
              round.access(),
              round.pages(),
              round.missing(),
              round.repaired(),
              round.polled());
        });
  }

  private void fillNotes() throws InterruptedException {
    fillings.begin(
        connected(), connection -> guarded("notes", () -> takeTurn(connection, this::fillNotes)));
    rest(IDLE);
  }

  /// @param batch says how many records it read
  /// @return whether there may be more
  private boolean takeTurn(ConnectionId connection, ToLongFunction<ConnectionId> batch) {
    for (int read = 0; read < BATCHES_IN_A_ROW; read++) {
      if (isStopping(connection) || batch.applyAsLong(connection) == 0) {
        return false;
      }
    }
    return true;
  }

  private long fillNotes(ConnectionId connection) {
    return pauses.unlessPaused(
        connection,
        Pauses.Work.NOTES,
        () ->
            switch (useCases.notes().firstRun(connection)) {
              case NOW -> {
                startSync(connection, Set.of(Resource.NOTES), SyncMode.FULL);
                yield 0;
              }
              case LATER -> 0;
              case OVER -> useCases.notes().fillSome(connection);
            });
  }

  private void fillRest() throws InterruptedException {
    rests.begin(connected(), connection -> guarded("rest", () -> fillAllOfTheRest(connection)));
    rest(moreOfTheRest.getAndSet(false) ? IDLE : BETWEEN_LOOKS_AT_THE_REST);
  }

  private void fillAllOfTheRest(ConnectionId connection) {
    if (takeTurn(connection, rest::fill)) {
      moreOfTheRest.set(true);
    }
  }

  private void pollChanges() throws InterruptedException {
    rest(often());
    polls.begin(connected(), connection -> guarded("changes", () -> lookForChanges(connection)));
  }

  private void lookForChanges(ConnectionId connection) {
    compare(connection);
    pauses.unlessPaused(connection, Pauses.Work.CHANGES, () -> poll(connection));
  }

  private Map<ConnectionId, Instant> connectedSince() {
    return connections.all().stream()
        .filter(connection -> connection.status().state() == ConnectionStatus.State.CONNECTED)
        .collect(Collectors.toMap(Connection::id, connection -> connection.status().since()));
  }

  private List<ConnectionId> connected() {
    return connections.all().stream()
        .map(Connection::id)
        .filter(connection -> !isStopping(connection))
        .toList();
  }

  /// The store says which list is due and which run was interrupted: this is how often it is asked.
  private Duration often() {
    var often = settings.poll().dividedBy(5);
    return often.compareTo(SELDOM) < 0 ? often : SELDOM;
  }

  private void compare(ConnectionId connection) {
    var due = useCases.changes().compare(connection);
    if (!due.isEmpty()) {
      LOG.info("comparison due connection={} resources={}", connection, due);
      syncs.carryOn(connection);
    }
  }

  private long poll(ConnectionId connection) {
    var changed = 0L;
    for (var poll : useCases.changes().poll(connection, () -> isStopping(connection))) {
      switch (poll) {
        case PollChanges.Poll.Read(_, var count) -> changed += count;
        case PollChanges.Poll.Incomplete(var resource, var gap) ->
            LOG.warn("poll short connection={} resource={} gap={}", connection, resource, gap);
        case PollChanges.Poll.Failed failed when failed.ofTenant() -> throw failed.reason();
        case PollChanges.Poll.Failed(var resource, var reason) ->
            LOG.warn(
                "poll failed connection={} resource={} reason={}",
                connection,
                resource,
                reason.reason());
      }
    }
    return changed;
  }

  private interface Work {
    void once() throws InterruptedException;
  }

  /// A worker survives whatever one round throws: it is logged and the next round begins after a
  /// rest.
  private void repeat(String name, Work work) {
    running.incrementAndGet();
    threads.execute(() -> {
      try {
        while (!isStopping()) {
          round(name, work);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      } finally {
        running.decrementAndGet();
      }
    });
  }

  private void round(String name, Work work) throws InterruptedException {
    try {
      work.once();
      if (storeGone.compareAndSet(true, false)) {
        LOG.info("store available again");
      }
    } catch (StoreUnavailable unavailable) {
      if (storeGone.compareAndSet(false, true)) {
        LOG.warn("store unavailable worker={} reason={}", name, unavailable.reason());
      }
      rest(IDLE);
    } catch (RuntimeException | Error failure) {
      LOG.error("worker failed worker={}", name, failure);
      rest(IDLE);
    }
  }

  private void rest(Duration span) throws InterruptedException {
    var _ = stopping.await(span.toMillis(), TimeUnit.MILLISECONDS);
  }

  private boolean isStopping(ConnectionId connection) {
    return isStopping() || halted.get().contains(connection);
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /// Nothing new is begun from now on, and what fails meanwhile counts as stopped.
  void stop() {
    stopping.countDown();
  }

  /// Lets the rounds that are under way end, for a while; then interrupts them. What they had taken
  /// on and not finished is taken on again by whoever comes next.
  @Override
  public void close() {
    stop();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS)) {
        threads.shutdownNow();
        var _ = threads.awaitTermination(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
