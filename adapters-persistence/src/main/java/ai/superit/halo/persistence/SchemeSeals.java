package ai.superit.halo.persistence;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;

/// Seals the secrets of webhook schemes. What is sealed names the kind and the label too, so that
/// nobody turns a signature into none by changing the row.
final class SchemeSeals {
  private final Seals seals;

  SchemeSeals(Seals seals) {
    this.seals = seals;
  }

  /// @param field what the scheme is to the connection
  SealedScheme sealed(ConnectionId connection, String field, WebhookScheme scheme) {
    return switch (scheme) {
      case WebhookScheme.None _ -> sealed(connection, field, "NONE", "", new Secret(""));
      case WebhookScheme.Basic(var user, var password) ->
          sealed(connection, field, "BASIC", user, password);
      case WebhookScheme.HmacSha256(var header, var secret) ->
          sealed(connection, field, "HMAC_SHA256", header, secret);
      case WebhookScheme.HmacSha256Hex(var header, var secret) ->
          sealed(connection, field, "HMAC_SHA256_HEX", header, secret);
      case WebhookScheme.Bearer(var token) -> sealed(connection, field, "BEARER", "", token);
      case WebhookScheme.ApiKey(var header, var key) ->
          sealed(connection, field, "API_KEY", header, key);
      case WebhookScheme.StandardWebhooks(var secret) ->
          sealed(connection, field, "STANDARD_WEBHOOKS", "", secret);
    };
  }

  private SealedScheme sealed(
      ConnectionId connection, String field, String kind, String label, Secret secret) {
    var sealed = seals.seal(connection, field + ":" + kind + ":" + label, secret);
    return new SealedScheme(kind, label, sealed);
  }

  /// @throws IllegalStateException if it was not sealed for this field of this connection
  WebhookScheme opened(ConnectionId connection, String field, SealedScheme scheme) {
    var whole = field + ":" + scheme.kind() + ":" + scheme.label();
    var secret = seals.open(connection, whole, scheme.secret());
    return switch (scheme.kind()) {
      case "NONE" -> new WebhookScheme.None();
      case "BASIC" -> new WebhookScheme.Basic(scheme.label(), secret);
      case "HMAC_SHA256" -> new WebhookScheme.HmacSha256(scheme.label(), secret);
      case "HMAC_SHA256_HEX" -> new WebhookScheme.HmacSha256Hex(scheme.label(), secret);
      case "BEARER" -> new WebhookScheme.Bearer(secret);
      case "API_KEY" -> new WebhookScheme.ApiKey(scheme.label(), secret);
      case "STANDARD_WEBHOOKS" -> new WebhookScheme.StandardWebhooks(secret);
      default -> throw new IllegalStateException("a webhook scheme is of kind " + scheme.kind());
    };
  }
}
