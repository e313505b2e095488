package ai.superit.halo.simulator;

/// `/WebhookEvent`: the log of deliveries, newest first.
record WebhookEventResource(Webhooks webhooks) implements Resource {
  @Override
  public String area() {
    return "webhooks";
  }

  @Override
  public Reply list(Call call) {
    var entries = webhooks.sender.log.of(call.params().text("webhook_id", "")).reversed();
    return Reply.json(
        200,
        Json.write(out ->
            out.array(() ->
                entries.stream()
                    .limit(call.params().integer("count", 100))
                    .forEach(entry -> out.object(() -> DeliveryLog.write(out, entry))))));
  }
}
