package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PlannedStrategyTest {
  private static final String SCHEMA =
      """
      type Query { boxes: [Box]! }
      type Box { name: String!, label: String, size: Int!, kind: Kind, lid: Box }
      enum Kind { WOOD PAPER }
      """;

  /// @param size not a number where it is text
  private record Box(String name, Object size, String kind) {}

  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void shows_leaves_and_objects_under_the_names_that_were_asked_for() {
    var answer = ask("{ boxes { a: name size kind lid { name } } }", new Box("A", 1, "WOOD"));

    assertThat(answer.getErrors()).isEmpty();
    assertThat(answer.<Map<String, Object>>getData())
        .isEqualTo(
            Map.of(
                "boxes",
                List.of(Map.of("a", "A", "size", 1, "kind", "WOOD", "lid", Map.of("name", "A")))));
  }

  @Test
  void reads_a_field_that_fails_once_and_tells_where() {
    var answer = ask("{ boxes { name label } }", new Box("A", 1, "WOOD"));

    assertThat(reads).hasValue(1);
    assertThat(answer.getErrors())
        .singleElement()
        .satisfies(error -> assertThat(error.getPath()).isEqualTo(List.of("boxes", 0, "label")));
    assertThat(answer.<Map<String, Object>>getData()).hasToString("{boxes=[{name=A, label=null}]}");
  }

  @Test
  void drops_the_object_whose_value_the_schema_rules_out() {
    var answer =
        ask("{ boxes { name lid { size } } }", new Box("A", "big", "WOOD"), new Box("B", 2, ""));

    assertThat(answer.<Map<String, Object>>getData())
        .hasToString("{boxes=[{name=A, lid=null}, {name=B, lid={size=2}}]}");
    assertThat(answer.getErrors())
        .extracting(error -> error.getPath())
        .containsOnly(List.of("boxes", 0, "lid", "size"));
  }

  @Test
  void leaves_out_what_the_variables_of_each_request_leave_out() {
    var text = "query($with: Boolean!) { boxes { name size @include(if: $with) } }";
    var documents = new Documents(schema(), GraphqlLimits.defaults());

    assertThat(documents.operation(text, null).planned()).isEmpty();
    assertThat(documents.operation("{ boxes { name } }", null).planned()).isPresent();
  }

  @Test
  void keeps_no_plans_for_documents_of_several_operations() {
    var documents = new Documents(schema(), GraphqlLimits.defaults());
    var text = "query A { ...all } query B { ...all } fragment all on Query { boxes { name } }";

    assertThat(documents.operation(text, "A").planned()).isEmpty();
    assertThat(documents.operation(text, "B").planned()).isEmpty();
  }

  @Test
  void weighs_a_document_by_the_fields_that_its_fragments_stand_for() {
    var documents = new Documents(schema(), GraphqlLimits.defaults());
    var fragment = "fragment box on Box { name label size kind }";

    var once = documents.prepare("{ boxes { ...box } } " + fragment);
    var twice = documents.prepare("{ boxes { ...box lid { ...box } } } " + fragment);

    assertThat(once.fields()).isEqualTo(5);
    assertThat(twice.fields()).isEqualTo(10);
    assertThat(twice.weight() - once.weight()).isGreaterThan(5 * 100);
  }

  private ExecutionResult ask(String query, Box... boxes) {
    return GraphQL.newGraphQL(schema(boxes))
        .queryExecutionStrategy(new PlannedStrategy(new FieldFailures()))
        .build()
        .execute(
            ExecutionInput.newExecutionInput(query)
                .graphQLContext(Map.of(Plans.class, new Plans()))
                .build());
  }

  private GraphQLSchema schema(Box... boxes) {
    var registry = GraphQLCodeRegistry.newCodeRegistry();
    DataFetcher<List<Box>> all = _ -> List.of(boxes);
    registry.dataFetcher(FieldCoordinates.coordinates("Query", "boxes"), all);
    new Wiring(registry)
        .type("Box", Box.class)
        .read("name", Box::name)
        .read("size", Box::size)
        .read("kind", Box::kind)
        .read("lid", box -> box)
        .read("label", this::fail);
    return new SchemaGenerator()
        .makeExecutableSchema(
            new SchemaParser().parse(SCHEMA),
            RuntimeWiring.newRuntimeWiring().codeRegistry(registry).build());
  }

  private String fail(Box box) {
    reads.incrementAndGet();
    throw new IllegalStateException("no label on " + box);
  }
}
