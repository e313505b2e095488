package ai.superit.halo.application.sync;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.sync.Hydration.Work;
import ai.superit.halo.domain.connection.ConnectionId;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// Lets one thread at a time, of all instances, do a piece of work for a connection. An instance
/// that dies gives up its turn by falling silent.
public final class HydrationTurns {
  private static final Duration AT_MOST = Duration.ofMinutes(2);
  private static final Duration PROLONGED_EVERY = Duration.ofSeconds(30);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  private static final System.Logger LOG = System.getLogger(HydrationTurns.class.getName());

  private record Key(ConnectionId connection, Work work) {}

  private final Hydration hydration;
  private final InstantSource clock;
  private final UUID holder = UUID.randomUUID();
  private final Map<Key, ReentrantLock> busy = new ConcurrentHashMap<>();

  public HydrationTurns(Hydration hydration, InstantSource clock) {
    this.hydration = hydration;
    this.clock = clock;
  }

  /// Does the work unless somebody is at it; 0 if somebody is.
  public long ifFree(ConnectionId connection, Work work, LongSupplier action) {
    var lock = lock(connection, work);
    if (!lock.tryLock()) {
      return 0;
    }
    try {
      return take(connection, work) ? inTurn(connection, work, action) : 0;
    } finally {
      lock.unlock();
    }
  }

  /// Does the work after whatever is under way; without waiting any longer if it is to stop.
  public void afterOthers(
      ConnectionId connection, Work work, BooleanSupplier stopping, Runnable action) {
    var lock = lock(connection, work);
    lock.lock();
    try {
      while (!take(connection, work)) {
        if (stopping.getAsBoolean() || Thread.currentThread().isInterrupted()) {
          action.run();
          return;
        }
        LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      }
      inTurn(
          connection,
          work,
          () -> {
            action.run();
            return 0;
          });
    } finally {
      lock.unlock();
    }
  }

  private long inTurn(ConnectionId connection, Work work, LongSupplier action) {
    try (var _ = Heartbeat.every(PROLONGED_EVERY, () -> take(connection, work))) {
      return action.getAsLong();
    } finally {
      end(connection, work);
    }
  }

  /// A turn that cannot be ended lapses by itself.
  private void end(ConnectionId connection, Work work) {
    try {
      hydration.endTurn(connection, work, holder);
    } catch (StoreUnavailable unavailable) {
      LOG.log(Level.WARNING, "turn not ended connection=%s work=%s".formatted(connection, work));
    }
  }

  private boolean take(ConnectionId connection, Work work) {
    return hydration.takeTurn(connection, work, holder, clock.instant(), AT_MOST);
  }

  private ReentrantLock lock(ConnectionId connection, Work work) {
    return busy.computeIfAbsent(new Key(connection, work), _ -> new ReentrantLock());
  }
}
