package ai.superit.halo.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Stands between event and sender and spoils deliveries as told; also makes the batches that a
/// webhook's own settings ask for.
final class DeliveryFaults {
  private record Active(DeliveryFault fault, AtomicInteger left) {
    boolean strikes() {
      return (fault.probability() >= 1
              || ThreadLocalRandom.current().nextDouble() < fault.probability())
          && (fault.count() == 0 || left.getAndDecrement() > 0);
    }
  }

  private final List<Active> active = new CopyOnWriteArrayList<>();
  private final Map<String, Delivery> held = new HashMap<>();
  private final Map<String, List<Delivery>> batches = new HashMap<>();
  private final DeliverySender sender;
  private final Quirks.Batch form;
  final LongAdder lost = new LongAdder();

  DeliveryFaults(DeliverySender sender, Quirks.Batch form) {
    this.sender = sender;
    this.form = form;
  }

  void add(DeliveryFault fault) {
    active.add(new Active(fault, new AtomicInteger(fault.count())));
  }

  void clear() {
    active.clear();
  }

  List<DeliveryFault> list() {
    return active.stream().map(Active::fault).toList();
  }

  void pass(Delivery delivery) {
    var strike = active.stream().filter(Active::strikes).findFirst().map(Active::fault);
    if (strike.isPresent()) {
      spoil(strike.get(), delivery);
      return;
    }
    var webhook = delivery.webhook();
    if (webhook.number("batch_method") > 0) {
      batch(
          delivery,
          Math.max(webhook.number("batch_limit"), 1),
          Duration.ofSeconds(Math.max(webhook.number("batch_delay_seconds"), 1)));
    } else {
      sender.send(delivery);
    }
  }

  private void spoil(DeliveryFault fault, Delivery delivery) {
    switch (fault.effect()) {
      case LOST -> {
        lost.increment();
        sender.lose(delivery);
      }
      case DOUBLED -> {
        sender.send(delivery);
        sender.send(delivery);
      }
      case REORDERED -> swap(fault, delivery);
      case BATCHED -> batch(delivery, fault.size(), fault.delay());
      case DELAYED -> sender.later(fault.delay(), () -> sender.send(delivery));
    }
  }

  private void swap(DeliveryFault fault, Delivery delivery) {
    var strand = "reordered-" + delivery.webhook().id();
    var earlier = exchange(delivery);
    if (earlier.isPresent()) {
      sender.send(delivery.onStrand(strand));
      sender.send(earlier.get().onStrand(strand));
    } else {
      sender.later(fault.delay(), () -> release(delivery).ifPresent(sender::send));
    }
  }

  private synchronized Optional<Delivery> exchange(Delivery delivery) {
    var key = delivery.webhook().id();
    var earlier = held.remove(key);
    if (earlier == null) {
      held.put(key, delivery);
    }
    return Optional.ofNullable(earlier);
  }

  private synchronized Optional<Delivery> release(Delivery delivery) {
    var key = delivery.webhook().id();
    return held.remove(key, delivery) ? Optional.of(delivery) : Optional.empty();
  }

  private synchronized void batch(Delivery delivery, int size, Duration delay) {
    var key = delivery.webhook().id();
    var waiting = batches.computeIfAbsent(key, _ -> new ArrayList<>());
    waiting.add(delivery);
    if (waiting.size() >= size) {
      flush(key, waiting);
    } else if (waiting.size() == 1) {
      sender.later(delay, () -> flush(key, waiting));
    }
  }

  private synchronized void flush(String key, List<Delivery> waiting) {
    if (batches.remove(key, waiting)) {
      var first = waiting.getFirst();
      sender.send(
          new Delivery(
              first.webhook(),
              first.id(),
              first.notification(),
              first.entity(),
              "batch-" + key,
              Batches.body(form, first.webhook(), waiting)));
    }
  }
}
