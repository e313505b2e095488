package ai.superit.halo.halo;

import ai.superit.halo.application.sync.Page;
import ai.superit.halo.application.sync.RejectedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A list as Halo wraps it: bare, or in an object beside its count.
///
/// @param total how many records the whole list has
record Listing(long total, List<JsonNode> items) {
  private static final int MAX_RAW = 10_000;
  private static final int MAX_KEY = 100;

  /// @param key what the list is called inside the object; any single list will do
  static Listing of(JsonNode answer, String resource, String key) {
    if (answer.isArray()) {
      return new Listing(answer.size(), List.copyOf(answer.asArray().elements()));
    }
    var list = answer.get(key);
    if (list == null || !list.isArray()) {
      var lists = answer.values().stream().filter(JsonNode::isArray).toList();
      if (!answer.isObject() || lists.size() != 1) {
        throw Failures.strangeJson("GET /" + resource, "a list");
      }
      list = lists.getFirst();
    }
    return new Listing(total(answer, list.size()), List.copyOf(list.asArray().elements()));
  }

  private static long total(JsonNode answer, int size) {
    return Row.of(answer).flatMap(Listing::count).orElse((long) size);
  }

  private static Optional<Long> count(Row envelope) {
    try {
      return envelope.reference("record_count");
    } catch (Row.Unreadable strange) {
      return Optional.empty();
    }
  }

  /// Reads each row by itself, so that a strange one does not spoil the page.
  <T> Page<T> page(Function<Row, T> reading) {
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
