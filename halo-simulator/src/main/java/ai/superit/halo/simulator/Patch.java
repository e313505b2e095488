package ai.superit.halo.simulator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One element of a POST body: gives fields in the type that a row wants and remembers which were
/// asked for, so that the rest can be kept aside.
final class Patch {
  private final JsonNode node;
  private final String prefix;
  private final Set<String> known = new HashSet<>(Set.of("id", "use", "key", "guid"));

  Patch(JsonNode node, String prefix) {
    this.node = node;
    this.prefix = prefix;
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  JsonNode node() {
    return node;
  }

  @Nullable JsonNode take(String name) {
    known.add(name);
    var value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  int integer(String name, int current) {
    var value = take(name);
    if (value == null) {
      return current;
    }
    if (value.isInt()) {
      return value.intValue();
    }
    try {
      return Integer.parseInt(value.asString().trim());
    } catch (NumberFormatException e) {
      throw wrong(name, "Could not convert string to integer: " + value.asString() + ".");
    }
  }

  /// An id that Halo declares as a double and so accepts as 12 and as 12.0.
  int decimalId(String name, int current) {
    var value = take(name);
    if (value == null) {
      return current;
    }
    try {
      return (int) Double.parseDouble(value.asString().trim());
    } catch (NumberFormatException e) {
      throw wrong(name, "Could not convert string to double: " + value.asString() + ".");
    }
  }

  double decimal(String name, double current) {
    var value = take(name);
    if (value == null) {
      return current;
    }
    try {
      return Double.parseDouble(value.asString().trim());
    } catch (NumberFormatException e) {
      throw wrong(name, "Could not convert string to double: " + value.asString() + ".");
    }
  }

  String text(String name, String current) {
    var value = take(name);
    return value == null ? current : value.isValueNode() ? value.asString() : value.toString();
  }

  @Nullable String optional(String name, @Nullable String current) {
    var value = take(name);
    return value == null ? current : value.isValueNode() ? value.asString() : value.toString();
  }

  boolean flag(String name, boolean current) {
    var value = take(name);
    if (value == null) {
      return current;
    }
    var text = value.asString();
    if (text.equalsIgnoreCase("true") || text.equals("1")) {
      return true;
    }
    if (text.equalsIgnoreCase("false") || text.equals("0")) {
      return false;
    }
    throw wrong(name, "Could not convert string to boolean: " + text + ".");
  }

  long date(String name, long current) {
    var value = take(name);
    if (value == null) {
      return current;
    }
    var parsed = Dates.parse(value.asString());
    if (parsed.isEmpty()) {
      throw wrong(name, "Could not convert string to DateTime: " + value.asString() + ".");
    }
    return parsed.getAsLong();
  }

  Map<String, JsonNode> rest(Map<String, JsonNode> current) {
    Map<String, JsonNode> rest = new HashMap<>();
    for (var field : node.properties()) {
      if (!known.contains(field.getKey())
          && !field.getKey().startsWith("_")
          && !field.getValue().isNull()) {
        rest.put(field.getKey(), field.getValue());
      }
    }
    if (rest.isEmpty()) {
      return current;
    }
    var merged = new LinkedHashMap<>(current);
    merged.putAll(rest);
    return merged;
  }

  Refused wrong(String name, String complaint) {
    return new Refused(Reply.modelState(400, prefix + name, complaint));
  }
}
