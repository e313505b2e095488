package ai.superit.halo.halo;

import ai.superit.halo.application.webhook.HaloWebhooks.Wanted;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Webhooks and notifications as Halo wants them. The numbers are those that integrations in use
/// send; Halo documents none of them.
final class WebhookJson {
  static final int NO_AUTHENTICATION = 0;
  static final int BASIC = 1;
  static final int SIGNED = 3;

  private static final int SHOWN_OF_ID = 8;

  private WebhookJson() {}

  /// Halo takes no two webhooks of the same name, and another connection, or another installation,
  /// may have one in the same tenant.
  static String name(ConnectionId connection) {
    return "Super IT " + connection.toString().substring(0, SHOWN_OF_ID);
  }

  /// @param known the id of the webhook to replace; without one Halo makes another
  static ObjectNode webhook(ConnectionId connection, Optional<String> known, Wanted wanted) {
    var webhook =
        Json.object()
            .put("name", name(connection))
            .put("type", 0)
            .put("url", wanted.address().toString())
            .put("method", 0)
            .put("content_type", "application/json")
            .put("payload_type", 0)
            .put("custom_payload", false)
            .put("batch_method", 0)
            .put("auto_disable_attempts", 0)
            .put("active", true)
            .put("disabled", false);
    known.ifPresent(id -> webhook.put("id", id));
    authenticate(webhook, wanted.scheme());
    return webhook;
  }

  private static void authenticate(ObjectNode webhook, WebhookScheme scheme) {
    switch (scheme) {
      case WebhookScheme.None _ -> webhook.put("authentication_type", NO_AUTHENTICATION);
      case WebhookScheme.Basic(var user, var password) ->
          webhook
              .put("authentication_type", BASIC)
              .put("basic_username", user)
              .put("basic_password", password.reveal());
      case WebhookScheme.HmacSha256(var header, var secret) ->
          webhook
              .put("authentication_type", SIGNED)
              .put("authentication_header", header)
              .put("basic_password", secret.reveal())
              .put("algorithm", 0);
      case WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          throw new IllegalArgumentException(
              "Halo cannot use " + scheme.getClass().getSimpleName());
    }
  }

  static ObjectNode notification(String webhook, int event) {
    var notification =
        Json.object()
            .put("webhook_id", webhook)
            .put("type", -2)
            .put("delivery_method", 6)
            .put("name", "")
            .put("agent_id", 0)
            .put("slack_id", 0)
            .put("teams_id", 0)
            .put("filter_type", 2)
            .put("restriction_type", 0)
            .put("eventno", Integer.toString(event))
            .put("interval", 0)
            .put("useworkinghours", 0)
            .put("emailtemplate_id", 32);
    notification.putArray("conditions");
    return notification;
  }
}
