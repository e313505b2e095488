package ai.superit.halo.simulator;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/// Writes the fields of rows straight to bytes; absent values leave no trace, as in the original.
final class JsonOut {
  private final JsonGenerator generator;
  private final char[] date = new char[24];

  JsonOut(JsonGenerator generator) {
    this.generator = generator;
  }

  void object(Runnable fields) {
    generator.writeStartObject();
    fields.run();
    generator.writeEndObject();
  }

  void object(String name, Runnable fields) {
    generator.writeName(name);
    object(fields);
  }

  void array(Runnable elements) {
    generator.writeStartArray();
    elements.run();
    generator.writeEndArray();
  }

  void array(String name, Runnable elements) {
    generator.writeName(name);
    array(elements);
  }

  void empty(String name) {
    generator.writeName(name);
    generator.writeStartArray();
    generator.writeEndArray();
  }

  void number(String name, int value) {
    generator.writeName(name);
    generator.writeNumber(value);
  }

  void number(String name, long value) {
    generator.writeName(name);
    generator.writeNumber(value);
  }

  /// Halo declares some ids as doubles, so that 12 arrives as 12.0.
  void decimal(String name, double value) {
    generator.writeName(name);
    generator.writeNumber(value);
  }

  void text(String name, @Nullable String value) {
    if (value != null) {
      generator.writeName(name);
      if (isWellFormed(value)) {
        generator.writeString(value);
      } else {
        generator.writeRawValue(Json.escaped(value));
      }
    }
  }

  private static boolean isWellFormed(String text) {
    return text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  void flag(String name, boolean value) {
    generator.writeName(name);
    generator.writeBoolean(value);
  }

  void date(String name, long millis) {
    if (millis != Dates.ABSENT) {
      generator.writeName(name);
      generator.writeString(date, 0, Dates.format(millis, date));
    }
  }

  void element(int value) {
    generator.writeNumber(value);
  }

  void element(String value) {
    generator.writeString(value);
  }

  void node(String name, JsonNode value) {
    generator.writeName(name);
    node(value);
  }

  void node(JsonNode value) {
    Json.MAPPER.writeTree(generator, value);
  }

  void all(Map<String, JsonNode> fields) {
    fields.forEach(this::node);
  }
}
