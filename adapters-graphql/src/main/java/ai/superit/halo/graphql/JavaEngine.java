package ai.superit.halo.graphql;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.execution.ExecutionId;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.schema.GraphQLSchema;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs operations with graphql-java, without its own parsing, validation and caches.
final class JavaEngine implements GraphqlEngine {
  private static final Logger log = LoggerFactory.getLogger(JavaEngine.class);
  private static final ExecutionId NO_ID = ExecutionId.from("-");

  private final GraphqlLimits limits;
  private final GraphQL graphql;

  JavaEngine(GraphQLSchema schema, GraphqlLimits limits) {
    this.limits = limits;
    var failures = new FieldFailures();
    this.graphql =
        GraphQL.newGraphQL(schema)
            .instrumentation(SimplePerformantInstrumentation.INSTANCE)
            .queryExecutionStrategy(new PlannedStrategy(failures))
            // A subscription is run anew for each of its events.
            .subscriptionExecutionStrategy(new PlannedStrategy(failures))
            .defaultDataFetcherExceptionHandler(failures)
            .preparsedDocumentProvider((input, parser) -> prepared(input))
            .executionIdProvider((query, name, context) -> NO_ID)
            .build();
  }

  private static CompletableFuture<PreparsedDocumentEntry> prepared(ExecutionInput input) {
    PreparedOperation operation =
        Objects.requireNonNull(input.getGraphQLContext().get(PreparedOperation.class));
    return CompletableFuture.completedFuture(new PreparsedDocumentEntry(operation.document()));
  }

  @Override
  public Answer execute(
      PreparedOperation operation, ParsedRequest request, RequestContext context) {
    var input = input(operation, request, context);
    var result = run(input, limits.execution().of(operation.kind()));
    if (!result.isDataPresent()) {
      throw new InvalidRequest(result.getErrors());
    }
    var errors = result.getErrors().stream().limit(limits.answer().errors()).map(JavaEngine::shown);
    var shown = errors.toList();
    return json -> {
      JsonOutput.errors(json, shown, limits.answer().errors());
      json.writeName("data");
      JsonOutput.value(json, result.getData());
    };
  }

  private static ExecutionInput input(
      PreparedOperation operation, ParsedRequest request, RequestContext context) {
    return ExecutionInput.newExecutionInput(request.query())
        .operationName(request.operationName())
        .variables(request.variables())
        .locale(Locale.ROOT)
        .graphQLContext(values ->
            values
                .of(PreparedOperation.class, operation)
                .of(Plans.class, operation.plans())
                .of(AskedParts.class, operation.asked())
                .of(RequestContext.class, context))
        .build();
  }

  private ExecutionResult run(ExecutionInput input, Duration allowed) {
    var running = new CompletableFuture<ExecutionResult>();
    try (var deadline = Deadline.in(allowed, input::cancel)) {
      input.getGraphQLContext().put(Deadline.class, deadline);
      try {
        running = graphql.executeAsync(input);
        var result = running.get();
        requireInTime(deadline, allowed);
        return result;
      } catch (InterruptedException | ExecutionException | CancellationException e) {
        running.cancel(true);
        requireInTime(deadline, allowed);
        throw new IllegalStateException("The execution was broken off", e);
      }
    }
  }

  private static void requireInTime(Deadline deadline, Duration allowed) {
    if (deadline.passed()) {
      log.warn("graphql event=out_of_time allowed_ms={}", allowed.toMillis());
      throw Refusal.outOfTime(allowed);
    }
  }

  // Errors without a code come from the library: a null or a value that the schema rules out.
  private static GraphQLError shown(GraphQLError error) {
    var extensions = error.getExtensions();
    if (extensions != null && extensions.containsKey("code")) {
      return error;
    }
    var path = error.getPath() == null ? List.of() : error.getPath();
    return GraphqlErrorBuilder.newError()
        .message(InternalErrors.MESSAGE)
        .path(path)
        .extensions(InternalErrors.log(path.toString(), String.valueOf(error.getMessage())))
        .build();
  }
}
