package ai.superit.halo.bootstrap;

import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.persistence.Persistence;
import java.net.URI;

/// What a tenant needs to post deliveries as Halo does; for benchmarks and tests that act as one.
///
/// @param header carries the base64 of HMAC-SHA256 over the body
public record TenantWebhook(URI address, String header, String secret) {
  /// That of the only connection in the store.
  static TenantWebhook of(Settings settings) {
    try (var store = Persistence.open(StoreConfig.of(settings))) {
      var connection = store.connections().all().getFirst().id();
      var scheme = (WebhookScheme.HmacSha256) store.webhookSchemes().find(connection).orElseThrow();
      return new TenantWebhook(
          URI.create(settings.server().publicUrl() + "/webhooks/halo/" + connection),
          scheme.header(),
          scheme.secret().reveal());
    }
  }
}
