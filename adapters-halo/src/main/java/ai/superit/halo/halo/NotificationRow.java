package ai.superit.halo.halo;

import java.util.Optional;

/// One event that a webhook of Halo's listens to.
record NotificationRow(Row row) {
  boolean belongsTo(String webhook) {
    return WebhookRow.text(row, "webhook_id").equalsIgnoreCase(webhook);
  }

  String id() {
    return WebhookRow.text(row, "id");
  }

  /// Its number; empty if it says none.
  Optional<Integer> event() {
    try {
      return row.reference("eventno").map(Math::toIntExact);
    } catch (Row.Unreadable | ArithmeticException strange) {
      return Optional.empty();
    }
  }
}
