package ai.superit.halo.simulator;

import tools.jackson.databind.JsonNode;

/// One write, complete enough to be repeated from a journal. For a deletion the body holds the id.
record Change(boolean deletes, Kind kind, long at, int agent, String prefix, JsonNode body) {
  static Change upsert(Kind kind, long at, int agent, JsonNode body) {
    return new Change(false, kind, at, agent, "", body);
  }

  static Change delete(Kind kind, long at, int agent, int id) {
    var body = Json.MAPPER.createObjectNode().put("id", id);
    return new Change(true, kind, at, agent, "", body);
  }

  /// The same change at the moment that the tenant gave it.
  Change stamped(long moment) {
    return new Change(deletes, kind, moment, agent, prefix, body);
  }

  int id() {
    return new Patch(body, prefix).integer("id", 0);
  }
}
