package ai.superit.halo.graphql;

import tools.jackson.core.JsonGenerator;

/// The result of an operation that has run, with or without errors in single fields.
@FunctionalInterface
interface Answer {
  /// Writes the whole response object.
  void writeTo(JsonGenerator json);
}
