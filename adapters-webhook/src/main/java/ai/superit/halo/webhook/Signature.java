package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Base64 of HMAC-SHA256 with one secret. Keeps the digest with the key already mixed in, and
/// copies it for each body.
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac keyed;

  Signature(Secret secret) {
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(secret.reveal().getBytes(UTF_8), ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }

  /// Compares the texts, not what they decode to: there is one way to write a signature. Works as
  /// long whatever is given.
  boolean matches(byte[] body, String given) {
    return MessageDigest.isEqual(of(body), given.getBytes(UTF_8));
  }

  byte[] of(byte[] body) {
    try {
      var mac = (Mac) keyed.clone();
      return Base64.getEncoder().encode(mac.doFinal(body));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(ALGORITHM + " of this JDK cannot be copied", impossible);
    }
  }
}
