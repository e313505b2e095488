package ai.superit.halo.graphql;

import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes answers straight from the values that the fetchers returned.
final class JsonOutput {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int FIRST_CAPACITY = 8 * 1024;

  private JsonOutput() {}

  /// The bytes of one JSON object.
  ///
  /// @throws Refusal when they are more than allowed
  static Bytes write(int maxBytes, Consumer<JsonGenerator> members) {
    var bytes = new Bytes(maxBytes);
    try (var json = JSON.createGenerator(ObjectWriteContext.empty(), bytes, JsonEncoding.UTF8)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return bytes;
  }

  static void errors(JsonGenerator json, List<? extends GraphQLError> errors, int most) {
    if (errors.isEmpty()) {
      return;
    }
    json.writeName("errors");
    json.writeStartArray();
    errors.stream().limit(most).forEach(error -> error(json, error));
    json.writeEndArray();
  }

  private static void error(JsonGenerator json, GraphQLError error) {
    json.writeStartObject();
    json.writeStringProperty("message", Texts.readable(String.valueOf(error.getMessage())));
    if (error.getLocations() != null && !error.getLocations().isEmpty()) {
      locations(json, error.getLocations());
    }
    if (error.getPath() != null) {
      json.writeName("path");
      value(json, error.getPath());
    }
    json.writeName("extensions");
    value(json, error.getExtensions());
    json.writeEndObject();
  }

  private static void locations(JsonGenerator json, List<SourceLocation> locations) {
    json.writeName("locations");
    json.writeStartArray();
    for (var location : locations) {
      json.writeStartObject();
      json.writeName("line");
      json.writeNumber(location.getLine());
      json.writeName("column");
      json.writeNumber(location.getColumn());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  static void value(JsonGenerator json, @Nullable Object value) {
    switch (value) {
      case null -> json.writeNull();
      case String string -> json.writeString(string);
      case AnsweredObject object -> object(json, object);
      case Map<?, ?> map -> object(json, map);
      case List<?> list -> list(json, list);
      case Integer number -> json.writeNumber(number.intValue());
      case Long number -> json.writeNumber(number.longValue());
      case Boolean bool -> json.writeBoolean(bool);
      case Double number -> json.writeNumber(number.doubleValue());
      case Number number -> json.writeNumber(number.toString());
      default -> json.writeString(value.toString());
    }
  }

  private static void object(JsonGenerator json, Map<?, ?> map) {
    json.writeStartObject();
    for (var entry : map.entrySet()) {
      json.writeName((String) entry.getKey());
      value(json, entry.getValue());
    }
    json.writeEndObject();
  }

  private static void object(JsonGenerator json, AnsweredObject object) {
    json.writeStartObject();
    for (int i = 0; i < object.keys().size(); i++) {
      json.writeName(object.keys().get(i));
      value(json, object.value(i));
    }
    json.writeEndObject();
  }

  private static void list(JsonGenerator json, List<?> list) {
    json.writeStartArray();
    for (var each : list) {
      value(json, each);
    }
    json.writeEndArray();
  }

  static final class Bytes extends ByteArrayOutputStream {
    private final int most;

    Bytes(int most) {
      super(FIRST_CAPACITY);
      this.most = most;
    }

    @Override
    public synchronized void write(byte[] source, int offset, int length) {
      if (count + length > most) {
        throw Refusal.limit("answer", "the size of the answer in bytes", "more", most);
      }
      super.write(source, offset, length);
    }

    byte[] array() {
      return buf;
    }
  }
}
