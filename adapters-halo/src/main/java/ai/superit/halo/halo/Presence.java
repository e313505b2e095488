package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Finds out whether the API of a tenant is there that says that it has no such record. A record
/// that is asked for after the missing one, and found, shows it for nothing; only where no others
/// are being read does the proof cost a call. What was proved is remembered for a few seconds.
final class Presence {
  private static final Duration BELIEVED = Duration.ofSeconds(5);

  /// How long another record is waited for where some are being read.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Map<ConnectionId, Sight> sights = new ConcurrentHashMap<>();
  private final InstantSource clock;

  Presence(InstantSource clock) {
    this.clock = clock;
  }

  /// @param read one record; empty if the tenant says that it has none
  /// @param proof fails if the API is not there; not called where it is known by others
  <T> Optional<T> find(ConnectionId connection, Supplier<Optional<T>> read, Runnable proof) {
    var sight = sights.computeIfAbsent(connection, _ -> new Sight(clock));
    var reading = sight.begin();
    var found = Optional.<T>empty();
    try {
      found = read.get();
    } finally {
      sight.end(reading, found.isPresent());
    }
    if (found.isEmpty()) {
      sight.prove(reading, proof);
    }
    return found;
  }

  /// One of the readings of a tenant.
  ///
  /// @param amongOthers whether another began shortly before
  private record Reading(long number, boolean amongOthers) {}

  /// What is seen of one tenant.
  private static final class Sight {
    private final InstantSource clock;
    private final ReentrantLock proving = new ReentrantLock();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long begun;
    private Instant lastBegun = Instant.EPOCH;
    private long lastFound;
    private Instant believedUntil = Instant.EPOCH;

    Sight(InstantSource clock) {
      this.clock = clock;
    }

    Reading begin() {
      lock.lock();
      try {
        var now = clock.instant();
        var amongOthers = now.isBefore(lastBegun.plus(PATIENCE));
        lastBegun = now;
        return new Reading(++begun, amongOthers);
      } finally {
        lock.unlock();
      }
    }

    void end(Reading reading, boolean found) {
      lock.lock();
      try {
        lastFound = found ? Math.max(lastFound, reading.number()) : lastFound;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    /// What one has proved holds for those who wait; who waits for long, since the other may have
    /// to wait for calls that it may make, proves for itself.
    void prove(Reading absent, Runnable proof) {
      if (isShown(absent)) {
        return;
      }
      var alone = isAlone();
      try {
        if (!isBelieved()) {
          proof.run();
          believe();
        }
      } finally {
        if (alone) {
          proving.unlock();
        }
      }
    }

    private boolean isAlone() {
      try {
        return proving.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    /// By what was proved lately, or by a reading that begins from now on and finds its record.
    private boolean isShown(Reading absent) {
      lock.lock();
      try {
        var before = begun;
        var left = absent.amongOthers() || before > absent.number() ? PATIENCE.toNanos() : 0;
        while (!isBelieved() && lastFound <= before && left > 0) {
          left = changed.awaitNanos(left);
        }
        if (lastFound > before) {
          believe();
        }
        return isBelieved();
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return false;
      } finally {
        lock.unlock();
      }
    }

    private boolean isBelieved() {
      lock.lock();
      try {
        return believedUntil.isAfter(clock.instant());
      } finally {
        lock.unlock();
      }
    }

    private void believe() {
      lock.lock();
      try {
        believedUntil = clock.instant().plus(BELIEVED);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
