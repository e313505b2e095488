package ai.superit.halo.graphql;

import ai.superit.halo.application.StoreTooSlow;
import ai.superit.halo.application.StoreUnavailable;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what a fetcher throws into the error of its field. An outage fails all fields of all
/// queries: each kind is logged once a minute. Thread-safe.
final class FieldFailures implements DataFetcherExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(FieldFailures.class);

  private final Seldom tooSlow = new Seldom(Duration.ofMinutes(1));
  private final Seldom unavailability = new Seldom(Duration.ofMinutes(1));

  @Override
  public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
      DataFetcherExceptionHandlerParameters parameters) {
    var result = DataFetcherExceptionHandlerResult.newResult(error(parameters)).build();
    return CompletableFuture.completedFuture(result);
  }

  private GraphQLError error(DataFetcherExceptionHandlerParameters parameters) {
    var path = parameters.getPath();
    var error = GraphqlErrorBuilder.newError().path(path).location(parameters.getSourceLocation());
    if (outOfTime(parameters)) {
      // Whatever was thrown comes of the interrupt, and the whole request is refused for it.
      return error.message("out of time").build();
    }
    var cause = unwrapped(parameters.getException());
    return switch (cause) {
      case FieldFailure failure -> shown(error, failure);
      case StoreTooSlow slow -> {
        if (tooSlow.passes()) {
          log.warn("graphql event=store_too_slow at={} reason={}", path, slow.reason());
        }
        yield shown(error, FieldFailure.storeTooSlow());
      }
      case StoreUnavailable unavailable -> {
        if (unavailability.passes()) {
          log.warn("graphql event=store_unavailable at={} reason={}", path, unavailable.reason());
        }
        yield shown(error, FieldFailure.storeUnavailable());
      }
      default ->
          error
              .message(InternalErrors.MESSAGE)
              .extensions(InternalErrors.log(path.toString(), cause))
              .build();
    };
  }

  private static boolean outOfTime(DataFetcherExceptionHandlerParameters parameters) {
    Deadline deadline =
        parameters.getDataFetchingEnvironment().getGraphQlContext().get(Deadline.class);
    return deadline != null && deadline.passed();
  }

  private static GraphQLError shown(GraphqlErrorBuilder<?> error, FieldFailure failure) {
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put("code", failure.code().name());
    if (!failure.reason().isEmpty()) {
      extensions.put("reason", failure.reason());
    }
    return error.message("%s", String.valueOf(failure.getMessage())).extensions(extensions).build();
  }

  private static Throwable unwrapped(Throwable thrown) {
    var cause = thrown.getCause();
    boolean wrapped = thrown instanceof CompletionException || thrown instanceof ExecutionException;
    return wrapped && cause != null ? unwrapped(cause) : thrown;
  }
}
