package ai.superit.halo.persistence;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One column of a mirrored table and the part of a record that it holds.
record Column<T>(String name, Type type, Part part, Function<T, @Nullable Object> value) {

  /// How a column takes part in deciding whether a record has changed.
  enum Part {
    /// Belongs to the content that is compared.
    CONTENT,
    /// Compared and stored only where the record has it; otherwise what is stored stays.
    OPTIONAL,
    /// Compared only where the record has it, but stored along with the rest: gone where a newer
    /// record does not have it. Of the mirror's own, so that no comparison with Halo tells it.
    LATEST_OWN,
    /// Stored along with the rest, never compared.
    CARRIED,
    /// As [#CARRIED], but only where the record has it.
    CARRIED_OPTIONAL
  }

  enum Type {
    NUMBER("int8[]", "raw.%s"),
    TEXT("text[]", "raw.%s"),
    FLAG("bool[]", "raw.%s"),
    INSTANT("int8[]", "instant(raw.%s)"),
    NUMBERS("text[]", "raw.%s::int8[]"),
    TEXTS("text[]", "raw.%s::text[]"),
    DECIMAL("text[]", "raw.%s::numeric"),
    BYTES("bytea[]", "raw.%s");

    final String array;
    final String read;

    Type(String array, String read) {
      this.array = array;
      this.read = read;
    }

    /// The values of a batch as the driver sends them: what has no array of its own goes as text.
    Object arrayOf(List<@Nullable Object> values) {
      return switch (this) {
        case NUMBER -> values.toArray(new Long[0]);
        case INSTANT -> values.stream().map(Type::micros).toArray(Long[]::new);
        case FLAG -> values.toArray(new Boolean[0]);
        case BYTES -> values.toArray(new byte[0][]);
        case TEXT, NUMBERS, TEXTS, DECIMAL -> values.toArray(new String[0]);
      };
    }

    private static @Nullable Long micros(@Nullable Object value) {
      return value instanceof Instant instant ? Column.micros(instant) : null;
    }
  }

  static <T> Column<T> number(String name, Function<T, @Nullable Long> value) {
    return new Column<>(name, Type.NUMBER, Part.CONTENT, value::apply);
  }

  static <T> Column<T> text(String name, Function<T, String> value) {
    return new Column<>(name, Type.TEXT, Part.CONTENT, value::apply);
  }

  static <T> Column<T> flag(String name, Function<T, Boolean> value) {
    return new Column<>(name, Type.FLAG, Part.CONTENT, value::apply);
  }

  static <T> Column<T> instant(String name, Function<T, @Nullable Instant> value) {
    return new Column<>(name, Type.INSTANT, Part.CONTENT, value::apply);
  }

  Column<T> as(Part changed) {
    return new Column<>(name, type, changed, value);
  }

  static long micros(Instant instant) {
    return TimeUnit.SECONDS.toMicros(instant.getEpochSecond()) + instant.getNano() / 1_000;
  }
}
