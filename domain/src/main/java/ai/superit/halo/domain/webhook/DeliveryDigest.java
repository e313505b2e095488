package ai.superit.halo.domain.webhook;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// What a delivery is known by on both sides: Halo's log and our inbox hold the same body. Halo
/// sends a delivery again with the same bytes, so all its attempts have one digest.
///
/// @param hex the first 16 bytes of the SHA-256 of the body, in lower case
public record DeliveryDigest(String hex) {
  private static final int BYTES = 16;
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

  public DeliveryDigest {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("a digest is 32 lower-case hex digits");
    }
  }

  public static DeliveryDigest of(byte[] body) {
    try {
      var whole = MessageDigest.getInstance("SHA-256").digest(body);
      return new DeliveryDigest(HexFormat.of().formatHex(Arrays.copyOf(whole, BYTES)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
