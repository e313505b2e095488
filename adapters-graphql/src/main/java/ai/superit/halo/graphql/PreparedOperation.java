package ai.superit.halo.graphql;

import graphql.language.Document;
import graphql.language.OperationDefinition;
import java.util.List;

/// An operation of a document that has been parsed, measured and validated.
record PreparedOperation(Document document, OperationDefinition definition, List<ListSize> lists) {
  OperationDefinition.Operation kind() {
    return definition.getOperation();
  }
}
