package ai.superit.halo.notification;

import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Instant;
import java.util.UUID;

/// Messages to send.
final class Messages {
  static final UUID ALERT = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  static final ConnectionId ACME = ConnectionId.parse("00000000-0000-0000-0000-000000000001");
  static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  private Messages() {}

  static AlertMessage of(Change change) {
    return named("Acme", change);
  }

  static AlertMessage named(String connection, Change change) {
    return AlertMessage.of(
        new AlertNotice(
            ALERT,
            ACME,
            connection,
            "DELIVERY_FAILURES",
            change,
            NOON,
            "12 of 40 deliveries failed & <!channel> \"naïvely\".",
            "Look at deadLetters."));
  }
}
