package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.http.HeaderName;
import io.helidon.http.ServerRequestHeaders;

/// A value in a header that has nothing to do with the content.
final class Unsigned implements Check {
  private static final Signature NOT_USED =
      Signature.base64("nobody-signs-with-this-secret".getBytes(UTF_8));

  private final HeaderName header;
  private final String prefix;
  private final byte[] value;
  private final Comparison comparison;

  /// @param value what must follow the prefix
  Unsigned(HeaderName header, String prefix, byte[] value, Comparison comparison) {
    this.header = header;
    this.prefix = prefix;
    this.value = value.clone();
    this.comparison = comparison;
  }

  @Override
  public boolean passes(ServerRequestHeaders headers, byte[] content) {
    return isGiven(Credential.of(headers, header)) || NOT_USED.of(content).length == 0;
  }

  private boolean isGiven(String given) {
    var isPrefixed = given.regionMatches(true, 0, prefix, 0, prefix.length());
    var isRight = comparison.isEqual(isPrefixed ? given.substring(prefix.length()) : given, value);
    return isPrefixed && isRight;
  }
}
