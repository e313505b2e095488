package ai.superit.halo.persistence;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Grants every call at once, but keeps the pauses that a tenant asks for.
final class UnlimitedRateBudget implements RateBudget {
  private final Map<ConnectionId, Long> closedUntil = new ConcurrentHashMap<>();

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience)
      throws InterruptedException {
    var end = System.nanoTime() + patience.toNanos();
    var until = closedUntil.get(connection);
    while (until != null && until - System.nanoTime() > 0) {
      if (until - end > 0) {
        throw new CallsHeldBack(Instant.now().plusNanos(until - System.nanoTime()));
      }
      TimeUnit.NANOSECONDS.sleep(until - System.nanoTime());
      until = closedUntil.get(connection);
    }
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return pace.multipliedBy(calls);
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    closedUntil.merge(
        connection,
        System.nanoTime() + pause.toNanos(),
        (before, now) -> now - before > 0 ? now : before);
  }
}
