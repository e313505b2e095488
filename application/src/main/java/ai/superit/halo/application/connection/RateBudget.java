package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;

/// The calls that a tenant grants us, shared by all instances of the service.
public interface RateBudget {
  /// Waits until one call may be made, and counts it.
  ///
  /// @throws InterruptedException if the thread is interrupted while it waits; nothing is counted
  void acquire(ConnectionId connection, Lane lane) throws InterruptedException;

  /// How long it takes until so many more calls are let through, if nobody else calls; nothing is
  /// counted.
  ///
  /// @param pace the least time between two of them
  Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace);

  /// Halo refused a call for being one too many: nobody calls this tenant for that long.
  void refused(ConnectionId connection, Duration pause);
}
