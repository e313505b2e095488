package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.HaloAccess;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tells whether credentials have changed, without keeping them.
final class Credentials {
  private Credentials() {}

  static String digest(HaloAccess access) {
    var text = access + "\n" + access.clientSecret().reveal();
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException(missing);
    }
  }
}
