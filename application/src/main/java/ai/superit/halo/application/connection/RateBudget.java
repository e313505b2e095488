package ai.superit.halo.application.connection;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// The calls that a tenant grants us, shared by all instances of the service.
public interface RateBudget {
  /// The patience of those who wait for as long as it takes.
  Duration FOR_EVER = Duration.ofDays(3_650);

  /// Waits until one call may be made, for as long as its lane has patience, and counts it.
  ///
  /// @throws CallsHeldBack if it may not be made by then; nothing is counted
  /// @throws CallsEnded if this service stops; nothing is counted
  /// @throws InterruptedException if the thread is interrupted while it waits; nothing is counted
  default void acquire(ConnectionId connection, Lane lane) throws InterruptedException {
    acquire(connection, lane, lane.patience());
  }

  /// The same with another patience than the lane's. Where it is known to be too short nobody
  /// waits.
  void acquire(ConnectionId connection, Lane lane, Duration patience) throws InterruptedException;

  /// Halo took a call: whatever it answered, it was not one too many. Costs nothing unless the call
  /// was a trial that others wait for.
  default void answered(ConnectionId connection) {}

  /// How long it takes until so many more calls are let through, if nobody else calls; nothing is
  /// counted.
  ///
  /// @param pace the least time between two of them
  Duration timeFor(ConnectionId connection, Lane lane, long calls, Duration pace);

  /// Halo refused a call for being one too many: nobody calls this tenant for that long, at least.
  void refused(ConnectionId connection, Duration pause);

  /// Halo named its limit while it refused a call; told after [#refused].
  default void stated(ConnectionId connection, StatedLimit limit) {}

  /// Halo said in the headers of an answer what is left. Costs nothing unless it is news.
  default void told(ConnectionId connection, Allowance allowance) {}

  /// What this instance knows, of each tenant that it has called since it began.
  default Map<ConnectionId, Load> loads() {
    return Map.of();
  }

  /// How the budget of one tenant is used.
  ///
  /// @param waiting how many threads of this instance wait for a call, by lane
  /// @param refused how many calls of this instance Halo has refused
  record Load(TenantBudget.State state, Map<Lane, Integer> waiting, long refused) {
    public Load {
      waiting = Map.copyOf(waiting);
    }
  }

  /// What is known about the tenant's limit; empty if it was never called, or has no budget.
  default Optional<TenantBudget.State> findState(ConnectionId connection) {
    return Optional.empty();
  }
}
