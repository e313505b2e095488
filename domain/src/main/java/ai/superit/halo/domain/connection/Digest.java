package ai.superit.halo.domain.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// What is kept of a secret that only has to be recognised: its SHA-256, in base64url.
public record Digest(String text) {
  public static Digest of(Secret secret) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      var bytes = sha256.digest(secret.reveal().getBytes(UTF_8));
      return new Digest(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
