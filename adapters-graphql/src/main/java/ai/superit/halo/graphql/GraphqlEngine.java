package ai.superit.halo.graphql;

/// Runs operations that have passed all limits. Thread-safe.
interface GraphqlEngine {
  /// Runs one operation on the calling thread, which is interrupted when the time is over.
  ///
  /// @throws InvalidRequest when the variables do not fit, before any data is read
  /// @throws Refusal when the time is over
  Answer execute(PreparedOperation operation, ParsedRequest request, RequestContext context);
}
