package ai.superit.halo.bootstrap;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Takes values out of a [SettingsSource] and notes every problem instead of stopping at the first.
final class SettingsReader {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,6})(ms|s|m|h|d)");

  private static final String KEYS_BY_ID = SettingsSource.variable("secrets.keys") + "_";

  private static final String HOST = "(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+\\])";
  private static final Pattern HOST_AND_PORT = Pattern.compile(HOST + "(?::\\d{1,5})?");
  private static final Pattern HOSTS_BELOW = Pattern.compile("\\.?" + HOST);

  private final Map<String, String> values;
  private final Set<String> asked = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  SettingsReader(SettingsSource source) {
    this.values = source.values();
  }

  String text(String key, String otherwise) {
    return find(key).orElse(otherwise);
  }

  String required(String key, String whatItIs) {
    return find(key)
        .orElseGet(() -> {
          problem(key, "is missing: " + whatItIs);
          return "";
        });
  }

  int number(String key, int otherwise, int min, int max) {
    var text = find(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var number = Integer.parseInt(text.get());
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException wrong) {
      // reported below, as a number out of range is
    }
    problem(key, "must be a whole number from " + min + " to " + max);
    return otherwise;
  }

  boolean flag(String key, boolean otherwise) {
    return switch (find(key).orElse(Boolean.toString(otherwise))) {
      case "true" -> true;
      case "false" -> false;
      default -> {
        problem(key, "must be true or false");
        yield otherwise;
      }
    };
  }

  Duration span(String key, Duration otherwise, Duration min, Duration max) {
    var text = find(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    var parts = SPAN.matcher(text.get());
    if (parts.matches()) {
      var amount = Long.parseLong(parts.group(1));
      var span =
          switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
          };
      if (span.compareTo(min) >= 0 && span.compareTo(max) <= 0) {
        return span;
      }
    }
    problem(
        key,
        "must be a time such as 30s, 15m, 2h or 7d, from %s to %s"
            .formatted(words(min), words(max)));
    return otherwise;
  }

  URI httpUrl(String key, URI otherwise) {
    var text = find(key);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      var url = new URI(text.get().replaceAll("/+$", ""));
      if (url.getHost() != null && List.of("http", "https").contains(url.getScheme())) {
        return url;
      }
    } catch (URISyntaxException wrong) {
      // reported below, as an address of another kind is
    }
    problem(key, "must be an address such as https://halo.example.com");
    return otherwise;
  }

  /// What stands there twice counts once.
  Set<String> list(String key) {
    return find(key)
        .map(text -> Set.copyOf(List.of(text.strip().split("\\s*,\\s*"))))
        .orElseGet(Set::of);
  }

  /// Hosts with or without a port, in lower case as they are compared.
  Set<String> hosts(String key) {
    return hosts(
        key, HOST_AND_PORT, "halo.example.com:8443, without a scheme, a path or a wildcard");
  }

  /// Hosts, and domains with a dot before them, in lower case.
  Set<String> domains(String key) {
    return hosts(
        key,
        HOSTS_BELOW,
        "halo.example.com, or .example.com for all below it, without a scheme, a port or a path");
  }

  private Set<String> hosts(String key, Pattern form, String example) {
    var hosts =
        list(key).stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
    if (!hosts.stream().allMatch(form.asMatchPredicate())) {
      problem(key, "must be hosts such as " + example);
    }
    return hosts;
  }

  /// All keys below a prefix, with the prefix taken off; environment variables are not looked at.
  Map<String, String> below(String prefix) {
    var found = new TreeMap<String, String>();
    values.forEach((key, value) -> {
      if (key.startsWith(prefix + ".")) {
        asked.add(key);
        found.put(key.substring(prefix.length() + 1), value);
      }
    });
    return found;
  }

  void problem(String key, String message) {
    problems.add(key + ": " + message);
  }

  /// To be called when every known key has been asked for.
  ///
  /// @throws InvalidSettings naming each wrong key, and each key that nobody asked for
  void finish() {
    values.keySet().stream()
        .filter(key -> !asked.contains(key))
        .forEach(key -> problem(key, unknown(key)));
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }

  private static String unknown(String key) {
    return key.startsWith(KEYS_BY_ID)
        ? "is not read: give the only key as "
            + SettingsSource.variable("secrets.key")
            + ", several as secrets.keys in the file"
        : "is not a key of this configuration; see docs/configuration.md";
  }

  private Optional<String> find(String key) {
    var variable = SettingsSource.variable(key);
    asked.add(key);
    asked.add(variable);
    var value = values.getOrDefault(variable, values.getOrDefault(key, ""));
    return value.isBlank() ? Optional.empty() : Optional.of(value.strip());
  }

  private static String words(Duration span) {
    if (span.equals(Duration.ofDays(span.toDays())) && !span.isZero()) {
      return span.toDays() + "d";
    }
    return span.compareTo(Duration.ofSeconds(1)) < 0
        ? span.toMillis() + "ms"
        : span.toString().substring(2).toLowerCase(Locale.ROOT);
  }
}
