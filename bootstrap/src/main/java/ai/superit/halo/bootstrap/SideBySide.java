package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/// Works on connections beside each other, so that one that takes long holds up no other. Safe for
/// use by many threads.
final class SideBySide {
  private final Set<ConnectionId> underWay = ConcurrentHashMap.newKeySet();
  private final Semaphore free;
  private final Executor threads;

  /// @param atMost how many connections are worked on at once
  SideBySide(int atMost, Executor threads) {
    this.free = new Semaphore(atMost);
    this.threads = threads;
  }

  /// Begins the work on those for which there is room, and returns at once; the others have to be
  /// named again. One that is being worked on is passed over.
  ///
  /// @param work must not throw
  void begin(List<ConnectionId> connections, Consumer<ConnectionId> work) {
    for (var connection : connections) {
      if (!underWay.add(connection)) {
        continue;
      }
      if (free.tryAcquire()) {
        threads.execute(() -> run(connection, work));
      } else {
        underWay.remove(connection);
      }
    }
  }

  private void run(ConnectionId connection, Consumer<ConnectionId> work) {
    try {
      work.accept(connection);
    } finally {
      underWay.remove(connection);
      free.release();
    }
  }
}
