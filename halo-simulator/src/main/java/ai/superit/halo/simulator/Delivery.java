package ai.superit.halo.simulator;

/// One request to make to a webhook. Deliveries with the same strand go out in their order.
@SuppressWarnings("ArrayRecordComponent")
record Delivery(
    Webhook webhook, String id, int notification, int entity, String strand, byte[] body) {
  Delivery onStrand(String other) {
    return new Delivery(webhook, id, notification, entity, other, body);
  }
}
