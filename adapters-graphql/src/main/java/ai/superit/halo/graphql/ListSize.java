package ai.superit.halo.graphql;

import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.OperationDefinition;
import graphql.language.Value;
import graphql.language.VariableReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A list in an operation, with the lists that each of its entries holds again.
sealed interface ListSize {
  long MANY = 1_000_000_000L;

  List<ListSize> inner();

  /// How many entries this request asks for in one such list.
  long entries(Map<String, @Nullable Object> variables, GraphqlLimits limits);

  /// Refuses pages of a wrong size and requests for too many rows.
  static void check(
      List<ListSize> lists, Map<String, @Nullable Object> variables, GraphqlLimits limits) {
    long nodes = nodes(lists, 1, variables, limits);
    if (nodes > limits.nodes()) {
      var found = nodes >= MANY ? "far more" : Long.toString(nodes);
      throw Refusal.limit("cost", "the number of nodes that the pages hold", found, limits.nodes());
    }
  }

  /// A list that holds further lists counts as what is beneath it, so that page sizes multiply: 100
  /// in each of 100 are 10,000. No list asks for less than one entry, so none hides what holds it.
  private static long nodes(
      List<ListSize> lists,
      long parents,
      Map<String, @Nullable Object> variables,
      GraphqlLimits limits) {
    long nodes = 0;
    for (var list : lists) {
      long entries = Math.min(MANY, parents * list.entries(variables, limits));
      long beneath = nodes(list.inner(), entries, variables, limits);
      nodes = Math.min(MANY, nodes + (list.inner().isEmpty() ? entries : beneath));
    }
    return nodes;
  }

  /// A list without `first` and `last`, of which only a typical length is known.
  record Unpaged(int lists, List<ListSize> inner) implements ListSize {
    @Override
    public long entries(Map<String, @Nullable Object> variables, GraphqlLimits limits) {
      return Math.min(MANY, Math.round(Math.pow(limits.listGuess(), lists)));
    }
  }

  /// A connection. `first` and `last` are literals, references to variables, or absent.
  record Page(
      String field,
      @Nullable Object first,
      @Nullable Object last,
      Map<String, Default> defaults,
      List<ListSize> inner)
      implements ListSize {

    @Override
    public long entries(Map<String, @Nullable Object> variables, GraphqlLimits limits) {
      var forward = resolve(first, variables);
      var backward = resolve(last, variables);
      if ((forward == null) == (backward == null)) {
        throw Refusal.rule(
            "page",
            "\"%s\" needs exactly one of \"first\" and \"last\", between 1 and %d"
                .formatted(field, limits.page()));
      }
      return forward != null
          ? checked("first", forward, limits.page())
          : checked("last", backward, limits.page());
    }

    private long checked(String argument, @Nullable Object size, int allowed) {
      // Anything else but a number is refused as of the wrong type before data is read.
      if (!(size instanceof Number number)) {
        return 1;
      }
      long entries = (long) number.doubleValue();
      if (entries < 1 || entries > allowed) {
        throw Refusal.rule(
            "page",
            "\"%s\" of \"%s\" is %d, allowed is 1 to %d"
                .formatted(argument, field, entries, allowed));
      }
      return entries;
    }

    private @Nullable Object resolve(
        @Nullable Object size, Map<String, @Nullable Object> variables) {
      return switch (size) {
        case IntValue literal -> literal.getValue();
        case VariableReference reference -> variable(reference.getName(), variables);
        case NullValue _ -> null;
        case null -> null;
        default -> size;
      };
    }

    private @Nullable Object variable(String name, Map<String, @Nullable Object> variables) {
      if (variables.containsKey(name)) {
        return variables.get(name);
      }
      var declared = defaults.get(name);
      return declared == null ? null : declared.value();
    }
  }

  /// What a variable is when the request does not send it.
  record Default(@Nullable Object value) {
    static Map<String, Default> of(OperationDefinition operation) {
      var defaults = new HashMap<String, Default>();
      for (var variable : operation.getVariableDefinitions()) {
        Value<?> value = variable.getDefaultValue();
        defaults.put(
            variable.getName(), new Default(value instanceof IntValue i ? i.getValue() : null));
      }
      return Map.copyOf(defaults);
    }
  }
}
