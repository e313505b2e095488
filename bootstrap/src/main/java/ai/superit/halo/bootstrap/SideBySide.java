package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Works on connections beside each other, so that one that takes long holds up no other. Safe for
/// use by many threads.
final class SideBySide {
  private final Set<ConnectionId> underWay = ConcurrentHashMap.newKeySet();
  private final Map<ConnectionId, Long> turns = new ConcurrentHashMap<>();
  private final AtomicLong turn = new AtomicLong();
  private final Semaphore free;
  private final Executor threads;

  /// @param atMost how many connections are worked on at once
  SideBySide(int atMost, Executor threads) {
    this.free = new Semaphore(atMost);
    this.threads = threads;
  }

  /// Begins the work on those for which there is room, first on those whose last turn is longest
  /// ago, and returns at once; the others have to be named again. One that is being worked on is
  /// passed over. Nothing begins once the threads have been stopped.
  ///
  /// @param work must not throw
  void begin(List<ConnectionId> connections, Consumer<ConnectionId> work) {
    var last = Map.copyOf(turns);
    connections.stream()
        .sorted(Comparator.comparing(connection -> last.getOrDefault(connection, 0L)))
        .forEach(connection -> beginOne(connection, work));
  }

  private void beginOne(ConnectionId connection, Consumer<ConnectionId> work) {
    if (!underWay.add(connection)) {
      return;
    }
    if (!free.tryAcquire()) {
      underWay.remove(connection);
      return;
    }
    turns.put(connection, turn.incrementAndGet());
    try {
      threads.execute(() -> run(connection, work));
    } catch (RejectedExecutionException stopped) {
      end(connection);
    }
  }

  private void run(ConnectionId connection, Consumer<ConnectionId> work) {
    try {
      work.accept(connection);
    } finally {
      end(connection);
    }
  }

  private void end(ConnectionId connection) {
    underWay.remove(connection);
    free.release();
  }
}
