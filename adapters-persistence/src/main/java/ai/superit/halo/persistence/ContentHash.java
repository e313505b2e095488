package ai.superit.halo.persistence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// 128 bits that are the same for the same content and different for any other.
final class ContentHash {
  private static final int BYTES = 16;
  private static final byte[] ABSENT = {-1, -1, -1, -1};

  private final MessageDigest digest = sha256();

  /// Each value goes in with its length, so that no two sequences of values look the same.
  void add(@Nullable Object value) {
    if (value == null) {
      digest.update(ABSENT);
      return;
    }
    var bytes = value.toString().getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  byte[] bytes() {
    return Arrays.copyOf(digest.digest(), BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
