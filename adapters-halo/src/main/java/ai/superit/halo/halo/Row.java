package ai.superit.halo.halo;

import ai.superit.halo.domain.Stamp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One JSON object of Halo's, read as leniently as Halo writes: numbers come as `12`, `12.0` or
/// `"12"`, and the same field goes by two names.
final class Row {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("(-?\\d{1,18})(?:\\.0+)?");

  private static final double MOST_EXACT = 1e15;
  private static final int DECIMALS = 6;
  private static final int MAX_DIGITS = 15;
  private static final int MAX_SCALE = 100;

  /// A value that cannot be what its name says; ends the reading of this row only.
  static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  private final ObjectNode node;

  Row(ObjectNode node) {
    this.node = node;
  }

  static Optional<Row> of(@Nullable JsonNode node) {
    return node instanceof ObjectNode object ? Optional.of(new Row(object)) : Optional.empty();
  }

  JsonNode json() {
    return node;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /// The row's own number, which every record must have.
  long id() {
    return number("id");
  }

  /// A number above 0 without which the row is worthless.
  long number(String name) {
    return reference(name)
        .orElseThrow(() -> new Unreadable(name + " is missing or not a positive number"));
  }

  /// The number of another record; Halo says "none" by 0 or less.
  Optional<Long> reference(String... names) {
    for (var name : names) {
      var value = value(name);
      if (value != null) {
        return Optional.of(whole(name, value)).filter(number -> number > 0);
      }
    }
    return Optional.empty();
  }

  /// How many there are of something; empty if that is missing or below 0.
  OptionalLong count(String name) {
    var value = value(name);
    var count = value == null ? -1 : whole(name, value);
    return count < 0 ? OptionalLong.empty() : OptionalLong.of(count);
  }

  /// The first of these that is not blank, or an empty text.
  String text(String... names) {
    for (var name : names) {
      var value = value(name);
      if (value != null && !(value.isString() && value.stringValue().isBlank())) {
        return text(name, value);
      }
    }
    return "";
  }

  /// As [#text], but lists and objects are passed over.
  String plainText(String... names) {
    return text(Stream.of(names).filter(name -> isPlain(value(name))).toArray(String[]::new));
  }

  private static boolean isPlain(@Nullable JsonNode value) {
    return value != null && value.isValueNode();
  }

  /// An amount; Halo computes some in binary fractions, so that they are rounded to six decimals.
  Optional<BigDecimal> decimal(String name) {
    var value = value(name);
    if (value == null || (value.isString() && value.stringValue().isBlank())) {
      return Optional.empty();
    }
    try {
      var amount = new BigDecimal(text(name, value).strip());
      if (amount.precision() - (long) amount.scale() > MAX_DIGITS || amount.scale() > MAX_SCALE) {
        throw new Unreadable(name + " is not an amount");
      }
      return Optional.of(
          amount.scale() > DECIMALS ? amount.setScale(DECIMALS, RoundingMode.HALF_EVEN) : amount);
    } catch (NumberFormatException strange) {
      throw new Unreadable(name + " is not an amount");
    }
  }

  String requiredText(String name) {
    var text = text(name);
    if (text.isEmpty()) {
      throw new Unreadable(name + " is missing");
    }
    return text;
  }

  boolean flag(String name) {
    var value = value(name);
    if (value == null) {
      return false;
    }
    if (value.isBoolean()) {
      return value.booleanValue();
    }
    return switch (text(name, value)) {
      case "1", "true", "True" -> true;
      case "0", "false", "False", "" -> false;
      default -> throw new Unreadable(name + " is not a yes or no");
    };
  }

  /// The first of these that holds a date; Halo's sentinels are not dates.
  Optional<Instant> time(String... names) {
    for (var name : names) {
      var value = value(name);
      if (value != null) {
        var time = HaloTime.find(text(name, value));
        if (time.isPresent()) {
          return time;
        }
      }
    }
    return Optional.empty();
  }

  /// As [#time], but it may lie ahead.
  Optional<Instant> plannedTime(String name) {
    var value = value(name);
    return value == null ? Optional.empty() : HaloTime.findPlanned(text(name, value));
  }

  Stamp stamp(String... names) {
    return time(names).map(Stamp::new).orElse(Stamp.UNKNOWN);
  }

  Optional<Row> row(String name) {
    return of(value(name));
  }

  /// The objects of a list; empty if there is none.
  List<Row> rows(String name) {
    var rows = new ArrayList<Row>();
    var list = value(name);
    if (list != null && list.isArray()) {
      list.forEach(item -> of(item).ifPresent(rows::add));
    }
    return rows;
  }

  private @Nullable JsonNode value(String name) {
    var value = node.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static long whole(String name, JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isFloatingPointNumber() && isExact(value.doubleValue())) {
      return (long) value.doubleValue();
    }
    var matcher = WHOLE_NUMBER.matcher(text(name, value).strip());
    if (!matcher.matches()) {
      throw new Unreadable(name + " is not a whole number");
    }
    return Long.parseLong(matcher.group(1));
  }

  /// From ten million on, such a number would be written with an exponent.
  private static boolean isExact(double number) {
    return Math.rint(number) == number && Math.abs(number) < MOST_EXACT;
  }

  private static String text(String name, JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isNumber()) {
      return value.numberValue().toString();
    }
    if (value.isBoolean()) {
      return Boolean.toString(value.booleanValue());
    }
    throw new Unreadable(name + " is not a text");
  }
}
