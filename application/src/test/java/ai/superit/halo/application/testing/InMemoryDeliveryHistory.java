package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryHistory;
import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What became of deliveries, over the same memory as the inbox.
record InMemoryDeliveryHistory(Memory memory) implements DeliveryHistory {
  @Override
  public Slice<Entry> list(ConnectionId connection, Filter filter, PageArgs<Long> page) {
    return memory.with(state ->
        Slices.slice(
            entries(state, connection).filter(entry -> isWanted(entry, filter)),
            Entry::number,
            Comparator.<Long>reverseOrder(),
            page));
  }

  @Override
  public Optional<Story> find(ConnectionId connection, long number) {
    return memory.with(state ->
        entries(state, connection)
            .filter(entry -> entry.number() == number)
            .findFirst()
            .map(entry ->
                new Story(
                    entry,
                    state.steps.getOrDefault(number, List.of()),
                    beginning(requireNonNull(state.deliveries.get(number))),
                    requireNonNull(state.deliveries.get(number)).incoming().headers())));
  }

  private static String beginning(StoredDelivery delivery) {
    var body = delivery.incoming().body();
    return new String(body, 0, Math.min(body.length, DeadLetters.SHOWN_BYTES), UTF_8);
  }

  private static Stream<Entry> entries(
      ai.superit.halo.application.testing.State state, ConnectionId connection) {
    return state.deliveries.values().stream()
        .filter(delivery -> delivery.incoming().connection().equals(connection))
        .filter(delivery -> delivery.phase() != StoredDelivery.Phase.COPY)
        .map(delivery -> entry(state, delivery));
  }

  private static Entry entry(
      ai.superit.halo.application.testing.State state, StoredDelivery delivery) {
    var received = delivery.incoming().receivedAt();
    var facts = state.facts.getOrDefault(delivery.id(), DeliveryFacts.none(received));
    var ended = Optional.ofNullable(state.ended.get(delivery.id()));
    return new Entry(
        delivery.id(),
        state(delivery),
        delivery.reason(),
        delivery.attempt(),
        new Times(received, facts.happenedAt(), ended),
        new About(storable(facts.events()), facts.objects()));
  }

  private static Set<String> storable(Set<String> events) {
    return events.stream().map(StorableText::of).collect(Collectors.toSet());
  }

  private static State state(StoredDelivery delivery) {
    return switch (delivery.phase()) {
      case OPEN, CLAIMED, COPY -> State.WAITING;
      case APPLIED -> State.APPLIED;
      case SKIPPED -> State.SKIPPED;
      case QUARANTINED -> State.QUARANTINED;
      case PARKED -> State.PARKED;
      case DISCARDED -> State.DISCARDED;
    };
  }

  private static boolean isWanted(Entry entry, Filter filter) {
    return filter.state().stream().allMatch(entry.state()::equals)
        && filter.event().stream().allMatch(entry.about().events()::contains)
        && filter.object().stream().allMatch(entry.about().objects()::contains)
        && !entry.times().receivedAt().isBefore(filter.since());
  }
}
