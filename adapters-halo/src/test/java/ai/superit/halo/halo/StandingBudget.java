package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// Lets everybody wait until a test grants it.
final class StandingBudget implements RateBudget {
  final CountDownLatch asked = new CountDownLatch(1);
  final CountDownLatch granted = new CountDownLatch(1);

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    asked.countDown();
    granted.await();
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return pace;
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {}
}
