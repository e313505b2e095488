package ai.superit.halo.simulator;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Right answers made wrong.
final class Spoiled {
  private static final int MISCOUNT = 3;

  private Spoiled() {}

  /// The answer with a wrong count, or with rows that nobody can use; errors stay as they are.
  static Reply of(Fault.Effect effect, Reply answer) {
    if (answer.status() != 200
        || !(Json.MAPPER.readTree(answer.body()) instanceof ObjectNode whole)) {
      return answer;
    }
    switch (effect) {
      case COUNT_TOO_HIGH -> miscount(whole, MISCOUNT);
      case COUNT_TOO_LOW -> miscount(whole, -MISCOUNT);
      case NO_TEAMS -> whole.set("teams", Json.MAPPER.createArrayNode());
      case SIDE_ARRAYS -> {
        return Reply.json(200, Json.MAPPER.writeValueAsBytes(amidOthers(whole)));
      }
      default -> {
        spoil(effect, whole);
        for (var field : whole) {
          for (var row : field) {
            spoil(effect, row);
          }
        }
      }
    }
    return Reply.json(200, Json.MAPPER.writeValueAsBytes(whole));
  }

  /// Only a list has a count.
  private static ObjectNode amidOthers(ObjectNode whole) {
    if (!whole.has("record_count")) {
      return whole;
    }
    var amid = Json.MAPPER.createObjectNode();
    amid.putArray("columns").addObject().put("id", 1).put("name", "Summary");
    amid.putArray("agents").addObject().put("id", 900_001).put("name", "Nobody");
    amid.setAll(whole);
    amid.putArray("user_ids").add(900_002).add(900_003);
    amid.putArray("results").addObject().put("id", 900_004).put("name", "No row");
    return amid;
  }

  private static void miscount(ObjectNode whole, int by) {
    if (whole.has("record_count")) {
      whole.put("record_count", Math.max(0, whole.path("record_count").asInt() + by));
    }
  }

  private static void spoil(Fault.Effect effect, JsonNode node) {
    if (node instanceof ObjectNode row && row.has("id")) {
      if (effect == Fault.Effect.ZERO_IDS) {
        row.put("id", 0);
      } else {
        row.put("inactive", "perhaps");
      }
    }
  }
}
