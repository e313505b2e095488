package ai.superit.halo.simulator;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `/Webhook`.
record WebhookResource(Webhooks webhooks) implements Resource {
  @Override
  public String area() {
    return "webhooks";
  }

  @Override
  public Reply list(Call call) {
    var type = call.params().integer("type", 0);
    return Reply.json(
        200,
        Json.write(out ->
            out.array(() ->
                webhooks.list().stream()
                    .filter(webhook -> webhook.number("type") == type)
                    .forEach(webhook -> out.object(() -> webhook.write(out))))));
  }

  @Override
  public Reply byId(Call call) {
    var webhook =
        webhooks.find(call.id().orElse("")).orElseThrow(() -> new Refused(Reply.empty(404)));
    return Reply.object(200, out -> whole(out, webhook));
  }

  private void whole(JsonOut out, Webhook webhook) {
    webhook.write(out);
    var events = webhooks.subscriptions(n -> n.webhook().equals(webhook.id()));
    out.array("events", () -> events.forEach(event -> out.node(event.settings())));
    out.empty("mappings");
  }

  @Override
  public Reply post(Call call) {
    var saved = new ArrayList<Webhook>();
    for (var settings : elements(call)) {
      if (!settings.path("id").asString("").isEmpty()
          && webhooks.find(settings.path("id").asString("")).isEmpty()) {
        throw new Refused(Reply.empty(404));
      }
      check(settings);
      saved.add(webhooks.save(settings));
    }
    return webhooks.registered(call, saved, this::whole);
  }

  private static void check(ObjectNode settings) {
    if (settings.has("id") && !settings.has("url")) {
      return;
    }
    try {
      var url = URI.create(settings.path("url").asString(""));
      if (url.getHost() != null && url.getScheme().startsWith("http")) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw new Refused(Reply.modelState(400, "url", "The url is not valid: " + e.getMessage()));
    }
    throw new Refused(Reply.modelState(400, "url", "The url must be an absolute http address."));
  }

  static List<ObjectNode> elements(Call call) {
    var body = Json.read(call.body());
    var nodes = new ArrayList<ObjectNode>();
    for (JsonNode element : body.isArray() ? body : List.of(body)) {
      if (!(element instanceof ObjectNode object)) {
        throw new Refused(Reply.modelState(400, "", "The value must be an object."));
      }
      nodes.add(object);
    }
    if (nodes.isEmpty()) {
      throw new Refused(Reply.modelState(400, "", "A non-empty request body is required."));
    }
    return nodes;
  }

  @Override
  public Reply delete(Call call) {
    var id = call.id().orElse("");
    return webhooks.remove(id) ? Reply.object(200, out -> out.text("id", id)) : Reply.empty(404);
  }
}
