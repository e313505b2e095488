package ai.superit.halo.graphql;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.graphql.ApiError.Code;
import graphql.ErrorType;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what went wrong while a field was read into an error for the caller. Only what was meant
/// for callers is shown to them; the rest is logged under an id that they can quote.
final class FetchFailures implements DataFetcherExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FetchFailures.class);

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters failed) {
    var cause = failed.getException();
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    var result = DataFetcherExceptionHandlerResult.newResult(error(failed, cause)).build();
    return CompletableFuture.completedFuture(result);
  }

  private static GraphQLError error(DataFetcherExceptionHandlerParameters failed, Throwable cause) {
    return switch (cause) {
      case ApiError refused ->
          error(failed, refused.code(), refused.reason(), String.valueOf(refused.getMessage()));
      case StoreUnavailable unavailable -> {
        LOG.warn("store unavailable path={}", failed.getPath(), unavailable);
        yield error(
            failed,
            Code.INTERNAL_ERROR,
            "STORE_UNAVAILABLE",
            "The database cannot be reached right now: try again in a moment.");
      }
      default -> {
        var id = UUID.randomUUID();
        LOG.error("field failed id={} path={}", id, failed.getPath(), cause);
        yield error(
            failed,
            Code.INTERNAL_ERROR,
            "UNEXPECTED",
            "Something went wrong here; its id is " + id);
      }
    };
  }

  private static GraphQLError error(
      DataFetcherExceptionHandlerParameters failed, Code code, String reason, String message) {
    return GraphqlErrorBuilder.newError()
        .message("%s", message)
        .path(failed.getPath())
        .location(failed.getSourceLocation())
        .errorType(ErrorType.DataFetchingException)
        .extensions(Map.of("code", code.name(), "reason", reason))
        .build();
  }
}
