package ai.superit.halo.graphql;

import ai.superit.halo.application.Part;
import ai.superit.halo.application.ticket.TicketContext;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.TypeName;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The parts of records that a valid document asks for, so that all that is read for one request
/// holds the same parts. A field that is named nowhere here takes the rest of its record. What is
/// asked of the tickets around another one is known apart, since there are many of them.
///
/// @param anywhere in the document
/// @param ofContext the same, but for the lists of tickets
record AskedParts(Set<Part> anywhere, TicketContext.Parts ofContext) {
  private static final String OPEN = "openTickets";
  private static final String EARLIER = "earlierTickets";

  static AskedParts of(GraphQLSchema schema, Document document) {
    var all = new Walk(schema, document);
    for (var operation : document.getDefinitionsOfType(OperationDefinition.class)) {
      all.below(operation.getSelectionSet(), root(schema, operation));
    }
    return new AskedParts(
        all.found, new TicketContext.Parts(all.found, all.of(OPEN), all.of(EARLIER)));
  }

  private static @Nullable GraphQLType root(GraphQLSchema schema, OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> schema.getMutationType();
      case SUBSCRIPTION -> schema.getSubscriptionType();
    };
  }

  /// Finds the parts that selections ask for. What a fragment asks for is found where it is spread
  /// first, and is the same wherever it is spread again.
  private static final class Walk {
    private static final Set<String> LISTS = Set.of(OPEN, EARLIER);

    private static final Set<String> OF_ANY_RECORD =
        Set.of("id", "connectionId", "number", "__typename");

    private static final Map<String, Part> OF_TICKET =
        Map.ofEntries(
            Map.entry("details", Part.TICKET_DETAILS),
            Map.entry("client", Part.TICKET_PARTIES),
            Map.entry("site", Part.TICKET_PARTIES),
            Map.entry("contact", Part.TICKET_PARTIES),
            Map.entry("status", Part.TICKET_STATE),
            Map.entry("priority", Part.TICKET_STATE),
            Map.entry("closed", Part.TICKET_STATE),
            Map.entry("openedAt", Part.TICKET_TIMES),
            Map.entry("updatedAt", Part.TICKET_TIMES),
            Map.entry("closedAt", Part.TICKET_TIMES),
            Map.entry("team", Part.TICKET_ROUTE),
            Map.entry("routing", Part.TICKET_ROUTE));

    /// The fields that need nothing but what is always read of their record.
    private static final Map<String, Set<String>> ALWAYS_READ =
        Map.of(
            "Ticket", Set.of("summary", "assets", "notes", "attachments"),
            "Asset",
                Set.of(
                    "tag", "name", "typeName", "client", "site", "parents", "children", "tickets"),
            "Client", Set.of("name", "sites", "contacts", "tickets", "assets", "invoices"),
            "Site", Set.of("name", "client"),
            "Contact", Set.of("name", "email", "phone"));

    private final GraphQLSchema schema;
    private final Map<String, FragmentDefinition> fragments;
    private final Set<Part> found = EnumSet.noneOf(Part.class);
    private final Set<String> spread = new HashSet<>();

    /// Of the lists of a context.
    private final Map<String, Walk> apart = new HashMap<>();

    Walk(GraphQLSchema schema, Document document) {
      this(
          schema,
          document.getDefinitionsOfType(FragmentDefinition.class).stream()
              .collect(Collectors.toMap(FragmentDefinition::getName, fragment -> fragment)));
    }

    private Walk(GraphQLSchema schema, Map<String, FragmentDefinition> fragments) {
      this.schema = schema;
      this.fragments = fragments;
    }

    Set<Part> of(String field) {
      var walk = apart.get(field);
      return walk == null ? Set.of() : walk.found;
    }

    void below(@Nullable SelectionSet selections, @Nullable GraphQLType parent) {
      if (selections != null) {
        for (Selection<?> selection : selections.getSelections()) {
          at(selection, parent);
        }
      }
    }

    private void at(Selection<?> selection, @Nullable GraphQLType parent) {
      if (selection instanceof InlineFragment inline) {
        var condition = inline.getTypeCondition();
        below(inline.getSelectionSet(), condition == null ? parent : type(condition));
      } else if (selection instanceof FragmentSpread named) {
        var fragment = fragments.get(named.getName());
        if (fragment != null && spread.add(named.getName())) {
          below(fragment.getSelectionSet(), type(fragment.getTypeCondition()));
        }
      } else if (selection instanceof Field field
          && parent instanceof GraphQLFieldsContainer type) {
        at(field, type);
      }
    }

    private void at(Field field, GraphQLFieldsContainer parent) {
      take(parent.getName(), field.getName());
      var definition = parent.getFieldDefinition(field.getName());
      if (definition != null) {
        var type = GraphQLTypeUtil.unwrapAll(definition.getType());
        below(field.getSelectionSet(), type);
        if (parent.getName().equals("TicketContext") && LISTS.contains(field.getName())) {
          apart
              .computeIfAbsent(field.getName(), _ -> new Walk(schema, fragments))
              .below(field.getSelectionSet(), type);
        }
      }
    }

    private @Nullable GraphQLType type(TypeName name) {
      return schema.getType(name.getName());
    }

    private void take(String type, String field) {
      if (field.equals("provenance")) {
        found.add(Part.PROVENANCE);
      } else if (!OF_ANY_RECORD.contains(field)
          && !ALWAYS_READ.getOrDefault(type, Set.of()).contains(field)) {
        switch (type) {
          case "Ticket" -> found.add(OF_TICKET.getOrDefault(field, Part.TICKET_REST));
          case "Asset" -> found.add(Part.ASSET_REST);
          case "Client", "Site", "Contact" -> found.add(Part.PARTY_REST);
          // Its cursors say when their tickets were opened or changed.
          case "TicketConnection" -> found.add(Part.TICKET_TIMES);
          // Found by what the ticket says of them.
          case "TicketContext" -> found.add(Part.TICKET_PARTIES);
          default -> {}
        }
      }
    }
  }
}
