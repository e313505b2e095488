package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.connection.Secret;
import java.util.Base64;

/// How the deliveries of a connection prove that they come from its tenant.
public sealed interface WebhookScheme {
  /// Nobody is refused. Only for development.
  record None() implements WebhookScheme {}

  /// One that was stored before may have a shorter password than one that is chosen now.
  record Basic(String user, Secret password) implements WebhookScheme {
    public Basic {
      if (user.isEmpty() || user.contains(":") || password.reveal().isEmpty()) {
        throw new IllegalArgumentException("a user without a colon and a password are needed");
      }
    }

    /// As somebody chooses it.
    ///
    /// @throws IllegalArgumentException also if the password is short enough to be guessed
    public static Basic chosen(String user, Secret password) {
      SchemeRules.requirePassword(password);
      return new Basic(user, password);
    }
  }

  /// Base64 of HMAC-SHA256 over the raw body, in the named header.
  record HmacSha256(String header, Secret secret) implements WebhookScheme {
    public HmacSha256 {
      SchemeRules.requireHeader(header);
      SchemeRules.requireLength(secret);
    }
  }

  /// `sha256=` and the lower-case hex of HMAC-SHA256 over the raw body, in the named header, as
  /// GitHub sends it.
  record HmacSha256Hex(String header, Secret secret) implements WebhookScheme {
    public HmacSha256Hex {
      SchemeRules.requireHeader(header);
      SchemeRules.requireLength(secret);
    }
  }

  /// `Authorization: Bearer` and the token.
  record Bearer(Secret token) implements WebhookScheme {
    public Bearer {
      SchemeRules.requireVisible(token);
      SchemeRules.requireLength(token);
    }
  }

  /// The key as the value of the named header.
  record ApiKey(String header, Secret key) implements WebhookScheme {
    public ApiKey {
      SchemeRules.requireHeader(header);
      SchemeRules.requireVisible(key);
      SchemeRules.requireLength(key);
    }
  }

  /// The signature of standardwebhooks.com over id, time and body, with a secret shared by both
  /// sides. Deliveries that are too old are refused.
  ///
  /// @param secret the key in base64, with or without `whsec_` before it
  record StandardWebhooks(Secret secret) implements WebhookScheme {
    private static final String PREFIX = "whsec_";

    public StandardWebhooks {
      SchemeRules.requireLength(decoded(secret));
    }

    /// The key's bytes.
    public byte[] key() {
      return decoded(secret);
    }

    private static byte[] decoded(Secret secret) {
      var text = secret.reveal();
      try {
        return Base64.getDecoder()
            .decode(text.startsWith(PREFIX) ? text.substring(PREFIX.length()) : text);
      } catch (IllegalArgumentException notBase64) {
        throw new IllegalArgumentException(
            "the secret of Standard Webhooks is base64, with or without whsec_ before it",
            notBase64);
      }
    }
  }

  /// What it is worth.
  default SchemeStrength strength() {
    return switch (this) {
      case StandardWebhooks _ -> SchemeStrength.STRONG;
      case HmacSha256 _, HmacSha256Hex _ -> SchemeStrength.MEDIUM;
      case Basic _, Bearer _, ApiKey _ -> SchemeStrength.WEAK;
      case None _ -> SchemeStrength.NONE;
    };
  }

  /// Whether HTTP knows headers of this name.
  static boolean isHeader(String name) {
    return SchemeRules.isHeader(name);
  }

  /// Whether headers of this name already have a meaning: for HTTP, for proxies, or for another
  /// scheme. Nobody can choose one any more; who did before keeps it.
  static boolean isTakenHeader(String name) {
    return SchemeRules.isTaken(name);
  }
}
