package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryHistory.Step;
import ai.superit.halo.application.webhook.DeliveryHistory.What;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Deliveries that wait for a person, over the same memory as the inbox.
record InMemoryDeadLetters(Memory memory) implements DeadLetters {
  @Override
  public List<Cause> causes(Selection selection, int atMost) {
    return memory.with(state ->
        chosen(state, selection)
            .map(InMemoryDeadLetters::letter)
            .collect(Collectors.groupingBy(letter -> List.of(letter.kind(), letter.reason())))
            .values()
            .stream()
            .map(InMemoryDeadLetters::cause)
            .sorted(
                Comparator.comparingLong(Cause::count)
                    .reversed()
                    .thenComparing(cause -> cause.kind().name())
                    .thenComparing(Cause::reason))
            .limit(atMost)
            .toList());
  }

  @Override
  public Slice<DeadLetter> list(Selection selection, PageArgs<Long> page) {
    return memory.with(state ->
        Slices.slice(
            chosen(state, selection).map(InMemoryDeadLetters::letter),
            DeadLetter::number,
            Comparator.<Long>reverseOrder(),
            page));
  }

  @Override
  public long count(Selection selection) {
    return memory.with(state -> chosen(state, selection).count());
  }

  @Override
  public int replay(Selection selection) {
    var now = memory.clock().instant();
    var replayed = change(selection, What.REPLAYED, "", delivery -> delivery.replayed(now));
    memory.signalDelivery();
    return replayed;
  }

  @Override
  public int discard(Selection selection, String why) {
    return change(selection, What.DISCARDED, why, delivery -> delivery.discarded(why));
  }

  private int change(
      Selection selection, What what, String why, UnaryOperator<StoredDelivery> how) {
    var now = memory.clock().instant();
    return memory.with(state -> {
      var chosen = chosen(state, selection).toList();
      for (var delivery : chosen) {
        state.deliveries.put(delivery.id(), how.apply(delivery));
        var step = new Step(now, 0, what, StorableText.of(why));
        InMemoryDeliveryInbox.step(state, delivery.id(), step);
        state.ended.remove(delivery.id());
        if (what == What.DISCARDED) {
          state.ended.put(delivery.id(), now);
        }
      }
      return chosen.size();
    });
  }

  static Stream<StoredDelivery> chosen(State state, Selection selection) {
    return state.deliveries.values().stream()
        .filter(delivery -> delivery.incoming().connection().equals(selection.connection()))
        .filter(delivery ->
            delivery.phase().isDead()
                || (delivery.phase() == StoredDelivery.Phase.SKIPPED && selection.meansSkipped()))
        .filter(delivery -> selection.kind().stream().allMatch(kind(delivery)::equals))
        .filter(delivery -> selection.reason().stream().allMatch(delivery.reason()::equals))
        .filter(delivery ->
            selection.numbers().isEmpty() || selection.numbers().contains(delivery.id()));
  }

  private static Kind kind(StoredDelivery delivery) {
    return Kind.valueOf(delivery.phase().name());
  }

  private static DeadLetter letter(StoredDelivery delivery) {
    var body = delivery.incoming().body();
    return new DeadLetter(
        delivery.id(),
        kind(delivery),
        delivery.reason(),
        delivery.attempt(),
        delivery.incoming().receivedAt(),
        new String(body, 0, Math.min(body.length, SHOWN_BYTES), UTF_8));
  }

  private static Cause cause(List<DeadLetter> same) {
    Function<DeadLetter, Instant> received = DeadLetter::receivedAt;
    return new Cause(
        same.getFirst().kind(),
        same.getFirst().reason(),
        same.size(),
        same.stream().map(received).min(Comparator.naturalOrder()).orElseThrow(),
        same.stream().map(received).max(Comparator.naturalOrder()).orElseThrow());
  }
}
