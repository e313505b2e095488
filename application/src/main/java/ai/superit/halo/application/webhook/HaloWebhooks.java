package ai.superit.halo.application.webhook;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;

/// The webhooks that are set up in a tenant.
public interface HaloWebhooks {
  /// Makes Halo post its ticket events to the address, signed by the scheme. Replaces a webhook
  /// that an earlier call set up for the same address; calling it twice changes nothing.
  ///
  /// @param scheme one that [#canUse] allows
  /// @throws ai.superit.halo.application.connection.HaloUnavailable if Halo refuses or does not
  ///   answer
  void register(ConnectionId connection, URI address, WebhookScheme scheme);

  /// Whether Halo can prove its deliveries by the scheme.
  static boolean canUse(WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _, WebhookScheme.Basic _, WebhookScheme.HmacSha256 _ -> true;
      case WebhookScheme.HmacSha256Hex _,
          WebhookScheme.Bearer _,
          WebhookScheme.ApiKey _,
          WebhookScheme.StandardWebhooks _ ->
          false;
    };
  }

  /// Removes the webhooks that post to the address; does nothing if there is none.
  ///
  /// @throws ai.superit.halo.application.connection.HaloUnavailable if Halo refuses or does not
  ///   answer
  void unregister(ConnectionId connection, URI address);
}
