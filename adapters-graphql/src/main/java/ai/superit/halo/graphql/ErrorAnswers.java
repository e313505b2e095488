package ai.superit.halo.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The bodies of answers that carry errors only.
final class ErrorAnswers {
  private final GraphqlLimits.Answer limits;

  ErrorAnswers(GraphqlLimits limits) {
    this.limits = limits.answer();
  }

  JsonOutput.Bytes of(InvalidRequest invalid) {
    Map<String, Object> extensions = Map.of("code", ErrorCode.BAD_REQUEST.name());
    return of(
        invalid.errors().stream()
            .<GraphQLError>map(e ->
                GraphqlErrorBuilder.newError()
                    .message("%s", String.valueOf(e.getMessage()))
                    .locations(e.getLocations())
                    .extensions(extensions)
                    .build())
            .toList());
  }

  JsonOutput.Bytes of(Refusal refusal) {
    var isOurs = refusal.status().code() >= 500 && refusal.limit() == null;
    var code = isOurs ? ErrorCode.INTERNAL_ERROR : ErrorCode.BAD_REQUEST;
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put("code", code.name());
    if (refusal.limit() != null) {
      extensions.put("limit", refusal.limit());
    }
    return of(refusal.message(), extensions);
  }

  /// Logged, and answered without its reason.
  JsonOutput.Bytes of(RuntimeException cause) {
    return of(InternalErrors.MESSAGE, InternalErrors.log("request", cause));
  }

  JsonOutput.Bytes of(String message, Map<String, Object> extensions) {
    return of(
        List.of(
            GraphqlErrorBuilder.newError().message("%s", message).extensions(extensions).build()));
  }

  private JsonOutput.Bytes of(List<GraphQLError> errors) {
    return JsonOutput.write(
        limits.bytes(), json -> JsonOutput.errors(json, errors, limits.errors()));
  }
}
