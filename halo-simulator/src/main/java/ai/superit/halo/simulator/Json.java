package ai.superit.halo.simulator;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes JSON bytes.
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final JsonMapper ESCAPING =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private Json() {}

  static byte[] write(Consumer<JsonOut> content) {
    var bytes = new ByteArrayOutputStream(16_384);
    try (var generator = MAPPER.createGenerator(bytes)) {
      content.accept(new JsonOut(generator));
    }
    return bytes.toByteArray();
  }

  /// In ASCII, which can hold half of a surrogate pair; UTF-8 cannot.
  static String escaped(Object value) {
    return ESCAPING.writeValueAsString(value);
  }

  static byte[] object(Consumer<JsonOut> fields) {
    return write(out -> out.object(() -> fields.accept(out)));
  }

  static JsonNode read(byte[] body) {
    try {
      return MAPPER.readTree(body);
    } catch (JacksonException e) {
      throw new Refused(Reply.modelState(400, "", "The input was not valid JSON."));
    }
  }
}
