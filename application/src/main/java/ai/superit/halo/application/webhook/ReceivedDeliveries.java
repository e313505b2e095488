package ai.superit.halo.application.webhook;

import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// Deliveries as they came, by their numbers within their connection.
public interface ReceivedDeliveries {
  /// The last that were received, the newest first.
  SequencedMap<Long, IncomingDelivery> last(ConnectionId connection, int atMost);

  /// Dead letters, the newest first.
  SequencedMap<Long, IncomingDelivery> deadLetters(Selection selection, int atMost);

  /// The headers that were kept with deliveries, by their names; those without any are left out.
  Map<Long, Map<String, String>> headers(ConnectionId connection, Set<Long> numbers);
}
