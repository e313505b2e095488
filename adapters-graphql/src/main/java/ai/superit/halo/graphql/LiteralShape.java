package ai.superit.halo.graphql;

import graphql.language.Argument;
import graphql.language.ArrayValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Holds values written in the document to the same limits as values sent as variables.
final class LiteralShape {
  private final GraphqlLimits.Input limits;

  LiteralShape(GraphqlLimits.Input limits) {
    this.limits = limits;
  }

  void check(List<Argument> arguments) {
    for (var argument : arguments) {
      check(argument.getValue(), argument.getName());
    }
  }

  void check(@Nullable Value<?> value, String name) {
    check(value, name, 0);
  }

  private void check(@Nullable Value<?> value, String name, int depth) {
    if (depth > limits.nesting()) {
      throw Refusal.limit(
          "nesting", "the depth of \"" + Texts.clip(name) + "\"", depth, limits.nesting());
    }
    switch (value) {
      case StringValue string -> Texts.requireStorable(String.valueOf(string.getValue()), name);
      case ArrayValue array -> checkList(array, name, depth);
      case ObjectValue object -> {
        for (ObjectField field : object.getObjectFields()) {
          check(field.getValue(), field.getName(), depth + 1);
        }
      }
      case null, default -> {}
    }
  }

  private void checkList(ArrayValue array, String name, int depth) {
    int length = array.getValues().size();
    if (length > limits.listValues()) {
      throw Refusal.limit("listValues", "the length of a list", length, limits.listValues());
    }
    for (Value<?> each : array.getValues()) {
      check(each, name, depth + 1);
    }
  }
}
