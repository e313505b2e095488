package ai.superit.halo.halo;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.webhook.DeliveryLogs;
import ai.superit.halo.application.webhook.DeliveryReader;
import ai.superit.halo.domain.connection.ConnectionId;
import java.net.URI;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Reads `/WebhookEvent`. Of its parameters only `webhook_id` is known; pages are asked for as of
/// every other list, and whoever reads them notices if they are not given, or in another order. Ids
/// are GUIDs, so that an order by them would be none.
final class HttpDeliveryLogs implements DeliveryLogs {
  private static final int PAGE_SIZE = 100;

  private final Function<ConnectionId, HaloClient> clients;
  private final DeliveryReader reader;

  HttpDeliveryLogs(
      BudgetedCalls calls, Sessions sessions, Presence presence, DeliveryReader reader) {
    this.clients = connection -> new HaloClient(calls, sessions, presence, connection, Lane.POLL);
    this.reader = reader;
  }

  @Override
  public Optional<Webhook> webhook(ConnectionId connection, URI address) {
    var answer = clients.apply(connection).get("Webhook", Query.of("type", 0));
    return Listing.of(answer, "Webhook", "webhooks").items().stream()
        .flatMap(item -> Row.of(item).stream())
        .filter(row -> row.text("url").equals(address.toString()))
        .map(row -> new Webhook(row.text("id"), isOn(row)))
        .filter(webhook -> !webhook.id().isEmpty())
        .max(Comparator.comparing(Webhook::sends));
  }

  private static boolean isOn(Row row) {
    return !row.flag("disabled") && (!row.has("active") || row.flag("active"));
  }

  @Override
  public LogPage page(ConnectionId connection, String webhook, int number) {
    var query =
        Query.of("webhook_id", webhook)
            .with("pageinate", "true")
            .with("page_size", PAGE_SIZE)
            .with("page_no", number)
            .with("order", "timestamp")
            .with("orderdesc", "true");
    var answer = clients.apply(connection).get("WebhookEvent", query);
    var listing = Listing.of(answer, "WebhookEvent", "webhookevents");
    return new LogRows(reader, webhook).page(listing, isLast(answer, listing, number));
  }

  /// A bare list does not say how long the whole one is.
  private static boolean isLast(JsonNode answer, Listing listing, int number) {
    return answer.isObject()
        && listing.told().isPresent()
        && (long) number * PAGE_SIZE >= listing.told().getAsLong();
  }
}
