package ai.superit.halo.graphql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/// Reads untrusted JSON into plain maps, lists and scalars and stops at the first limit.
final class JsonInput {
  // Beyond our own limit on nesting, so that the refusal can say how deep it was.
  private static final int PARSER_NESTING = 200;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(PARSER_NESTING)
                  .maxNumberLength(100)
                  .build())
          .build();

  private final GraphqlLimits.Input limits;

  JsonInput(GraphqlLimits.Input limits) {
    this.limits = limits;
  }

  /// The JSON object in this text.
  Map<String, @Nullable Object> object(String json, String what) {
    try (var parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.badRequest(what + " must be a JSON object");
      }
      var object = object(parser, -1, "");
      if (parser.nextToken() != null) {
        throw Refusal.badRequest(what + " must be one JSON object and nothing more");
      }
      return object;
    } catch (StreamConstraintsException e) {
      throw Refusal.rule("nesting", what + " is nested too deeply or holds an oversized number");
    } catch (JacksonException e) {
      throw Refusal.badRequest(what + " is not valid JSON (or repeats a member)");
    }
  }

  private @Nullable Object value(JsonParser parser, JsonToken token, int depth, String name) {
    return switch (token) {
      case START_OBJECT -> object(parser, depth + 1, name);
      case START_ARRAY -> list(parser, depth + 1, name);
      case VALUE_STRING -> Texts.requireStorable(parser.getString(), name);
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue(), name);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      default -> null;
    };
  }

  private Map<String, @Nullable Object> object(JsonParser parser, int depth, String name) {
    requireShallow(depth, name);
    var object = new LinkedHashMap<String, @Nullable Object>();
    for (var member = parser.nextName(); member != null; member = parser.nextName()) {
      object.put(
          Texts.requireStorable(member, name), value(parser, parser.nextToken(), depth, member));
    }
    return object;
  }

  private List<@Nullable Object> list(JsonParser parser, int depth, String name) {
    requireShallow(depth, name);
    var list = new ArrayList<@Nullable Object>();
    for (var token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      if (list.size() < limits.listValues()) {
        list.add(value(parser, token, depth, name));
      } else {
        throw Refusal.limit("listValues", "the length of a list", "more", limits.listValues());
      }
    }
    return list;
  }

  private void requireShallow(int depth, String name) {
    if (depth > limits.nesting()) {
      throw Refusal.limit(
          "nesting", "the depth of \"" + Texts.clip(name) + "\"", depth, limits.nesting());
    }
  }

  private static double finite(double value, String name) {
    if (!Double.isFinite(value)) {
      throw Refusal.badRequest("\"" + Texts.clip(name) + "\" holds a number that is too large");
    }
    return value;
  }
}
