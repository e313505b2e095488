package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets up webhooks in a tenant. A webhook itself is one record, and each event that it listens to
/// is another, called a notification.
final class HttpHaloWebhooks implements HaloWebhooks {
  private static final Logger LOG = LoggerFactory.getLogger(HttpHaloWebhooks.class);

  private final BudgetedCalls calls;
  private final Sessions sessions;
  private final Presence presence;

  HttpHaloWebhooks(BudgetedCalls calls, Sessions sessions, Presence presence) {
    this.calls = calls;
    this.sessions = sessions;
    this.presence = presence;
  }

  @Override
  public String register(ConnectionId connection, Wanted wanted) {
    var client = client(connection, Lane.PERSON);
    var known = WebhookRow.find(all(client), wanted).map(WebhookRow::id);
    var saved = client.post("Webhook", WebhookJson.webhook(connection, known, wanted));
    var webhook =
        known
            .or(() -> Row.of(saved).map(row -> new WebhookRow(row).id()))
            .filter(id -> !id.isEmpty())
            .orElseThrow(HttpHaloWebhooks::withoutId);
    var heard = known.isPresent() ? events(client, webhook) : Map.<Integer, String>of();
    var missing = without(wanted.events(), heard.keySet());
    for (var event : missing) {
      client.post("Notification", WebhookJson.notification(webhook, event));
    }
    for (var event : heard.entrySet()) {
      if (wanted.unwanted().contains(event.getKey())) {
        client.delete("Notification", event.getValue());
      }
    }
    LOG.info(
        "webhook registered connection={} known={} events_added={}",
        connection,
        known.isPresent(),
        missing.size());
    return webhook;
  }

  @Override
  public Look look(ConnectionId connection, Wanted wanted) {
    var client = client(connection, Lane.POLL);
    var webhooks = all(client);
    var found = WebhookRow.find(webhooks, wanted);
    if (found.isEmpty()) {
      return new Look(Set.of(WebhookProblem.MISSING), "", Set.of());
    }
    var problems = EnumSet.noneOf(WebhookProblem.class);
    problems.addAll(found.get().problems(wanted));
    if (webhooks.stream().filter(each -> each.postsTo(wanted.address())).count() > 1) {
      problems.add(WebhookProblem.DUPLICATE);
    }
    var heard = events(client, found.get().id()).keySet();
    if (!heard.containsAll(wanted.events())) {
      problems.add(WebhookProblem.EVENTS_MISSING);
    }
    return new Look(problems, found.get().switchedOff(), without(heard, wanted.events()));
  }

  @Override
  public void unregister(ConnectionId connection, URI address) {
    var client = client(connection, Lane.REREAD);
    for (var webhook : all(client)) {
      if (webhook.postsTo(address)) {
        client.delete("Webhook", webhook.id());
        LOG.info("webhook removed connection={}", connection);
      }
    }
  }

  private HaloClient client(ConnectionId connection, Lane lane) {
    return new HaloClient(calls, sessions, presence, connection, lane);
  }

  private static List<WebhookRow> all(HaloClient client) {
    return Listing.of(client.get("Webhook", Query.of("type", 0)), "Webhook", "webhooks")
        .items()
        .stream()
        .flatMap(item -> Row.of(item).stream())
        .map(WebhookRow::new)
        .filter(webhook -> !webhook.id().isEmpty())
        .toList();
  }

  /// The ids of the notifications by the numbers of their events; those that say neither are left
  /// out.
  private static Map<Integer, String> events(HaloClient client, String webhook) {
    var answer = client.get("Notification", Query.of("webhook_id", webhook));
    var events = new TreeMap<Integer, String>();
    for (var item : Listing.of(answer, "Notification", "notifications").items()) {
      Row.of(item)
          .map(NotificationRow::new)
          .filter(notification -> notification.belongsTo(webhook))
          .ifPresent(notification ->
              notification.event().ifPresent(event -> events.put(event, notification.id())));
    }
    return events;
  }

  private static Set<Integer> without(Set<Integer> all, Set<Integer> others) {
    var rest = new TreeSet<>(all);
    rest.removeAll(others);
    return rest;
  }

  private static RuntimeException withoutId() {
    return Failures.strangeJson("POST /Webhook", "the new webhook's id");
  }
}
