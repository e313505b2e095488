package ai.superit.halo.application.webhook;

import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which deliveries one instance is working on. Safe for use by many threads.
final class WorkUnderWay {
  /// A strand that has more than these in one claim is worked on apart from the others.
  static final int LIGHT = 20;

  /// How many parts of one connection are worked on at once.
  static final int MOST_PARTS = 8;

  private final Set<Strand> strands = new HashSet<>();
  private final Map<ConnectionId, Integer> parts = new HashMap<>();

  /// Parts that can be worked on at once, each of one connection.
  static List<List<ClaimedDelivery>> parts(List<ClaimedDelivery> claimed) {
    var parts = new ArrayList<List<ClaimedDelivery>>();
    var light = new LinkedHashMap<ConnectionId, List<ClaimedDelivery>>();
    claimed.stream()
        .collect(
            Collectors.groupingBy(ClaimedDelivery::strand, LinkedHashMap::new, Collectors.toList()))
        .forEach((strand, some) -> {
          if (some.size() > LIGHT) {
            parts.add(some);
          } else {
            light.computeIfAbsent(strand.connection(), _ -> new ArrayList<>()).addAll(some);
          }
        });
    parts.addAll(light.values());
    return parts;
  }

  synchronized void began(List<ClaimedDelivery> part) {
    part.forEach(delivery -> strands.add(delivery.strand()));
    parts.merge(part.getFirst().connection(), 1, Integer::sum);
  }

  synchronized void ended(List<ClaimedDelivery> part) {
    part.forEach(delivery -> strands.remove(delivery.strand()));
    parts.computeIfPresent(
        part.getFirst().connection(), (_, count) -> count == 1 ? null : count - 1);
  }

  /// What is not to be claimed now.
  ///
  /// @param paused connections that are left alone
  synchronized Except except(Set<ConnectionId> paused) {
    var connections = new HashSet<>(paused);
    parts.forEach((connection, count) -> {
      if (count >= MOST_PARTS) {
        connections.add(connection);
      }
    });
    return new Except(connections, strands);
  }
}
