package ai.superit.halo.simulator;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What all stored rows share. A published row never changes: writers change a [#copy(Row)] and put
/// it in its place.
abstract class Row implements Cloneable {
  int id;
  boolean inactive;
  long created;
  long updated;
  Map<String, JsonNode> extra = Map.of();

  /// Takes over the fields of a write; those it does not know are kept as they came.
  abstract void apply(Patch patch);

  @SuppressWarnings("unchecked")
  static <R extends Row> R copy(R row) {
    try {
      return (R) row.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
