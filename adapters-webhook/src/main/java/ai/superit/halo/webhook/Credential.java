package ai.superit.halo.webhook;

import io.helidon.http.HeaderName;
import io.helidon.http.ServerRequestHeaders;

/// What a header says to prove who sent it.
final class Credential {
  private static final int LONGEST = 4_096;

  private Credential() {}

  /// The one value of the header; nothing if there are several, since then it is anybody's guess
  /// which one the sender meant.
  static String of(ServerRequestHeaders headers, HeaderName name) {
    if (!headers.contains(name)) {
      return "";
    }
    var header = headers.get(name);
    var value = header.valueCount() == 1 ? header.get() : "";
    return value.length() <= LONGEST ? value : "";
  }
}
