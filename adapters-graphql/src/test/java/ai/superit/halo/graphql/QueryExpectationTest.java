package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Each query of the folder `queries` gives the answer of the same name in `expectations`. The
/// first line says who asks, and `with deliveries` if some have arrived. Run with
/// `-Dexpectations.write=true` to write answers that are new.
@Order(2)
class QueryExpectationTest {
  private static final Path QUERIES = Path.of("src/test/resources/queries");
  private static final Path EXPECTATIONS = Path.of("src/test/resources/expectations");
  private static final Path DOCUMENTS = Path.of("../docs");
  private static final Path GUIDE = DOCUMENTS.resolve("graphql.md");
  private static final String WHO = "# as ";
  private static final String DELIVERIES = " with deliveries";
  private static final String KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
  private static final String CONNECTION = new GlobalId.OfConnection(World.ACME).encoded();

  /// What queries refer to instead of naming ids themselves.
  static final Map<String, Object> VARIABLES =
      Map.of(
          "connection", CONNECTION,
          "client", World.id(GlobalId.Kind.CLIENT, World.ACME, 1),
          "ticket", World.id(GlobalId.Kind.TICKET, World.ACME, 101),
          "alert", World.ALERT.toString(),
          "input",
              Map.of(
                  "name", "Bolt",
                  "tenantUrl", "bolt.halopsa.example/tickets",
                  "clientId", "app",
                  "clientSecret", "hush"));

  private final JsonMapper json =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @ParameterizedTest
  @MethodSource("names")
  void gives_the_expected_answer(String name) throws IOException {
    var query = query(name);
    var who = query.lines().findFirst().orElseThrow();
    assertThat(who).startsWith(WHO);

    var world = new World();
    if (who.endsWith(DELIVERIES)) {
      SomeDeliveries.arrive(world);
    }

    var caller = World.caller(who.substring(WHO.length()).replace(DELIVERIES, ""));
    var answer = world.ask(caller, query, VARIABLES);

    var written = json.writeValueAsString(answer.toSpecification());
    var expectation = EXPECTATIONS.resolve(name + ".json");
    if (Boolean.getBoolean("expectations.write") && Files.notExists(expectation)) {
      Files.writeString(expectation, written + "\n");
    }
    assertThat(json.readTree(written)).isEqualTo(json.readTree(Files.readString(expectation)));
  }

  @Test
  void proves_every_query_of_the_guide() throws IOException {
    var proven = new ArrayList<String>();
    for (var name : names()) {
      proven.add(Files.readString(QUERIES.resolve(name + ".graphql")).replaceFirst(".*\n", ""));
    }

    assertThat(shown(GUIDE)).isNotEmpty().isSubsetOf(proven);
  }

  record Example(String document, String query) {}

  static List<Example> examples() throws IOException {
    var examples = new ArrayList<Example>();
    try (var files = Files.list(DOCUMENTS)) {
      for (var file : files.filter(each -> !each.equals(GUIDE)).sorted().toList()) {
        var document = file.getFileName().toString();
        shown(file).forEach(query -> examples.add(new Example(document, query)));
      }
    }
    return examples;
  }

  @Test
  void finds_the_examples_of_the_other_documents() throws IOException {
    assertThat(examples())
        .extracting(Example::document)
        .contains(
            "connecting-halo.md",
            "notifications.md",
            "syncing.md",
            "troubleshooting.md",
            "webhooks.md");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void every_other_example_works_as_it_is_shown(Example example) {
    var world = new World();
    SomeDeliveries.arrive(world);
    var registration =
        """
        mutation ($connection: ID!) {
          registerWebhook(connectionId: $connection) { userErrors { message } }
        }
        """;
    assertThat(world.ask(World.MANAGER, registration, VARIABLES).getErrors()).isEmpty();

    var query = example.query();
    var connection = query.contains("startAuthorization") ? toBeAuthorised(world) : CONNECTION;
    var asked =
        query
            .replace("whsec_…", KEY)
            .replace("channelId: \"…\"", "channelId: \"" + signedChannel(world) + '"')
            .replaceAll("\"(ID|…)\"", '"' + connection + '"')
            .replace("name: \"Acme\"", "name: \"Bolt\"");
    var answer = world.ask(World.MANAGER, asked, VARIABLES).toSpecification();

    assertThat(answer).doesNotContainKey("errors");
    assertThat(answer.toString())
        .doesNotContain("userErrors=[{")
        .matches(text -> text.contains("userErrors=[]") == query.contains("userErrors"));
  }

  private static String signedChannel(World world) {
    var addition =
        """
        mutation ($connection: ID!) {
          addAlertChannel(connectionId: $connection, channel: {
            name: "Signed", kind: OUTGOING_WEBHOOK, url: "https://hooks.example/alerts"
          }) { channel { id } }
        }
        """;
    var answer = world.ask(World.MANAGER, addition, VARIABLES);
    return Answers.at(answer, "addAlertChannel", "channel", "id").toString();
  }

  private static String toBeAuthorised(World world) {
    var creation =
        """
        mutation {
          createHaloConnection(input: {
            name: "Consent", tenantUrl: "consent.halopsa.example", clientId: "app",
            grant: AUTHORIZATION_CODE
          }) { connection { id } }
        }
        """;
    var answer = world.ask(World.MANAGER, creation, VARIABLES);
    return Answers.at(answer, "createHaloConnection", "connection", "id").toString();
  }

  private static List<String> shown(Path guide) throws IOException {
    return Pattern.compile("```graphql\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(guide))
        .results()
        .map(query -> query.group(1))
        .toList();
  }

  static String query(String name) throws IOException {
    return Files.readString(QUERIES.resolve(name + ".graphql"));
  }

  static List<String> names() throws IOException {
    try (var files = Files.list(QUERIES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".graphql", ""))
          .sorted()
          .toList();
    }
  }
}
