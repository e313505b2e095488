package ai.superit.halo.authorisation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.helidon.webserver.http.ServerRequest;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The parameters of a request, each given once.
record Query(Map<String, String> values) {
  /// Empty if a parameter is given twice or is not encoded as it should be: of two codes nobody
  /// knows which one is meant.
  static Optional<Query> of(ServerRequest request) {
    var values = new HashMap<String, String>();
    try {
      for (var pair : request.query().rawValue().split("&", -1)) {
        var equals = pair.indexOf('=');
        if (equals > 0
            && values.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)))
                != null) {
          return Optional.empty();
        }
      }
    } catch (IllegalArgumentException notEncoded) {
      return Optional.empty();
    }
    return Optional.of(new Query(values));
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isEmpty());
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }
}
