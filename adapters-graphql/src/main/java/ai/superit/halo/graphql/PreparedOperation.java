package ai.superit.halo.graphql;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import java.util.List;
import java.util.Optional;

/// An operation of a document that has been parsed, measured and validated.
///
/// @param planned what was planned for it once and for all; empty if its directives may leave out
///   now this and now that, or if it is one of several of its document
record PreparedOperation(
    Document document,
    OperationDefinition definition,
    List<ListSize> lists,
    Optional<Plans> planned,
    AskedParts asked) {
  Plans plans() {
    return planned.orElseGet(Plans::new);
  }

  OperationDefinition.Operation kind() {
    return definition.getOperation();
  }
}
