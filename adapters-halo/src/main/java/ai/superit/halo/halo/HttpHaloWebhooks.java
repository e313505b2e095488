package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Sets up webhooks in a tenant. A webhook itself is one record, and each event that it listens to
/// is another, called a notification.
final class HttpHaloWebhooks implements HaloWebhooks {
  private static final Logger LOG = LoggerFactory.getLogger(HttpHaloWebhooks.class);

  /// New ticket, updated by user, closed, updated, status changed, deleted.
  private static final List<String> TICKET_EVENTS = List.of("3", "19", "39", "61", "76", "1072");

  private final BudgetedCalls calls;
  private final Sessions sessions;
  private final Presence presence;

  HttpHaloWebhooks(BudgetedCalls calls, Sessions sessions, Presence presence) {
    this.calls = calls;
    this.sessions = sessions;
    this.presence = presence;
  }

  @Override
  public void register(ConnectionId connection, URI address, WebhookScheme scheme) {
    var client = new HaloClient(calls, sessions, presence, connection, Lane.PERSON);
    var known = find(client, address);
    var saved = client.post("Webhook", WebhookJson.webhook(known, address, scheme));
    var webhook = known.or(() -> id(saved)).orElseThrow(HttpHaloWebhooks::withoutId);
    var missing = new ArrayList<>(TICKET_EVENTS);
    missing.removeAll(known.isPresent() ? events(client, webhook) : Set.of());
    for (var event : missing) {
      client.post("Notification", WebhookJson.notification(webhook, event));
    }
    LOG.info(
        "webhook registered connection={} known={} events_added={}",
        connection,
        known.isPresent(),
        missing.size());
  }

  @Override
  public void unregister(ConnectionId connection, URI address) {
    var client = new HaloClient(calls, sessions, presence, connection, Lane.PERSON);
    for (var webhook : all(client, address)) {
      client.delete("Webhook", webhook);
      LOG.info("webhook removed connection={}", connection);
    }
  }

  private static Optional<String> find(HaloClient client, URI address) {
    return all(client, address).stream().findFirst();
  }

  private static List<String> all(HaloClient client, URI address) {
    var webhooks = Listing.of(client.get("Webhook", Query.of("type", 0)), "Webhook", "webhooks");
    return webhooks.items().stream()
        .filter(item -> text(item, "url").equals(address.toString()))
        .flatMap(item -> id(item).stream())
        .toList();
  }

  private static Set<String> events(HaloClient client, String webhook) {
    var answer = client.get("Notification", Query.of("webhook_id", webhook));
    var events = new HashSet<String>();
    for (var item : Listing.of(answer, "Notification", "notifications").items()) {
      if (text(item, "webhook_id").equalsIgnoreCase(webhook)) {
        events.add(text(item, "eventno").replaceFirst("\\.0+$", ""));
      }
    }
    return events;
  }

  private static Optional<String> id(JsonNode saved) {
    return Optional.of(text(saved, "id")).filter(id -> !id.isEmpty());
  }

  private static String text(JsonNode item, String name) {
    try {
      return Row.of(item).map(row -> row.text(name)).orElse("");
    } catch (Row.Unreadable strange) {
      return "";
    }
  }

  private static RuntimeException withoutId() {
    return Failures.strangeJson("POST /Webhook", "the new webhook's id");
  }
}
