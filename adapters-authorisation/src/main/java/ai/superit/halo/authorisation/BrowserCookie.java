package ai.superit.halo.authorisation;

import ai.superit.halo.domain.connection.Secret;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Duration;
import java.util.Arrays;

/// Recognises the browser that began. Browsers keep a cookie of this name only if this very host
/// has set it over a secure connection, so no other host can plant one; `Lax` lets it come along
/// when Halo sends the browser back.
final class BrowserCookie {
  private static final String NAME = "__Host-superit-authorisation";
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Lax";

  private BrowserCookie() {}

  static void set(ServerResponse response, Secret browser, Duration lifetime) {
    response.header(
        HeaderNames.SET_COOKIE,
        NAME + "=" + browser.reveal() + ATTRIBUTES + "; Max-Age=" + lifetime.toSeconds());
  }

  static void clear(ServerResponse response) {
    response.header(HeaderNames.SET_COOKIE, NAME + "=" + ATTRIBUTES + "; Max-Age=0");
  }

  /// Empty if the browser has none.
  static Secret read(ServerRequest request) {
    return request.headers().values(HeaderNames.COOKIE).stream()
        .flatMap(line -> Arrays.stream(line.split(";", -1)))
        .map(String::strip)
        .filter(pair -> pair.startsWith(NAME + "="))
        .map(pair -> new Secret(pair.substring(NAME.length() + 1)))
        .findFirst()
        .orElse(new Secret(""));
  }
}
