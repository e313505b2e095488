package ai.superit.halo.graphql;

import graphql.language.Argument;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLCompositeType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLList;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the lists that a valid operation asks for, once per document.
final class PageSizes {
  private final GraphQLSchema schema;
  private final Map<String, FragmentDefinition> fragments;
  private final Map<String, ListSize.Default> variables;

  private PageSizes(
      GraphQLSchema schema,
      Map<String, FragmentDefinition> fragments,
      Map<String, ListSize.Default> variables) {
    this.schema = schema;
    this.fragments = fragments;
    this.variables = variables;
  }

  static List<ListSize> of(
      GraphQLSchema schema,
      Map<String, FragmentDefinition> fragments,
      OperationDefinition operation) {
    var root =
        switch (operation.getOperation()) {
          case QUERY -> schema.getQueryType();
          case MUTATION -> schema.getMutationType();
          case SUBSCRIPTION -> schema.getSubscriptionType();
        };
    var sizes = new PageSizes(schema, fragments, ListSize.Default.of(operation));
    var found = new ArrayList<ListSize>();
    sizes.collect(operation.getSelectionSet(), Objects.requireNonNull(root), false, found);
    return List.copyOf(found);
  }

  private void collect(
      @Nullable SelectionSet selections,
      GraphQLCompositeType parent,
      boolean inPage,
      List<ListSize> found) {
    if (selections != null) {
      for (Selection<?> selection : selections.getSelections()) {
        collect(selection, parent, inPage, found);
      }
    }
  }

  private void collect(
      Selection<?> selection, GraphQLCompositeType parent, boolean inPage, List<ListSize> found) {
    switch (selection) {
      case Field field when parent instanceof GraphQLFieldsContainer container -> {
        var definition = container.getFieldDefinition(field.getName());
        if (definition != null) {
          collect(field, definition, inPage, found);
        }
      }
      case InlineFragment inline ->
          collect(
              inline.getSelectionSet(), narrowed(inline.getTypeCondition(), parent), inPage, found);
      case FragmentSpread spread -> {
        var fragment = fragments.get(spread.getName());
        if (fragment != null) {
          var type = narrowed(fragment.getTypeCondition(), parent);
          collect(fragment.getSelectionSet(), type, inPage, found);
        }
      }
      default -> {}
    }
  }

  private void collect(
      Field field, GraphQLFieldDefinition definition, boolean inPage, List<ListSize> found) {
    if (!(GraphQLTypeUtil.unwrapAll(definition.getType()) instanceof GraphQLCompositeType type)) {
      return;
    }
    boolean paged = definition.getArgument("first") != null;
    int lists = inPage ? 0 : lists(definition.getType());
    if (!paged && lists == 0) {
      collect(field.getSelectionSet(), type, false, found);
      return;
    }
    var inner = new ArrayList<ListSize>();
    collect(field.getSelectionSet(), type, paged, inner);
    found.add(
        paged
            ? new ListSize.Page(
                field.getName(),
                argument(field, definition, "first"),
                argument(field, definition, "last"),
                variables,
                List.copyOf(inner))
            : new ListSize.Unpaged(lists, List.copyOf(inner)));
  }

  private static @Nullable Object argument(
      Field field, GraphQLFieldDefinition definition, String name) {
    for (Argument argument : field.getArguments()) {
      if (argument.getName().equals(name)) {
        return argument.getValue();
      }
    }
    var declared = definition.getArgument(name);
    return declared == null ? null : declared.getArgumentDefaultValue().getValue();
  }

  private GraphQLCompositeType narrowed(@Nullable TypeName condition, GraphQLCompositeType parent) {
    var type = condition == null ? null : schema.getType(condition.getName());
    return type instanceof GraphQLCompositeType composite ? composite : parent;
  }

  private static int lists(GraphQLType type) {
    int lists = 0;
    for (var t = type; GraphQLTypeUtil.isWrapped(t); t = GraphQLTypeUtil.unwrapOne(t)) {
      lists += t instanceof GraphQLList ? 1 : 0;
    }
    return lists;
  }
}
