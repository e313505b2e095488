package ai.superit.halo.domain.webhook;

import ai.superit.halo.domain.connection.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What all schemes have in common. No message shows a secret.
final class SchemeRules {
  private static final int MIN_SECRET_BYTES = 24;
  private static final int MIN_PASSWORD_BYTES = 16;
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");

  /// What HTTP, proxies and this service read for themselves, in lower case.
  private static final Set<String> TAKEN =
      Set.of(
          "authorization",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "cookie",
          "date",
          "expect",
          "forwarded",
          "host",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-port",
          "x-forwarded-proto");

  private SchemeRules() {}

  static boolean isHeader(String name) {
    return HEADER.matcher(name).matches();
  }

  static boolean isTaken(String header) {
    return TAKEN.contains(header.toLowerCase(Locale.ROOT));
  }

  static void requireHeader(String name) {
    if (!isHeader(name)) {
      throw new IllegalArgumentException(
          "the header's name needs 1 to 100 letters, digits and dashes");
    }
  }

  static void requireVisible(Secret secret) {
    if (!VISIBLE.matcher(secret.reveal()).matches()) {
      throw new IllegalArgumentException(
          "a token or key has visible ASCII characters only, and no spaces");
    }
  }

  /// People have systems that take no longer one.
  static void requirePassword(Secret password) {
    if (password.reveal().getBytes(StandardCharsets.UTF_8).length < MIN_PASSWORD_BYTES) {
      throw new IllegalArgumentException(
          "the password of BASIC has at least " + MIN_PASSWORD_BYTES + " bytes");
    }
  }

  static void requireLength(Secret secret) {
    requireLength(secret.reveal().getBytes(StandardCharsets.UTF_8));
  }

  static void requireLength(byte[] secret) {
    if (secret.length < MIN_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "a webhook secret has at least " + MIN_SECRET_BYTES + " bytes");
    }
  }
}
