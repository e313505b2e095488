package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.connection.Secret;
import java.nio.charset.StandardCharsets;

/// How the deliveries of a connection prove that they come from its tenant.
public sealed interface WebhookScheme {
  /// Nobody is refused. Only for development.
  record None() implements WebhookScheme {}

  record Basic(String user, Secret password) implements WebhookScheme {}

  /// Base64 of HMAC-SHA256 over the raw body, in the named header.
  record HmacSha256(String header, Secret secret) implements WebhookScheme {
    private static final int MIN_SECRET_BYTES = 24;

    public HmacSha256 {
      if (secret.reveal().getBytes(StandardCharsets.UTF_8).length < MIN_SECRET_BYTES) {
        throw new IllegalArgumentException(
            "a webhook secret has at least " + MIN_SECRET_BYTES + " bytes");
      }
    }
  }
}
