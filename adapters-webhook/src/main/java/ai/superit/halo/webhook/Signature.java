package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 with one secret, as text. Keeps the digest with the key already mixed in, and copies
/// it for each body.
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] NOTHING = {};

  private final Mac keyed;
  private final Function<byte[], byte[]> form;

  private Signature(byte[] secret, Function<byte[], byte[]> form) {
    this.form = form;
    try {
      keyed = Mac.getInstance(ALGORITHM);
      keyed.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
    }
  }

  static Signature base64(byte[] secret) {
    return new Signature(secret, Base64.getEncoder()::encode);
  }

  /// In lower case, with `sha256=` before it.
  static Signature hex(byte[] secret) {
    return new Signature(
        secret, digest -> ("sha256=" + HexFormat.of().formatHex(digest)).getBytes(UTF_8));
  }

  byte[] of(byte[] body) {
    return of(NOTHING, body);
  }

  /// Of both, one after the other.
  byte[] of(byte[] before, byte[] body) {
    try {
      var mac = (Mac) keyed.clone();
      mac.update(before);
      return form.apply(mac.doFinal(body));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException(ALGORITHM + " of this JDK cannot be copied", impossible);
    }
  }
}
