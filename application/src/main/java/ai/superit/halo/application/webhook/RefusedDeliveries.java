package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// How many deliveries were not taken, by connection, hour and reason, over all instances. Nothing
/// else of them is kept.
public interface RefusedDeliveries {
  /// @param at any moment of the hour that it counts for
  record Count(ConnectionId connection, Instant at, Refusal reason, long number) {}

  /// Adds to what is counted already.
  ///
  /// @throws ai.superit.halo.application.StoreUnavailable if nothing was added
  void add(Collection<Count> counts);

  /// Counts of whole hours, from the one that this moment is in. Instances tell of what they
  /// refused within seconds. Reasons that there were none of are left out.
  Map<Refusal, Long> since(ConnectionId connection, Instant moment);

  /// Forgets the hours before this moment.
  void forgetBefore(Instant moment);
}
