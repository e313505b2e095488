package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.SecretUnreadable;
import ai.superit.halo.application.sync.SyncConnection;
import ai.superit.halo.application.sync.SyncResource;
import ai.superit.halo.application.sync.SyncRuns;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.sync.SyncMode;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the syncs that somebody wants. The lists of a connection are read one after the other, in
/// the order in which resources depend on each other. Its notes begin when no list is wanted, and
/// then hold up no list that is wanted while they are read, which may take hours. The store
/// remembers what is wanted, so that a stop or a crash forgets nothing.
final class SyncQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SyncQueue.class);

  private record Resumed(ConnectionId connection, SyncMode mode) {}

  private record Next(Resource resource, SyncMode mode) {
    boolean isOfNotes() {
      return resource == Resource.NOTES;
    }
  }

  /// What of a connection runs one after the other.
  private record Strand(ConnectionId connection, boolean ofNotes) {}

  private final SyncResource resources;
  private final NotesWork notes;
  private final SyncRuns runs;
  private final InstantSource clock;
  private final Executor threads;
  private final Predicate<ConnectionId> stopping;
  private final Set<Strand> busy = ConcurrentHashMap.newKeySet();

  /// @param stopping whether no call may begin for that connection any more
  SyncQueue(
      SyncResource resources,
      NotesWork notes,
      SyncRuns runs,
      InstantSource clock,
      Executor threads,
      Predicate<ConnectionId> stopping) {
    this.resources = resources;
    this.notes = notes;
    this.runs = runs;
    this.clock = clock;
    this.threads = threads;
    this.stopping = stopping;
  }

  /// Returns when the wish is stored; the runs begin in the background.
  ///
  /// @throws StoreUnavailable if it cannot be stored
  void start(ConnectionId connection, Set<Resource> wanted, SyncMode mode) {
    runs.wish(connection, wanted, mode, clock.instant());
    carryOn(connection);
  }

  /// Takes up what another instance, or this one before it was stopped, did not bring to its end.
  void resume() {
    var interrupted =
        runs.interrupted().stream()
            .filter(waiting -> !busy.contains(strand(waiting)))
            .filter(waiting -> !stopping.test(waiting.connection()))
            .collect(
                Collectors.groupingBy(
                    waiting -> new Resumed(waiting.connection(), waiting.mode()),
                    Collectors.mapping(SyncRuns.Interrupted::resource, Collectors.toSet())));
    interrupted.forEach((resumed, waiting) -> {
      LOG.info(
          "sync resumed connection={} mode={} resources={}",
          resumed.connection(),
          resumed.mode(),
          waiting);
      start(resumed.connection(), waiting, resumed.mode());
    });
  }

  private static Strand strand(SyncRuns.Interrupted waiting) {
    return new Strand(waiting.connection(), waiting.resource() == Resource.NOTES);
  }

  /// Takes up what is wished for, if nobody here is at it already.
  void carryOn(ConnectionId connection) {
    begin(new Strand(connection, false));
    begin(new Strand(connection, true));
  }

  private void begin(Strand strand) {
    if (!stopping.test(strand.connection()) && busy.add(strand)) {
      threads.execute(() -> runAll(strand));
    }
  }

  /// Looks once more after the end, for what was wished for just then, and for notes that waited.
  private void runAll(Strand strand) {
    var passedOver = new HashSet<Next>();
    try {
      var next = next(strand, passedOver);
      while (next.isPresent()) {
        if (!sync(strand.connection(), next.get())) {
          passedOver.add(next.get());
        }
        next = next(strand, passedOver);
      }
    } catch (StoreUnavailable unavailable) {
      LOG.warn("sync waits for the store connection={}", strand.connection());
    } catch (RuntimeException | Error failure) {
      LOG.error("syncs not begun connection={}", strand.connection(), failure);
    } finally {
      busy.remove(strand);
    }
    lookAgain(strand, passedOver);
  }

  private void lookAgain(Strand strand, Set<Next> passedOver) {
    try {
      if (next(strand, passedOver).isPresent()) {
        begin(strand);
      }
      if (!strand.ofNotes()) {
        begin(new Strand(strand.connection(), true));
      }
    } catch (StoreUnavailable unavailable) {
      LOG.warn("sync waits for the store connection={}", strand.connection());
    } catch (RuntimeException | Error failure) {
      LOG.error("syncs not begun connection={}", strand.connection(), failure);
    }
  }

  private Optional<Next> next(Strand strand, Set<Next> passedOver) {
    if (stopping.test(strand.connection())) {
      return Optional.empty();
    }
    var wished =
        Stream.of(SyncMode.values()).flatMap(mode -> wishes(strand.connection(), mode)).toList();
    var waits = strand.ofNotes() && !wished.stream().allMatch(Next::isOfNotes);
    return wished.stream()
        .filter(next -> next.isOfNotes() == strand.ofNotes())
        .filter(next -> !waits && !passedOver.contains(next))
        .findFirst();
  }

  private Stream<Next> wishes(ConnectionId connection, SyncMode mode) {
    var wishes = runs.wishes(connection, mode);
    return Stream.concat(SyncConnection.ORDER.stream(), Stream.of(Resource.NOTES))
        .filter(wishes::contains)
        .map(resource -> new Next(resource, mode));
  }

  /// What lost the store is taken up when the others are: at once it would be lost again. So is
  /// what another instance may have the key for.
  ///
  /// @return whether the run ended, so that nobody wishes for it any more, or may begin at once
  private boolean sync(ConnectionId connection, Next next) {
    var resource = next.resource();
    try {
      var outcome =
          resource == Resource.NOTES
              ? notes.sync(connection, () -> stopping.test(connection))
              : resources.sync(
                  connection,
                  resource,
                  next.mode(),
                  Lane.BACKFILL,
                  () -> stopping.test(connection));
      if (outcome instanceof SyncResource.Outcome.Ended(var run)) {
        LOG.info(
            "sync ended connection={} resource={} mode={} run={} outcome={}",
            connection,
            resource,
            next.mode(),
            run.id(),
            run.progress().getClass().getSimpleName());
        return !SyncRuns.isLeftForLater(run);
      }
    } catch (SecretUnreadable locked) {
      LOG.warn(
          "sync left to others connection={} resource={} message={}",
          connection,
          resource,
          locked.getMessage());
    } catch (StoreUnavailable unavailable) {
      LOG.warn(
          "sync not recorded connection={} resource={} reason={}",
          connection,
          resource,
          unavailable.reason());
    } catch (RuntimeException | Error failure) {
      LOG.error("sync failed connection={} resource={}", connection, resource, failure);
    }
    return false;
  }
}
