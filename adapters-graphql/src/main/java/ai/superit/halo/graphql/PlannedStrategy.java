package ai.superit.halo.graphql;

import static graphql.execution.FieldCollectorParameters.newParameters;
import static java.util.Objects.requireNonNull;

import ai.superit.halo.graphql.Plans.Form;
import ai.superit.halo.graphql.Plans.Leaf;
import ai.superit.halo.graphql.Plans.Plan;
import ai.superit.halo.graphql.Plans.Planned;
import graphql.execution.AsyncExecutionStrategy;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.ExecutionContext;
import graphql.execution.ExecutionStrategyParameters;
import graphql.execution.FieldValueInfo;
import graphql.execution.MergedSelectionSet;
import graphql.schema.GraphQLObjectType;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Works out once what is asked of the objects at a place of a document, not for each of them, and
/// reads their plain leaves straight away. The library does everything else; it is also handed each
/// leaf that failed or is null where it must not be, with what reading it gave.
final class PlannedStrategy extends AsyncExecutionStrategy {
  PlannedStrategy(DataFetcherExceptionHandler failures) {
    super(failures);
  }

  @Override
  protected Object completeValueForObject(
      ExecutionContext context,
      ExecutionStrategyParameters parameters,
      GraphQLObjectType type,
      Object source) {
    Plans plans = context.getGraphQLContext().get(Plans.class);
    if (plans == null || context.getExecutionInput().isCancelled()) {
      return super.completeValueForObject(context, parameters, type, source);
    }
    var plan =
        plans.plan(
            context.getGraphQLSchema(),
            requireNonNull(parameters.getField()),
            type,
            () -> collect(context, parameters, type));
    return new Reading(context, parameters, type, plan, source).values();
  }

  private MergedSelectionSet collect(
      ExecutionContext context, ExecutionStrategyParameters parameters, GraphQLObjectType type) {
    var asked =
        newParameters()
            .schema(context.getGraphQLSchema())
            .objectType(type)
            .fragments(context.getFragmentsByName())
            .variables(context.getCoercedVariables().toMap())
            .graphQLContext(context.getGraphQLContext())
            .build();
    return fieldCollector.collectFields(asked, requireNonNull(parameters.getField()));
  }

  /// The fields of one object.
  private final class Reading {
    private final ExecutionContext context;
    private final ExecutionStrategyParameters parameters;
    private final GraphQLObjectType type;
    private final Plan plan;
    private final Object source;
    private @Nullable ExecutionStrategyParameters below;

    Reading(
        ExecutionContext context,
        ExecutionStrategyParameters parameters,
        GraphQLObjectType type,
        Plan plan,
        Object source) {
      this.context = context;
      this.parameters = parameters;
      this.type = type;
      this.plan = plan;
      this.source = source;
    }

    /// A map, or the promise of one.
    Object values() {
      var values = new @Nullable Object[plan.fields().size()];
      boolean promised = false;
      for (int i = 0; i < values.length; i++) {
        var field = plan.fields().get(i);
        var leaf = field.leaf();
        values[i] = leaf == null ? resolve(i, field, source) : read(i, field, leaf);
        promised |= values[i] instanceof CompletableFuture;
      }
      return promised ? promise(values) : map(values);
    }

    private @Nullable Object read(int index, Planned field, Leaf leaf) {
      Object value = null;
      try {
        value = leaf.property().read(source);
        var shown = value == null ? null : shown(leaf.form(), value);
        return shown != null || leaf.mayBeNull()
            ? shown
            : resolve(index, field, Wiring.Known.of(value));
      } catch (RuntimeException failure) {
        var known = value == null ? Wiring.Known.failed(failure) : Wiring.Known.of(value);
        return resolve(index, field, known);
      }
    }

    private @Nullable Object shown(Form form, Object value) {
      return switch (form) {
        case Form.Scalar(var coercing) ->
            coercing.serialize(value, context.getGraphQLContext(), context.getLocale());
        case Form.Choice(var choice) ->
            choice.serialize(value, context.getGraphQLContext(), context.getLocale());
      };
    }

    /// What the library makes of a field.
    private @Nullable Object resolve(int index, Planned field, Object from) {
      var path = parameters.getPath().segment(plan.keys().get(index));
      var object = below();
      var one =
          object.transform(
              change -> change.field(field.field()).path(path).parent(object).source(from));
      return valueOf(resolveFieldWithInfo(context, one));
    }

    /// The promise of a value is a value here.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static @Nullable Object valueOf(@Nullable Object outcome) {
      if (outcome instanceof CompletableFuture<?> promise) {
        return promise.thenCompose(info -> ((FieldValueInfo) info).getFieldValueFuture());
      }
      return outcome instanceof FieldValueInfo info ? info.getFieldValueObject() : null;
    }

    private ExecutionStrategyParameters below() {
      if (below == null) {
        var step = parameters.getExecutionStepInfo().changeTypeWithPreservedNonNull(type);
        below =
            parameters.transform(
                change -> change.executionStepInfo(step).fields(plan.selections()).source(source));
      }
      return below;
    }

    private CompletableFuture<Map<String, @Nullable Object>> promise(@Nullable Object[] values) {
      var result = new CompletableFuture<Map<String, @Nullable Object>>();
      var promises =
          Stream.of(values)
              .filter(CompletableFuture.class::isInstance)
              .toArray(CompletableFuture<?>[]::new);
      var _ =
          CompletableFuture.allOf(promises)
              .whenComplete((_, failure) -> {
                if (failure == null) {
                  result.complete(map(joined(values)));
                } else {
                  handleValueException(result, failure, context);
                }
              });
      return result;
    }

    private static @Nullable Object[] joined(@Nullable Object[] values) {
      return Arrays.stream(values)
          .map(value -> value instanceof CompletableFuture<?> promise ? promise.join() : value)
          .toArray();
    }

    private Map<String, @Nullable Object> map(@Nullable Object[] values) {
      return new AnsweredObject(plan.keys(), values);
    }
  }
}
