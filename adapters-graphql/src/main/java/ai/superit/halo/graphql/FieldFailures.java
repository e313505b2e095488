package ai.superit.halo.graphql;

import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Turns what a fetcher throws into the error of its field.
final class FieldFailures implements DataFetcherExceptionHandler {
  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    var result = DataFetcherExceptionHandlerResult.newResult(error(parameters)).build();
    return CompletableFuture.completedFuture(result);
  }

  private static GraphQLError error(DataFetcherExceptionHandlerParameters parameters) {
    var path = parameters.getPath();
    var error = GraphqlErrorBuilder.newError().path(path).location(parameters.getSourceLocation());
    var cause = unwrapped(parameters.getException());
    return cause instanceof FieldFailure failure
        ? error
            .message("%s", String.valueOf(failure.getMessage()))
            .extensions(Map.of("code", failure.code().name()))
            .build()
        : error
            .message(InternalErrors.MESSAGE)
            .extensions(InternalErrors.log(path.toString(), cause))
            .build();
  }

  private static Throwable unwrapped(Throwable thrown) {
    var cause = thrown.getCause();
    boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return wrapped && cause != null ? unwrapped(cause) : thrown;
  }
}
