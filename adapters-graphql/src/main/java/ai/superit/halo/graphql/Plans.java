package ai.superit.halo.graphql;

import graphql.execution.MergedField;
import graphql.execution.MergedSelectionSet;
import graphql.schema.Coercing;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLTypeUtil;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known about the selections of one operation from objects that it was run for before.
/// Thread-safe.
final class Plans {
  private record Place(MergedField field, GraphQLObjectType type) {}

  /// The fields that are asked of objects of one type at one place of the document.
  ///
  /// @param fields in the order of the keys
  record Plan(MergedSelectionSet selections, List<String> keys, List<Planned> fields) {}

  /// @param leaf how to read it, where nothing but its source is needed for that
  record Planned(MergedField field, @Nullable Leaf leaf) {}

  /// A scalar or an enum that is read from its source alone.
  record Leaf(GraphQLFieldDefinition definition, Wiring.Property<?> property, Form form) {
    boolean mayBeNull() {
      return GraphQLTypeUtil.isNullable(definition.getType());
    }
  }

  /// Makes of a value what the answer shows.
  sealed interface Form {
    record Scalar(Coercing<?, ?> coercing) implements Form {}

    record Choice(GraphQLEnumType type) implements Form {}
  }

  private final Map<Place, Plan> known = new ConcurrentHashMap<>();

  /// @param collect the selections of a plan that is not known yet
  Plan plan(
      GraphQLSchema schema,
      MergedField field,
      GraphQLObjectType type,
      Supplier<MergedSelectionSet> collect) {
    var place = new Place(field, type);
    var plan = known.get(place);
    if (plan == null) {
      plan = made(schema, type, collect.get());
      known.put(place, plan);
    }
    return plan;
  }

  private static Plan made(
      GraphQLSchema schema, GraphQLObjectType type, MergedSelectionSet selections) {
    var keys = List.copyOf(selections.getKeys());
    var fields =
        keys.stream()
            .map(selections::getSubField)
            .map(field -> new Planned(field, leaf(schema, type, field.getName()).orElse(null)))
            .toList();
    return new Plan(selections, keys, fields);
  }

  private static Optional<Leaf> leaf(GraphQLSchema schema, GraphQLObjectType type, String name) {
    var definition = type.getFieldDefinition(name);
    if (definition == null) {
      return Optional.empty();
    }
    return schema.getCodeRegistry().getDataFetcher(type, definition)
            instanceof Wiring.Property<?> property
        ? form(definition).map(form -> new Leaf(definition, property, form))
        : Optional.empty();
  }

  private static Optional<Form> form(GraphQLFieldDefinition definition) {
    return switch (GraphQLTypeUtil.unwrapNonNull(definition.getType())) {
      case GraphQLScalarType scalar -> Optional.of(new Form.Scalar(scalar.getCoercing()));
      case GraphQLEnumType choice -> Optional.of(new Form.Choice(choice));
      default -> Optional.empty();
    };
  }
}
