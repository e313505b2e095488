package ai.superit.halo.application.webhook;

import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Deliveries as they came, by their numbers within their connection. They are read in portions,
/// because their bodies may be large: of those that are older than the last of one portion the next
/// one is asked for.
public interface ReceivedDeliveries {
  /// Before the first portion.
  long NEWEST = Long.MAX_VALUE;

  /// A portion ends with the delivery whose body reaches this many bytes.
  long PORTION_BYTES = 16 << 20;

  /// The last that were received, the newest first.
  ///
  /// @param before only those with lower numbers
  /// @return empty if there are none left
  SequencedMap<Long, IncomingDelivery> last(ConnectionId connection, long before, int atMost);

  /// Dead letters, the newest first.
  ///
  /// @param before only those with lower numbers
  /// @return empty if there are none left
  SequencedMap<Long, IncomingDelivery> deadLetters(Selection selection, long before, int atMost);

  /// The headers that were kept with deliveries, by their names; those without any are left out.
  Map<Long, Map<String, String>> headers(ConnectionId connection, Set<Long> numbers);
}
