package ai.superit.halo.application.testing;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The state that all ports of the store in memory share, one user at a time.
final class Memory {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition delivered = lock.newCondition();
  private final InstantSource clock;
  private State state = new State();

  Memory(InstantSource clock) {
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  <T> T with(Function<State, T> work) {
    lock.lock();
    try {
      return work.apply(state);
    } finally {
      lock.unlock();
    }
  }

  /// All or nothing; a nested call joins the outer one.
  <T> T atomically(Supplier<T> work) {
    lock.lock();
    var before = lock.getHoldCount() == 1 ? state.copy() : state;
    var done = false;
    try {
      var result = work.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        state = before;
      }
      lock.unlock();
    }
  }

  void signalDelivery() {
    with(_ -> {
      delivered.signalAll();
      return true;
    });
  }

  /// Until the state is as wanted, or the time is over.
  void await(Predicate<State> wanted, Duration atMost) throws InterruptedException {
    var left = atMost.toNanos();
    lock.lock();
    try {
      while (!wanted.test(state) && left > 0) {
        left = delivered.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
