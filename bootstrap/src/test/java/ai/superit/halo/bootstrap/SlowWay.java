package ai.superit.halo.bootstrap;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/// A budget of one instance whose calls, and their answers, take their time on the way, so that
/// they come unevenly and in another order. Notes when which call was answered.
final class SlowWay extends ForwardingBudget {
  final List<Instant> taken = new CopyOnWriteArrayList<>();
  final List<Instant> refused = new CopyOnWriteArrayList<>();

  private final Map<Lane, VirtualTime.Door> turns = new ConcurrentHashMap<>();
  private final VirtualTime time;

  SlowWay(RateBudget budget, VirtualTime time) {
    super(budget);
    this.time = time;
  }

  /// Those who wait in one lane do so at a door, and not at the lock, which would stop the time.
  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    var turn = turns.computeIfAbsent(lane, _ -> time.door());
    turn.enter();
    try {
      super.acquire(connection, lane, patience);
    } finally {
      turn.exit();
    }
    travel();
  }

  @Override
  public void answered(ConnectionId connection) {
    taken.add(time.now());
    travelBack();
    super.answered(connection);
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    refused.add(time.now());
    travelBack();
    super.refused(connection, pause);
  }

  private void travel() throws InterruptedException {
    time.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(20, 150)));
  }

  private void travelBack() {
    try {
      travel();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
