package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/// Compares what somebody gave with what is right.
@FunctionalInterface
interface Comparison {
  /// Takes as long as what is given is, whatever is right and however much of it is.
  Comparison CONSTANT_TIME = MessageDigest::isEqual;

  boolean isEqual(byte[] given, byte[] right);

  /// Compares the texts, not what they decode to: there is one way to write a signature.
  default boolean isEqual(String given, byte[] right) {
    return isEqual(given.getBytes(UTF_8), right);
  }
}
