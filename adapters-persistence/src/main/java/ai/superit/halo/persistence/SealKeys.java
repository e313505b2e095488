package ai.superit.halo.persistence;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The keys that seal secrets in the store: new ones with the current key, while the others still
/// open what was sealed before they were replaced.
public final class SealKeys {
  private static final int KEY_BYTES = 32;

  private final String currentId;
  private final Map<String, SecretKey> keys;

  private SealKeys(String currentId, Map<String, SecretKey> keys) {
    this.currentId = currentId;
    this.keys = keys;
  }

  /// @param keys by id, each of 32 bytes
  /// @throws IllegalArgumentException if a key has another length or the current one is missing
  public static SealKeys of(String currentId, Map<String, byte[]> keys) {
    if (!keys.containsKey(currentId)) {
      throw new IllegalArgumentException("there is no key with the current id " + currentId);
    }
    var checked = new LinkedHashMap<String, SecretKey>();
    keys.forEach((id, key) -> checked.put(id, checked(id, key)));
    return new SealKeys(currentId, Map.copyOf(checked));
  }

  private static SecretKey checked(String id, byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "key %s has %d bytes instead of %d".formatted(id, key.length, KEY_BYTES));
    }
    return new SecretKeySpec(Arrays.copyOf(key, KEY_BYTES), "AES");
  }

  String currentId() {
    return currentId;
  }

  Map<String, SecretKey> keys() {
    return keys;
  }
}
