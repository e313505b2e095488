package ai.superit.halo.graphql;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLInterfaceType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLNamedType;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductSchemaTest {
  private static final Path REVIEWED = Path.of("src/test/resources/schema.reviewed.graphqls");
  private static final List<String> STANDARD = List.of("Boolean", "Float", "ID", "Int", "String");

  private final GraphQLSchema schema = ProductSchema.create();

  /// A secret that was made for a person to type into Halo, in the answer that makes it.
  private static final List<String> SHOWN_ONCE =
      List.of(
          "AddAlertChannelPayload.secret",
          "PrepareWebhookByHandPayload.secret",
          "RotateAlertChannelSecretPayload.secret");

  @Test
  void ties_every_field_to_code() {
    var untied =
        ours()
            .filter(GraphQLObjectType.class::isInstance)
            .map(GraphQLObjectType.class::cast)
            .flatMap(type ->
                type.getFieldDefinitions().stream()
                    .filter(field -> !isTied(type, field))
                    .map(field -> type.getName() + "." + field.getName()));

    assertThat(untied).isEmpty();
  }

  @Test
  void describes_every_element() {
    var undescribed =
        ours()
            .flatMap(ProductSchemaTest::withParts)
            .filter(
                element -> element.getDescription() == null || element.getDescription().isBlank())
            .map(GraphQLNamedSchemaElement::getName);

    assertThat(undescribed).isEmpty();
  }

  /// Programs that hand answers to a language model read this.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Ticket.summary",
        "Ticket.details",
        "Ticket.category",
        "Note.text",
        "Note.html",
        "Note.originalHtml",
        "Note.author",
        "Note.kind",
        "Attachment.name",
        "Client.name",
        "Site.name",
        "Contact.name",
        "Asset.name",
        "Delivery.beginning",
        "Delivery.events",
        "Delivery.headers",
        "DeadLetter.beginning",
        "KeptHeader.value",
        "DeliveryPreview.headers",
        "EventCount.event",
        "RejectedRow.key",
        "RejectedRow.raw"
      })
  void marks_what_strangers_wrote_as_untrusted(String field) {
    var name = field.split("\\.", 2);
    var type = requireNonNull(schema.getObjectType(name[0]), field);
    var definition = requireNonNull(type.getFieldDefinition(name[1]), field);

    assertThat(definition.getDescription())
        .containsAnyOf("ntrusted", "Anybody may have written it");
  }

  @Test
  void has_no_field_from_which_a_secret_could_be_read() {
    var telling =
        ours()
            .filter(GraphQLObjectType.class::isInstance)
            .map(GraphQLObjectType.class::cast)
            .filter(type -> !type.getName().equals("Mutation"))
            .flatMap(type ->
                type.getFieldDefinitions().stream()
                    .map(GraphQLFieldDefinition::getName)
                    .filter(name -> name.matches("(?i).*(secret|password|token).*"))
                    .map(name -> type.getName() + "." + name));

    assertThat(telling).containsExactlyElementsOf(SHOWN_ONCE);
  }

  /// Run with `-Dschema.review=true` to take the schema as it is for reviewed.
  @Test
  void is_the_schema_that_was_reviewed() throws IOException {
    var options =
        SchemaPrinter.Options.defaultOptions()
            .includeDirectives(directive -> directive.equals("deprecated"))
            .includeDirectiveDefinitions(false)
            .includeScalarTypes(true);
    var printed = new SchemaPrinter(options).print(schema);
    if (Boolean.getBoolean("schema.review")) {
      Files.writeString(REVIEWED, printed);
    }

    assertThat(printed).isEqualTo(Files.readString(REVIEWED));
  }

  private boolean isTied(GraphQLObjectType type, GraphQLFieldDefinition field) {
    var fetcher =
        schema.getCodeRegistry().getDataFetcher(FieldCoordinates.coordinates(type, field), field);
    return fetcher.getClass().getName().startsWith(Wiring.class.getName());
  }

  private Stream<GraphQLNamedType> ours() {
    return schema.getAllTypesAsList().stream()
        .filter(type -> !type.getName().startsWith("__") && !STANDARD.contains(type.getName()));
  }

  private static Stream<GraphQLNamedSchemaElement> withParts(GraphQLNamedType type) {
    return Stream.concat(Stream.of(type), parts(type));
  }

  private static Stream<? extends GraphQLNamedSchemaElement> parts(GraphQLNamedType type) {
    return switch (type) {
      case GraphQLObjectType object -> object.getFieldDefinitions().stream().flatMap(f -> with(f));
      case GraphQLInterfaceType face -> face.getFieldDefinitions().stream().flatMap(f -> with(f));
      case GraphQLInputObjectType input -> input.getFieldDefinitions().stream();
      case GraphQLEnumType choice -> choice.getValues().stream();
      default -> Stream.of();
    };
  }

  private static Stream<GraphQLNamedSchemaElement> with(GraphQLFieldDefinition field) {
    return Stream.concat(Stream.of(field), field.getArguments().stream());
  }
}
