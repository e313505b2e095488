package ai.superit.halo.simulator;

import java.util.ArrayList;
import java.util.Locale;

/// `/Notification`: which events a webhook listens to.
record NotificationResource(Webhooks webhooks) implements Resource {
  @Override
  public String area() {
    return "webhooks";
  }

  @Override
  public Reply list(Call call) {
    var webhook = call.params().text("webhook_id", "").toLowerCase(Locale.ROOT);
    var rows = webhooks.subscriptions(n -> webhook.isEmpty() || n.webhook().equals(webhook));
    return Reply.json(
        200, Json.write(out -> out.array(() -> rows.forEach(row -> out.node(row.settings())))));
  }

  @Override
  public Reply byId(Call call) {
    var id = call.number();
    return webhooks.subscriptions(n -> n.id() == id).stream()
        .findFirst()
        .map(n -> Reply.json(200, Json.write(out -> out.node(n.settings()))))
        .orElseGet(() -> Reply.empty(404));
  }

  @Override
  public Reply post(Call call) {
    var saved = new ArrayList<Webhooks.Notification>();
    for (var settings : WebhookResource.elements(call)) {
      var webhook = settings.path("webhook_id").asString("").toLowerCase(Locale.ROOT);
      if (webhooks.find(webhook).isEmpty()) {
        throw new Refused(Reply.modelState(400, "webhook_id", "Unknown webhook."));
      }
      saved.add(webhooks.subscribe(settings.put("webhook_id", webhook)));
    }
    return webhooks.registered(
        call,
        saved,
        (out, notification) ->
            notification
                .settings()
                .properties()
                .forEach(each -> out.node(each.getKey(), each.getValue())));
  }

  @Override
  public Reply delete(Call call) {
    var id = call.number();
    return webhooks.unsubscribe(id)
        ? Reply.object(200, out -> out.number("id", id))
        : Reply.empty(404);
  }
}
