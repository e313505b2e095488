package ai.superit.halo.graphql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a GraphQL request, whichever way they came.
record ParsedRequest(
    String query,
    @Nullable String operationName,
    Map<String, @Nullable Object> variables,
    Map<String, @Nullable Object> extensions) {}
