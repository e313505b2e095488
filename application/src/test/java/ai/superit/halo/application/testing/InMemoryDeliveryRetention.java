package ai.superit.halo.application.testing;

import ai.superit.halo.application.webhook.DeliveryRetention;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Forgets deliveries of the memory. It has room for any day.
record InMemoryDeliveryRetention(Memory memory) implements DeliveryRetention {
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd").withZone(ZoneOffset.UTC);

  @Override
  public void prepare(Instant now) {}

  @Override
  public Forgotten forgetBefore(Instant moment) {
    return memory.with(state -> {
      var days = new TreeSet<String>();
      var held = new TreeSet<String>();
      Predicate<StoredDelivery> isOld =
          delivery ->
              delivery.incoming().receivedAt().isBefore(moment.truncatedTo(ChronoUnit.DAYS));
      state.deliveries.values().stream()
          .filter(isOld)
          .forEach(delivery ->
              (delivery.phase().isWaiting() ? held : days)
                  .add(NAME.format(delivery.incoming().receivedAt())));
      days.removeAll(held);
      state
          .deliveries
          .values()
          .removeIf(
              isOld.and(delivery -> !delivery.phase().isWaiting() && !delivery.phase().isDead()));
      return new Forgotten(days.stream().toList(), held.stream().toList());
    });
  }
}
