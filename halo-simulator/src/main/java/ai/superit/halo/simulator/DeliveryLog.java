package ai.superit.halo.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// The latest attempts, newest last; older ones fall out.
final class DeliveryLog {
  private static final int KEPT = 50_000;

  record Entry(
      long id, Delivery delivery, long at, long millis, int status, String response, String error) {
    /// Tells nothing of the order.
    String guid() {
      return UUID.nameUUIDFromBytes(Long.toString(id).getBytes(StandardCharsets.US_ASCII))
          .toString();
    }
  }

  private final Deque<Entry> entries = new ArrayDeque<>();
  private final AtomicLong ids = new AtomicLong();

  synchronized void add(
      Delivery delivery, long at, long millis, int status, String response, String error) {
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(
        new Entry(ids.incrementAndGet(), delivery, at, millis, status, response, error));
  }

  synchronized List<Entry> of(String webhook) {
    return entries.stream()
        .filter(
            entry -> webhook.isEmpty() || entry.delivery.webhook().id().equalsIgnoreCase(webhook))
        .toList();
  }

  static void write(JsonOut out, Entry entry) {
    out.text("id", entry.guid());
    out.text("webhook_id", entry.delivery.webhook().id());
    out.number("notification_id", entry.delivery.notification());
    out.text("timestamp", Dates.format(entry.at));
    out.text("status", entry.error.isEmpty() && entry.status / 100 == 2 ? "Success" : "Failed");
    out.number("duration", entry.millis);
    out.text("requestbody", new String(entry.delivery.body(), StandardCharsets.UTF_8));
    out.number("responsestatus", entry.status);
    out.text("responsebody", entry.response);
    out.number("entity_id", entry.delivery.entity());
    out.text("error", entry.error);
  }
}
