package ai.superit.halo.halo;

import ai.superit.halo.domain.connection.Secret;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Reads untrusted JSON within limits.
final class Json {
  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder()
          .maxNestingDepth(64)
          .maxNumberLength(100)
          .maxNameLength(1_000)
          .maxStringLength(32 * 1024 * 1024)
          .build();
  private static final JsonMapper LENIENT = mapper(false);
  private static final JsonMapper STRICT = mapper(true);

  private Json() {}

  private static JsonMapper mapper(boolean refuseDuplicates) {
    var factory =
        JsonFactory.builder()
            .streamReadConstraints(LIMITS)
            .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, refuseDuplicates)
            .build();
    return JsonMapper.builder(factory)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .build();
  }

  /// @throws tools.jackson.core.JacksonException if it is not exactly one JSON value
  static JsonNode tree(byte[] body) {
    return LENIENT.readTree(body);
  }

  /// Like [#tree], and refuses an object that has a key twice.
  static JsonNode treeWithoutDuplicates(byte[] body) {
    return STRICT.readTree(body);
  }

  /// The objects that follow one another, such as one on each line; no more than so many.
  ///
  /// @return empty if anything else follows
  /// @throws tools.jackson.core.JacksonException if it is not JSON, or, of those that are to have
  ///   no key twice, if one has
  static List<JsonNode> objects(byte[] body, int most, boolean refuseDuplicates) {
    var reader =
        (refuseDuplicates ? STRICT : LENIENT)
            .reader()
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    var objects = new ArrayList<JsonNode>();
    try (var parser = reader.createParser(body)) {
      while (objects.size() < most && parser.nextToken() != null) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
          return List.of();
        }
        objects.add(reader.readTree(parser));
      }
    }
    return objects;
  }

  static ObjectNode object() {
    return LENIENT.createObjectNode();
  }

  static String write(JsonNode node) {
    return LENIENT.writeValueAsString(node);
  }

  /// The object as the only one of an array; hidden, since it may hold a password.
  static Secret secret(JsonNode object) {
    return new Secret(write(LENIENT.createArrayNode().add(object)));
  }
}
