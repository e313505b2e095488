package ai.superit.halo.simulator;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Query parameters or form fields, their names without regard to case.
record Params(Map<String, String> values) {

  static Params parse(String encoded) {
    var values = new HashMap<String, String>();
    for (var pair : encoded.split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        values.put(
            decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
            decode(pair.substring(equals + 1)));
      }
    }
    return new Params(values);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.isBlank());
  }

  String text(String name, String otherwise) {
    return text(name).orElse(otherwise);
  }

  boolean flag(String name) {
    return "true".equalsIgnoreCase(values.get(name)) || "1".equals(values.get(name));
  }

  boolean has(String name) {
    return text(name).isPresent();
  }

  OptionalInt integer(String name) {
    var text = values.get(name);
    if (text == null) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.trim()));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  int integer(String name, int otherwise) {
    return integer(name).orElse(otherwise);
  }

  /// A date; an unreadable one counts as not given.
  OptionalLong date(String name) {
    return text(name).map(Dates::parse).orElse(OptionalLong.empty());
  }

  /// The numbers of a comma separated list.
  Optional<Set<Integer>> integers(String name) {
    return text(name)
        .map(text ->
            Arrays.stream(text.split(","))
                .map(String::trim)
                .filter(part -> part.matches("-?\\d{1,9}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet()));
  }
}
