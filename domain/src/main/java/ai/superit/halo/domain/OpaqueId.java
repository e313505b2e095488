package ai.superit.halo.domain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import ai.superit.halo.domain.connection.ConnectionId;
import java.util.Base64;

/// The id of a thing as others get it and give it back, in GraphQL and in messages: opaque to them.
///
/// @param text its type and what it is called here, with colons between; in ISO 8859-1
public record OpaqueId(String text) {
  public static OpaqueId of(ConnectionId connection) {
    return new OpaqueId("HaloConnection:" + connection);
  }

  /// In base64url, without padding.
  public String encoded() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(ISO_8859_1));
  }
}
