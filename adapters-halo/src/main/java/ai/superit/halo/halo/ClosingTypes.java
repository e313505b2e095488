package ai.superit.halo.halo;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The types of those statuses that close a ticket. What types mean is not documented, so the
/// statuses tell that every tenant has: 9 is "Closed", and whatever has its type closes, unless
/// "New" (1) or "In Progress" (2) has it too. Without a 9, type 2 closes, as another implementation
/// of the API has it.
record ClosingTypes(Set<String> types) {
  static final ClosingTypes NONE = new ClosingTypes(Set.of());

  private static final String USUAL = "2";
  private static final long CLOSED = 9;
  private static final Set<Long> OPEN = Set.of(1L, 2L);

  static ClosingTypes of(List<JsonNode> statuses) {
    var closing = new HashSet<String>();
    var open = new HashSet<String>();
    for (var status : statuses) {
      Row.of(status)
          .ifPresent(row -> {
            if (isAmong(Set.of(CLOSED), row)) {
              closing.add(type(row));
            } else if (isAmong(OPEN, row)) {
              open.add(type(row));
            }
          });
    }
    closing.remove("");
    if (closing.isEmpty()) {
      closing.add(USUAL);
    }
    closing.removeAll(open);
    return new ClosingTypes(Set.copyOf(closing));
  }

  boolean close(long id, Row status) {
    return id == CLOSED || types.contains(type(status));
  }

  private static boolean isAmong(Set<Long> ids, Row row) {
    try {
      return row.reference("id").filter(ids::contains).isPresent();
    } catch (Row.Unreadable strange) {
      return false;
    }
  }

  private static String type(Row row) {
    try {
      return row.text("type").replaceFirst("\\.0+$", "");
    } catch (Row.Unreadable strange) {
      return "";
    }
  }
}
