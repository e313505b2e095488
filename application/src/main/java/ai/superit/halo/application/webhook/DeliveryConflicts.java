package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/// Knows deliveries by what Halo calls them, and finds those that come under a name that another
/// one already had: a sender that repeats itself wrongly, or somebody who forges.
public interface DeliveryConflicts {
  /// How long names are known.
  Duration KEPT = Duration.ofDays(30);

  /// @param number of the delivery within its connection
  record Named(UUID id, long number, DeliveryDigest digest) {}

  /// Remembers the deliveries. Doing so again changes nothing.
  ///
  /// @return how many of them came under the name of another and were not known to
  int remember(ConnectionId connection, Collection<Named> deliveries, Instant now);

  /// How many have come since under the name of another.
  long count(ConnectionId connection, Instant since);

  /// Forgets the names and conflicts of before, at most some thousand at a time.
  void forgetBefore(Instant moment);
}
