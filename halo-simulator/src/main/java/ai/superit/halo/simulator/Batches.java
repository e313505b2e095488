package ai.superit.halo.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/// Makes one body of several deliveries.
final class Batches {
  private Batches() {}

  static byte[] body(Quirks.Batch form, Webhook webhook, List<Delivery> deliveries) {
    return switch (form) {
      case LIST -> joined("[", deliveries, ",", "]");
      case OBJECT ->
          joined(
              "{\"id\":\"%s\",\"webhook_id\":\"%s\",\"events\":["
                  .formatted(UUID.randomUUID(), webhook.id()),
              deliveries,
              ",",
              "]}");
      case LINES -> joined("", deliveries, "\n", "\n");
    };
  }

  private static byte[] joined(
      String before, List<Delivery> deliveries, String between, String after) {
    var body = new ByteArrayOutputStream();
    var separator = before;
    for (var delivery : deliveries) {
      body.writeBytes(separator.getBytes(StandardCharsets.UTF_8));
      body.writeBytes(delivery.body());
      separator = between;
    }
    body.writeBytes(after.getBytes(StandardCharsets.UTF_8));
    return body.toByteArray();
  }
}
