package ai.superit.halo.halo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The parameters of a read, in order.
record Query(Map<String, String> parameters) {
  static final Query NONE = new Query(Map.of());

  static Query of(String name, Object value) {
    return NONE.with(name, value);
  }

  Query with(String name, Object value) {
    var more = new LinkedHashMap<>(parameters);
    more.put(name, value.toString());
    return new Query(more);
  }

  /// Of a list from which nothing is left out for being out of use.
  Query withRetired() {
    return with("includeactive", true).with("includeinactive", true);
  }

  String text() {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&", parameters.isEmpty() ? "" : "?", ""));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
