package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.ReceivedDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Over the same memory as the inbox.
record InMemoryReceivedDeliveries(Memory memory) implements ReceivedDeliveries {
  @Override
  public SequencedMap<Long, IncomingDelivery> last(
      ConnectionId connection, long before, int atMost) {
    return memory.with(state ->
        newest(
            state.deliveries.values().stream()
                .filter(delivery -> delivery.incoming().connection().equals(connection)),
            before,
            atMost));
  }

  @Override
  public SequencedMap<Long, IncomingDelivery> deadLetters(
      Selection selection, long before, int atMost) {
    return memory.with(
        state -> newest(InMemoryDeadLetters.chosen(state, selection), before, atMost));
  }

  private static SequencedMap<Long, IncomingDelivery> newest(
      Stream<StoredDelivery> deliveries, long before, int atMost) {
    var found = new LinkedHashMap<Long, IncomingDelivery>();
    var bytes = new AtomicLong();
    deliveries
        .filter(delivery -> delivery.id() < before)
        .sorted(Comparator.comparingLong(StoredDelivery::id).reversed())
        .limit(atMost)
        .takeWhile(delivery -> bytes.getAndAdd(delivery.incoming().body().length) < PORTION_BYTES)
        .forEach(delivery -> found.put(delivery.id(), delivery.incoming()));
    return found;
  }

  @Override
  public Map<Long, Map<String, String>> headers(ConnectionId connection, Set<Long> numbers) {
    return memory.with(state ->
        state.deliveries.values().stream()
            .filter(delivery -> numbers.contains(delivery.id()))
            .filter(delivery -> delivery.incoming().connection().equals(connection))
            .filter(delivery -> !delivery.incoming().headers().isEmpty())
            .collect(
                Collectors.toMap(StoredDelivery::id, delivery -> delivery.incoming().headers())));
  }
}
