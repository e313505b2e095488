package ai.superit.halo.graphql;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInputType;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLNonNull;
import graphql.schema.GraphQLTypeUtil;
import java.util.stream.Collectors;

/// Calls of mutations with whatever arguments the schema wants.
final class AnyArguments {
  private AnyArguments() {}

  /// A document that calls the mutation with nothing but what it needs, and asks for the user
  /// errors alone.
  static String called(GraphQLFieldDefinition mutation) {
    var arguments =
        mutation.getArguments().stream()
            .filter(argument -> GraphQLTypeUtil.isNonNull(argument.getType()))
            .map(argument -> argument.getName() + ": " + any(argument.getType()))
            .collect(Collectors.joining(", "));
    return "mutation { %s%s { userErrors { code } } }"
        .formatted(mutation.getName(), arguments.isEmpty() ? "" : "(" + arguments + ")");
  }

  private static String any(GraphQLInputType type) {
    return switch (type) {
      case GraphQLNonNull needed -> any((GraphQLInputType) needed.getWrappedType());
      case GraphQLList _ -> "[]";
      case GraphQLEnumType choice -> choice.getValues().getFirst().getName();
      case GraphQLInputObjectType input ->
          input.getFieldDefinitions().stream()
              .filter(field -> GraphQLTypeUtil.isNonNull(field.getType()))
              .map(field -> field.getName() + ": " + any(field.getType()))
              .collect(Collectors.joining(", ", "{", "}"));
      case GraphQLNamedType scalar -> any(scalar.getName());
      default -> throw new IllegalArgumentException("no value of " + type);
    };
  }

  private static String any(String scalar) {
    return switch (scalar) {
      case "Int", "Long", "Float" -> "1";
      case "Boolean" -> "true";
      case "DateTime" -> "\"2026-01-01T00:00:00Z\"";
      default -> "\"x\"";
    };
  }
}
