package ai.superit.halo.graphql;

import graphql.GraphQLError;
import java.util.List;

/// A well-formed request whose document or variables do not fit the schema. Unlike a refusal it is
/// answered with 200 to callers that only understand `application/json`.
final class InvalidRequest extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<? extends GraphQLError> errors;

  InvalidRequest(List<? extends GraphQLError> errors) {
    super("invalid request", null, false, false);
    this.errors = List.copyOf(errors);
  }

  List<? extends GraphQLError> errors() {
    return errors;
  }
}
