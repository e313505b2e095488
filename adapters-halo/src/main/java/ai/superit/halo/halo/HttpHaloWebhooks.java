package ai.superit.halo.halo;

import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
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
  public String register(ConnectionId connection, Wanted wanted, Waiting waiting) {
    var end = System.nanoTime() + waiting.atMost().toNanos();
    var first = client(connection, waiting.lane(), end);
    var known = WebhookRow.find(all(first), wanted).map(WebhookRow::id);
    var saved = first.post("Webhook", WebhookJson.webhook(connection, known, wanted));
    var webhook =
        known
            .or(() -> Row.of(saved).map(row -> new WebhookRow(row).id()))
            .filter(id -> !id.isEmpty())
            .orElseThrow(HttpHaloWebhooks::withoutId);
    try {
      var rest = client(connection, Lane.REREAD, end);
      var heard = known.isPresent() ? events(rest, webhook) : Map.<Integer, String>of();
      var added = choose(rest, webhook, heard, wanted);
      LOG.info(
          "webhook registered connection={} known={} events_added={}",
          connection,
          known.isPresent(),
          added);
    } catch (HaloUnavailable failure) {
      throw Failures.halfSetUp(failure);
    }
    return webhook;
  }

  /// @return how many events were added
  private static int choose(
      HaloClient client, String webhook, Map<Integer, String> heard, Wanted wanted) {
    var missing = without(wanted.events(), heard.keySet());
    for (var event : missing) {
      client.post("Notification", WebhookJson.notification(webhook, event));
    }
    for (var event : heard.entrySet()) {
      if (wanted.unwanted().contains(event.getKey())) {
        client.delete("Notification", event.getValue());
      }
    }
    return missing.size();
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

  /// @param endNanos until when a call may wait to be made, and may begin at all
  private HaloClient client(ConnectionId connection, Lane lane, long endNanos) {
    return new HaloClient(
        calls, sessions, presence, connection, lane, () -> patience(lane, endNanos));
  }

  private static Duration patience(Lane lane, long endNanos) {
    var left = Duration.ofNanos(endNanos - System.nanoTime());
    if (!left.isPositive()) {
      throw Failures.tooSlow();
    }
    return Collections.min(List.of(lane.patience(), left));
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
