package ai.superit.halo.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A document that has been parsed, measured and validated.
///
/// @param characters the length of its text
/// @param fields of all its operations, fragments written out
/// @param operations by name; one without a name under the empty one
record PreparedDocument(int characters, long fields, Map<String, PreparedOperation> operations) {
  /// Bytes that the plan of a field takes.
  private static final int PLANNED_FIELD = 130;

  /// What it takes to remember it: its text, and what is made of its fields.
  int weight() {
    return Math.clamp(characters + fields * PLANNED_FIELD, 0, Integer.MAX_VALUE);
  }

  /// @throws Refusal when the document does not say which operation is meant
  PreparedOperation operation(@Nullable String name) {
    if (name == null && operations.size() == 1) {
      return operations.values().iterator().next();
    }
    var chosen = name == null ? null : operations.get(name);
    if (chosen == null) {
      throw Refusal.badRequest(
          name == null
              ? "The document holds several operations: say which one by \"operationName\""
              : "The document holds no operation named \"" + Texts.clip(name) + "\"");
    }
    return chosen;
  }
}
