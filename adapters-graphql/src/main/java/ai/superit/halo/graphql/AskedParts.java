package ai.superit.halo.graphql;

import ai.superit.halo.application.Part;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The parts of records that a valid document asks for, wherever in it, so that all that is read
/// for one request holds the same parts. A field that is named nowhere here takes the rest of its
/// record.
final class AskedParts {
  private static final Set<String> OF_ANY_RECORD =
      Set.of("id", "connectionId", "number", "__typename");

  private static final Set<String> OF_TICKET =
      Set.of(
          "summary",
          "status",
          "priority",
          "closed",
          "openedAt",
          "updatedAt",
          "closedAt",
          "client",
          "site",
          "contact",
          "assets",
          "notes",
          "attachments");

  private static final Set<String> OF_ASSET =
      Set.of("tag", "name", "typeName", "client", "site", "parents", "children", "tickets");

  private static final Map<String, Set<String>> OF_PARTY =
      Map.of(
          "Client", Set.of("name", "sites", "contacts", "tickets", "assets", "invoices"),
          "Site", Set.of("name", "client"),
          "Contact", Set.of("name", "email", "phone"));

  private final GraphQLSchema schema;
  private final Set<Part> found = EnumSet.noneOf(Part.class);

  private AskedParts(GraphQLSchema schema) {
    this.schema = schema;
  }

  static AskedParts of(GraphQLSchema schema, Document document) {
    var asked = new AskedParts(schema);
    document
        .getDefinitionsOfType(OperationDefinition.class)
        .forEach(operation -> asked.below(operation.getSelectionSet(), root(schema, operation)));
    document
        .getDefinitionsOfType(FragmentDefinition.class)
        .forEach(fragment ->
            asked.below(fragment.getSelectionSet(), asked.type(fragment.getTypeCondition())));
    return asked;
  }

  Set<Part> parts() {
    return Collections.unmodifiableSet(found);
  }

  private static @Nullable GraphQLType root(GraphQLSchema schema, OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> schema.getMutationType();
      case SUBSCRIPTION -> schema.getSubscriptionType();
    };
  }

  private @Nullable GraphQLType type(TypeName name) {
    return schema.getType(name.getName());
  }

  private void below(@Nullable SelectionSet selections, @Nullable GraphQLType parent) {
    if (selections != null) {
      for (Selection<?> selection : selections.getSelections()) {
        below(selection, parent);
      }
    }
  }

  private void below(Selection<?> selection, @Nullable GraphQLType parent) {
    if (selection instanceof InlineFragment inline) {
      var condition = inline.getTypeCondition();
      below(inline.getSelectionSet(), condition == null ? parent : type(condition));
    } else if (selection instanceof Field field && parent instanceof GraphQLFieldsContainer type) {
      take(type.getName(), field.getName());
      var definition = type.getFieldDefinition(field.getName());
      if (definition != null) {
        below(field.getSelectionSet(), GraphQLTypeUtil.unwrapAll(definition.getType()));
      }
    }
  }

  private void take(String type, String field) {
    if (field.equals("provenance")) {
      found.add(Part.PROVENANCE);
    } else if (!OF_ANY_RECORD.contains(field)) {
      switch (type) {
        case "Ticket" -> takeOfTicket(field);
        case "Asset" -> takeUnless(OF_ASSET.contains(field), Part.ASSET_REST);
        case "Client", "Site", "Contact" ->
            takeUnless(OF_PARTY.getOrDefault(type, Set.of()).contains(field), Part.PARTY_REST);
        default -> {}
      }
    }
  }

  private void takeOfTicket(String field) {
    switch (field) {
      case "details" -> found.add(Part.TICKET_DETAILS);
      case "team", "routing" -> found.add(Part.TICKET_ROUTE);
      default -> takeUnless(OF_TICKET.contains(field), Part.TICKET_REST);
    }
  }

  private void takeUnless(boolean always, Part part) {
    if (!always) {
      found.add(part);
    }
  }
}
