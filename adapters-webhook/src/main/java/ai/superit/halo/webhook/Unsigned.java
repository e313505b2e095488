package ai.superit.halo.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.superit.halo.domain.connection.Secret;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A value in a header that has nothing to do with the content.
///
/// @param value what must follow the prefix, or null for what nobody can give
record Unsigned(HeaderName header, String prefix, @Nullable Secret value) implements Check {
  private static final Signature NOT_USED =
      Signature.base64("nobody-signs-with-this-secret".getBytes(UTF_8));

  /// That of connections which do not exist.
  static final Check NOBODY = new Unsigned(HeaderNames.AUTHORIZATION, "", null);

  @Override
  public boolean passes(ServerRequestHeaders headers, byte[] content) {
    return isGiven(Credential.of(headers, header)) || NOT_USED.matches(content, "");
  }

  private boolean isGiven(String given) {
    return value != null
        && given.regionMatches(true, 0, prefix, 0, prefix.length())
        && MessageDigest.isEqual(
            value.reveal().getBytes(UTF_8), given.substring(prefix.length()).getBytes(UTF_8));
  }
}
