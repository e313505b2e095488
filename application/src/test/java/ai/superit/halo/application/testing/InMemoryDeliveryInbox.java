package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryHistory.Step;
import ai.superit.halo.application.webhook.DeliveryHistory.What;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Deliveries, durable as long as the process lives.
record InMemoryDeliveryInbox(Memory memory) implements DeliveryInbox {
  private static final Comparator<StoredDelivery> OLDEST_FIRST =
      Comparator.comparing((StoredDelivery delivery) -> delivery.incoming().receivedAt())
          .thenComparingLong(StoredDelivery::id);

  private static final Pattern OWN_ID = Pattern.compile("\"id\":\"[0-9a-f-]{36}\"");

  @Override
  public void accept(IncomingDelivery delivery) {
    memory.with(state -> {
      var id = ++state.lastDelivery;
      var isCopy =
          state.deliveries.values().stream()
              .anyMatch(stored -> isCopy(state, stored.incoming(), delivery));
      var phase = isCopy ? StoredDelivery.Phase.COPY : StoredDelivery.Phase.OPEN;
      state.deliveries.put(
          id,
          new StoredDelivery(
              id,
              delivery,
              phase,
              0,
              0,
              0,
              delivery.receivedAt(),
              Instant.MAX,
              delivery.receivedAt(),
              "",
              false));
      InMemoryDeliveryStatistics.received(
          state, delivery.connection(), delivery.receivedAt(), isCopy);
      memory.signalDelivery();
      return id;
    });
  }

  @Override
  public List<ClaimedDelivery> claim(int limit, Except except, Duration lease, Instant now) {
    return memory.with(state -> {
      var waiting =
          state.deliveries.values().stream()
              .filter(delivery -> delivery.isDue(now))
              .filter(delivery -> !except.covers(delivery.incoming().strand()))
              .sorted(OLDEST_FIRST)
              .collect(Collectors.groupingBy(delivery -> delivery.incoming().connection()));
      var part = (limit + waiting.size() - 1) / Math.max(waiting.size(), 1);
      var due =
          waiting.values().stream()
              .flatMap(some -> ofStrands(some, part))
              .sorted(
                  Comparator.comparingInt(Turn::number).thenComparing(Turn::delivery, OLDEST_FIRST))
              .limit(limit)
              .map(Turn::delivery)
              .sorted(OLDEST_FIRST)
              .toList();
      var claimed = new ArrayList<ClaimedDelivery>();
      for (var delivery : due) {
        var held = delivery.claimedUntil(now.plus(lease));
        state.deliveries.put(held.id(), held);
        claimed.add(held.claimed());
      }
      return List.copyOf(claimed);
    });
  }

  /// @param number 0 for the oldest of a strand
  private record Turn(StoredDelivery delivery, int number) {}

  /// Of one connection, each strand's equal part.
  private static Stream<Turn> ofStrands(List<StoredDelivery> due, int part) {
    var strands =
        due.stream().collect(Collectors.groupingBy(delivery -> delivery.incoming().strand()));
    var each = (part + strands.size() - 1) / strands.size();
    return strands.values().stream()
        .flatMap(some ->
            IntStream.range(0, Math.min(each, some.size()))
                .mapToObj(i -> new Turn(some.get(i), i)));
  }

  @Override
  public int renew(Set<ClaimedDelivery.Claim> claims, Duration lease, Instant now) {
    return memory.with(state -> {
      var held = 0;
      for (var claim : claims) {
        var delivery = state.deliveries.get(claim.deliveryId());
        if (delivery != null && delivery.isHeldBy(claim)) {
          state.deliveries.put(delivery.id(), delivery.heldUntil(now.plus(lease)));
          held++;
        }
      }
      return held;
    });
  }

  @Override
  public int hasten(ConnectionId connection, Instant youngSince, Instant now) {
    return memory.with(state -> {
      var waiting =
          state.deliveries.values().stream()
              .filter(delivery -> delivery.incoming().connection().equals(connection))
              .filter(delivery -> delivery.phase() == StoredDelivery.Phase.OPEN)
              .filter(delivery -> delivery.due().isAfter(now))
              .toList();
      waiting.forEach(
          delivery -> state.deliveries.put(delivery.id(), delivery.hastened(youngSince, now)));
      return waiting.size();
    });
  }

  @Override
  public int finish(
      Map<ClaimedDelivery.Claim, Disposition> done,
      Map<ClaimedDelivery.Claim, DeliveryFacts> facts,
      Instant now) {
    return memory.with(state -> {
      var finished = 0;
      for (var entry : done.entrySet()) {
        var delivery = state.deliveries.get(entry.getKey().deliveryId());
        if (delivery != null && delivery.isHeldBy(entry.getKey())) {
          var about = Optional.ofNullable(facts.get(entry.getKey()));
          state.deliveries.put(delivery.id(), delivery.finished(entry.getValue(), now));
          about.ifPresent(known -> state.facts.put(delivery.id(), known));
          InMemoryDeliveryStatistics.finished(state, delivery, entry.getValue(), about, now);
          tell(state, delivery, entry.getValue(), now);
          finished++;
        }
      }
      return finished;
    });
  }

  private static void tell(
      ai.superit.halo.application.testing.State state,
      StoredDelivery delivery,
      Disposition how,
      Instant now) {
    if (!(how instanceof Disposition.Retry)) {
      state.ended.put(delivery.id(), now);
    }
    how.failure()
        .ifPresent(why ->
            step(
                state,
                delivery.id(),
                new Step(now, delivery.attempt(), what(how), StorableText.of(why))));
  }

  private static What what(Disposition failed) {
    return switch (failed) {
      case Disposition.Quarantined _ -> What.QUARANTINED;
      case Disposition.Parked _ -> What.PARKED;
      case Disposition.Retry _, Disposition.Applied _, Disposition.Skipped _ -> What.RETRY;
    };
  }

  static void step(ai.superit.halo.application.testing.State state, long number, Step step) {
    state.steps.merge(
        number,
        List.of(step),
        (before, last) -> Stream.concat(before.stream(), last.stream()).toList());
  }

  @Override
  public void awaitWork(Duration atMost) throws InterruptedException {
    memory.await(
        state ->
            state.deliveries.values().stream()
                .anyMatch(delivery -> delivery.phase() == StoredDelivery.Phase.OPEN),
        atMost);
  }

  @Override
  public State state(ConnectionId connection) {
    return memory.with(state -> {
      var all =
          state.deliveries.values().stream()
              .filter(delivery -> delivery.incoming().connection().equals(connection))
              .toList();
      var oldest =
          all.stream()
              .filter(delivery -> delivery.phase().isWaiting())
              .map(StoredDelivery::since)
              .min(Comparator.naturalOrder());
      var waiting = all.stream().filter(delivery -> delivery.phase().isWaiting()).count();
      return new State(
          waiting,
          count(all, StoredDelivery.Phase.APPLIED),
          count(all, StoredDelivery.Phase.QUARANTINED),
          count(all, StoredDelivery.Phase.PARKED),
          count(all, StoredDelivery.Phase.COPY),
          oldest);
    });
  }

  private static long count(List<StoredDelivery> all, StoredDelivery.Phase phase) {
    return all.stream().filter(delivery -> delivery.phase() == phase).count();
  }

  private static boolean isCopy(
      ai.superit.halo.application.testing.State state,
      IncomingDelivery first,
      IncomingDelivery other) {
    if (!first.connection().equals(other.connection())
        || !Arrays.equals(first.body(), other.body())) {
      return false;
    }
    var signedId = other.headers().get(IncomingDelivery.SIGNED_ID);
    if (OWN_ID.matcher(new String(other.body(), UTF_8)).find()) {
      return true;
    }
    return signedId == null
        ? !state.bodiesWithoutId.contains(other.connection())
        : signedId.equals(first.headers().get(IncomingDelivery.SIGNED_ID));
  }
}
