package ai.superit.halo.application.testing;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Lets every call through at once, and remembers it.
public final class FreeRateBudget implements RateBudget {
  private final List<Lane> acquired = new CopyOnWriteArrayList<>();
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();

  @Override
  public void acquire(ConnectionId connection, Lane lane, Duration patience) {
    acquired.add(lane);
  }

  @Override
  public Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace) {
    return pace.multipliedBy(calls);
  }

  @Override
  public void refused(ConnectionId connection, Duration pause) {
    pauses.add(pause);
  }

  /// The lanes of the calls that were let through.
  public List<Lane> acquired() {
    return List.copyOf(acquired);
  }

  /// The pauses that refusals asked for.
  public List<Duration> pauses() {
    return List.copyOf(pauses);
  }
}
