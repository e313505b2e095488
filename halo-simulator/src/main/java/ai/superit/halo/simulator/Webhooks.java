package ai.superit.halo.simulator;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Registered webhooks and what they listen to; turns announcements into deliveries.
final class Webhooks {
  record Notification(int id, ObjectNode settings) {
    String webhook() {
      return settings.path("webhook_id").asString("");
    }

    int event() {
      return settings.path("eventno").asInt(0);
    }
  }

  private final Map<String, Webhook> webhooks = new ConcurrentHashMap<>();
  private final Map<Integer, Notification> notifications = new ConcurrentSkipListMap<>();
  private final AtomicInteger lastNotification = new AtomicInteger(56);
  private final Payloads payloads;
  private final Quirks.Deliveries quirks;
  private final Quirks.Several.Answer answer;
  final DeliverySender sender;
  final DeliveryFaults faults;
  private volatile Consumer<JsonNode> journal = _ -> {};

  Webhooks(Tenant tenant, DeliverySender sender) {
    this.quirks = tenant.quirks().deliveries();
    this.answer = tenant.quirks().several().answer();
    this.payloads = new Payloads(tenant);
    this.sender = sender;
    this.faults = new DeliveryFaults(sender, tenant.quirks().sending().batch());
  }

  /// What several registered together are answered with.
  <T> Reply registered(Call call, List<T> saved, BiConsumer<JsonOut, T> writer) {
    return Writes.answer(saved, Writes.isAll(call, answer, saved.size()), writer);
  }

  void recordTo(Consumer<JsonNode> recorder) {
    journal = recorder;
  }

  void announce(Announcement announcement) {
    if (notifications.isEmpty()) {
      return;
    }
    var number =
        quirks
            .eventNumbers()
            .getOrDefault(announcement.event(), announcement.event().usualNumber());
    for (var notification : notifications.values()) {
      var webhook = webhooks.get(notification.webhook());
      if (notification.event() == number && webhook != null && webhook.sends()) {
        faults.pass(payloads.delivery(webhook, notification.id(), announcement));
      }
    }
  }

  Collection<Webhook> list() {
    return webhooks.values();
  }

  Optional<Webhook> find(String id) {
    return Optional.ofNullable(webhooks.get(id.toLowerCase(Locale.ROOT)));
  }

  Webhook save(ObjectNode settings) {
    var given = settings.path("id").asString("");
    var known = find(given);
    known.ifPresent(webhook -> webhook.update(settings));
    var webhook = known.orElseGet(() -> register(given, settings));
    record("webhook", settings.deepCopy().put("id", webhook.id()).without("events"));
    return webhook;
  }

  private Webhook register(String given, ObjectNode settings) {
    var id = given.isEmpty() ? UUID.randomUUID().toString() : given;
    var webhook = new Webhook(id, settings);
    webhooks.put(id, webhook);
    inlineEvents(id, settings);
    return webhook;
  }

  private void inlineEvents(String id, ObjectNode settings) {
    for (var event : settings.path("events")) {
      var number = event.isObject() ? event.path("eventno").asInt(0) : event.asInt(0);
      subscribe(Json.MAPPER.createObjectNode().put("webhook_id", id).put("eventno", number));
    }
  }

  boolean remove(String id) {
    notifications.values().removeIf(notification -> notification.webhook().equals(id));
    record("unhook", Json.MAPPER.createObjectNode().put("id", id));
    return webhooks.remove(id) != null;
  }

  List<Notification> subscriptions(Predicate<Notification> condition) {
    return notifications.values().stream().filter(condition).toList();
  }

  Notification subscribe(ObjectNode settings) {
    var given = settings.path("id").asInt(0);
    var id = given > 0 ? given : lastNotification.incrementAndGet();
    lastNotification.accumulateAndGet(id, Math::max);
    var notification = new Notification(id, settings.put("id", id));
    notifications.put(id, notification);
    record("notification", settings);
    return notification;
  }

  boolean unsubscribe(int id) {
    record("unsubscribe", Json.MAPPER.createObjectNode().put("id", id));
    return notifications.remove(id) != null;
  }

  /// Repeats what the journal holds.
  void replay(String operation, ObjectNode body) {
    switch (operation) {
      case "webhook" -> save(body);
      case "unhook" -> remove(body.path("id").asString(""));
      case "notification" -> subscribe(body);
      case "unsubscribe" -> unsubscribe(body.path("id").asInt(0));
      default -> throw new IllegalArgumentException("Unknown operation " + operation);
    }
  }

  private void record(String operation, JsonNode body) {
    journal.accept(Json.MAPPER.createObjectNode().put("op", operation).set("body", body));
  }
}
