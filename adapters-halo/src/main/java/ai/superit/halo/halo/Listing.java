package ai.superit.halo.halo;

import ai.superit.halo.application.sync.Page;
import ai.superit.halo.application.sync.RejectedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// A list as Halo wraps it: bare, or in an object, mostly beside its count.
///
/// @param told how many records the whole list has; empty where the object does not say so
record Listing(String resource, OptionalLong told, List<JsonNode> items) {
  private static final int MAX_RAW = 10_000;
  private static final int MAX_KEY = 100;
  private static final String OTHER_KEY = "results";
  private static final String COUNT = "record_count";

  /// @param key what the list is called inside the object; a single list of another name is taken
  ///   for it only beside a count, since an error may come as an object with a list too
  static Listing of(JsonNode answer, String resource, String key) {
    var rows = answer.isArray() ? answer : list(answer, resource, key);
    var items = List.copyOf(rows.asArray().elements());
    return new Listing(
        resource, answer.isArray() ? OptionalLong.of(items.size()) : count(answer), items);
  }

  private static JsonNode list(JsonNode answer, String resource, String key) {
    return Stream.of(key, OTHER_KEY)
        .map(answer::get)
        .filter(list -> list != null && list.isArray())
        .findFirst()
        .or(() -> onlyList(answer))
        .orElseThrow(() -> Failures.strangeJson("GET /" + resource, "a list"));
  }

  private static Optional<JsonNode> onlyList(JsonNode answer) {
    var lists = answer.values().stream().filter(JsonNode::isArray).toList();
    return answer.has(COUNT) && lists.size() == 1
        ? Optional.of(lists.getFirst())
        : Optional.empty();
  }

  private static OptionalLong count(JsonNode answer) {
    try {
      return Row.of(answer).map(row -> row.count(COUNT)).orElse(OptionalLong.empty());
    } catch (Row.Unreadable strange) {
      return OptionalLong.empty();
    }
  }

  /// How many records the whole list has. Without that a list that goes on could not be told from
  /// one that ends here.
  long total() {
    if (told.isEmpty() || (told.getAsLong() == 0 && !items.isEmpty())) {
      throw Failures.strangeJson("GET /" + resource, "a readable " + COUNT);
    }
    return told.getAsLong();
  }

  /// Reads each row by itself, so that a strange one does not spoil the page.
  <T> Page<T> page(Function<Row, T> reading) {
    var total = total();
    var rows = new ArrayList<T>(items.size());
    var rejected = new ArrayList<RejectedRow>();
    for (var item : items) {
      try {
        rows.add(reading.apply(row(item)));
      } catch (Row.Unreadable strange) {
        rejected.add(rejected(item, String.valueOf(strange.getMessage())));
      }
    }
    return new Page<>(total, rows, rejected);
  }

  /// The rows that can be read, of a list that may not say how many it has.
  <T> List<T> readable(Function<Row, T> reading) {
    var rows = new ArrayList<T>(items.size());
    for (var item : items) {
      try {
        rows.add(reading.apply(row(item)));
      } catch (Row.Unreadable strange) {
        // Nothing but its description is lost.
      }
    }
    return rows;
  }

  private static Row row(JsonNode item) {
    return Row.of(item).orElseThrow(() -> new Row.Unreadable("the row is not an object"));
  }

  private static RejectedRow rejected(JsonNode item, String reason) {
    var id = item.get("id");
    return new RejectedRow(
        id == null ? "" : shortened(id.asString(Json.write(id)), MAX_KEY),
        reason,
        shortened(Json.write(item), MAX_RAW));
  }

  private static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
