package ai.superit.halo.application.testing;

import ai.superit.halo.application.ChangeListeners;
import ai.superit.halo.application.ChangeNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The state that all ports of the store in memory share, one user at a time.
final class Memory {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition delivered = lock.newCondition();
  private final InstantSource clock;
  private final ChangeListeners listeners = new ChangeListeners();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private final MirrorFaults faults = new MirrorFaults();
  private State state = new State();

  Memory(InstantSource clock) {
    this.clock = clock;
  }

  InstantSource clock() {
    return clock;
  }

  <T> T with(Function<State, T> work) {
    return atomically(() -> work.apply(state), false);
  }

  MirrorFaults faults() {
    return faults;
  }

  ChangeListeners listeners() {
    return listeners;
  }

  /// To be called within [#with]: tells the listeners when that, or the transaction around it, has
  /// ended well.
  void changed(ConnectionId connection, Consumer<ChangeNotices.Listener> what) {
    afterCommit.add(() -> listeners.tell(connection, what));
  }

  /// All or nothing; a nested call joins the outer one.
  <T> T atomically(Supplier<T> work) {
    return atomically(work, true);
  }

  private <T> T atomically(Supplier<T> work, boolean restoring) {
    lock.lock();
    var outermost = lock.getHoldCount() == 1;
    var before = outermost && restoring ? state.copy() : state;
    var done = false;
    try {
      var result = work.get();
      done = true;
      if (outermost) {
        List.copyOf(afterCommit).forEach(Runnable::run);
      }
      return result;
    } finally {
      if (!done) {
        state = before;
      }
      if (outermost) {
        afterCommit.clear();
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
