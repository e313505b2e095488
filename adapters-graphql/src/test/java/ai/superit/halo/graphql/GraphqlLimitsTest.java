package ai.superit.halo.graphql;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import graphql.schema.DataFetcher;
import graphql.schema.FieldCoordinates;
import graphql.schema.GraphQLSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GraphqlLimitsTest {
  private final AtomicInteger fetched = new AtomicInteger();
  private TestApi api;
  private TestApi impatient;

  @BeforeAll
  void start(@TempDir Path folder, @TempDir Path other) throws Exception {
    api =
        TestApi.start(
            folder,
            GraphqlLimits.defaults(),
            config ->
                GraphqlApi.serve(
                    config,
                    counted(TestApi.schema()),
                    RequestContext::new,
                    InstantSource.system()));
    impatient = TestApi.start(other, TestApi.impatient(Duration.ofSeconds(10)));
  }

  @AfterAll
  void stop() {
    impatient.close();
    api.close();
  }

  @BeforeEach
  void begin_to_count() {
    fetched.set(0);
  }

  /// Whose fetchers of queries and mutations tell that they were called.
  private GraphQLSchema counted(GraphQLSchema schema) {
    var code = schema.getCodeRegistry();
    var roots = List.of(schema.getQueryType(), schema.getMutationType());
    var counting =
        code.transform(registry ->
            roots.forEach(root ->
                root.getFieldDefinitions()
                    .forEach(field ->
                        registry.dataFetcher(
                            FieldCoordinates.coordinates(root, field),
                            counting(code.getDataFetcher(root, field))))));
    return schema.transform(changed -> changed.codeRegistry(counting));
  }

  private DataFetcher<?> counting(DataFetcher<?> fetcher) {
    return environment -> {
      fetched.incrementAndGet();
      return fetcher.get(environment);
    };
  }

  static Stream<Arguments> tooMuch() {
    return Stream.of(
        Arguments.of("characters", "{ hello } #" + "x".repeat(20_000)),
        Arguments.of("tokens", "{ " + "hello ".repeat(2_001) + "}"),
        Arguments.of("tokens", many(667, i -> "query q" + i + " { hello } ")),
        Arguments.of("nesting", "{ " + nested(101, "parent") + " }"),
        Arguments.of("nesting", "{ given(input: " + nestedInput(21) + ") }"),
        Arguments.of("nesting", "{ number(of: " + "[".repeat(900) + "]".repeat(900) + ") }"),
        Arguments.of("depth", items(nested(7, "parent"))),
        Arguments.of("aliases", "{ " + many(31, i -> "a" + i + ": id ") + "}"),
        Arguments.of("rootFields", "{ " + many(21, i -> "hello ") + "}"),
        Arguments.of("repeats", items("id ".repeat(31))),
        Arguments.of("rootFields", "{ " + "hello ".repeat(1_000) + "}"),
        Arguments.of("directives", "{ hello " + "@skip(if: false) ".repeat(31) + "}"),
        Arguments.of("directives", "{ hello " + "@unknown ".repeat(900) + "}"),
        Arguments.of("fields", bomb(16)),
        Arguments.of("fields", bomb(40)),
        Arguments.of(
            "fragments",
            "{ ...A } fragment A on Query { hello ...B } fragment B on Query" + " { hello ...A }"),
        Arguments.of("variables", "query(" + many(101, i -> "$v" + i + ": Int ") + ") { hello }"),
        Arguments.of(
            "cost",
            pages(
                "a: parts(last: 100) { edges { node { id } } } "
                    + "b: parts(first: 1) { edges { node { id } } }")),
        Arguments.of("cost", "{ grid { shelves { shelves { id } } } }"),
        Arguments.of(
            "introspection",
            "{ " + many(10, i -> "a" + i + ": __schema" + " { types { name } } ") + "}"),
        Arguments.of(
            "introspection",
            "{ __schema { types { fields { type { fields { type {"
                + " fields { name } } } } } } } }"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tooMuch")
  void names_the_limit_that_a_document_is_over(String limit, String document) {
    var response = api.query(document);

    assertThat(response.body()).hasSizeLessThan(4_096);
    assertThat(TestApi.limit(response)).as(response.body()).isEqualTo(limit);
    assertThat(TestApi.code(response)).isEqualTo("BAD_REQUEST");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(fetched).hasValue(0);
  }

  @Test
  void says_which_value_was_found_and_which_is_allowed() {
    var response = api.query("{ " + many(31, i -> "a" + i + ": id ") + "}");

    assertThat(TestApi.error(response).path("message").asString())
        .isEqualTo("Over the limit \"aliases\": the number of aliases is 31, allowed is 30");
  }

  @Test
  void refuses_a_limit_also_under_the_older_media_type() {
    var body = "{\"query\":\"{ " + "hello ".repeat(21) + "}\"}";
    var response = api.post("application/json", "application/json", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestApi.limit(response)).isEqualTo("rootFields");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(first: 0)",
        "(first: 101)",
        "(first: -1)",
        "(last: 101)",
        "(first: 1, last: 1)",
        "(first: null)",
        "(after: \"x\")"
      })
  void asks_for_one_page_size_within_bounds(String arguments) {
    var response = api.query("{ items" + arguments + " { edges { node { id } } } }");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestApi.limit(response)).isEqualTo("page");
    assertThat(fetched).hasValue(0);
  }

  static Stream<Arguments> pageSizes() {
    return Stream.of(
        Arguments.of(Map.of("n", 100), 200),
        Arguments.of(Map.of("n", 101), 400),
        Arguments.of(Map.of("n", Long.MAX_VALUE), 400),
        Arguments.of(Map.of("n", "1"), 400),
        Arguments.of(Collections.singletonMap("n", null), 400),
        Arguments.of(Map.of(), 200));
  }

  @ParameterizedTest
  @MethodSource("pageSizes")
  void checks_page_sizes_sent_as_variables(Map<String, Object> variables, int status) {
    var document = "query($n: Int = 5) { items(first: $n) { edges { node { id } } } }";

    assertThat(api.query(document, variables).statusCode()).isEqualTo(status);
    assertThat(fetched).hasValue(status == 200 ? 1 : 0);
  }

  static Stream<Arguments> variables() {
    return Stream.of(
        Arguments.of("variables", Map.of("v", 1), 101),
        Arguments.of("listValues", Map.of("v", Collections.nCopies(1_001, 1)), 1),
        Arguments.of("nesting", Map.of("v", deep(21)), 1),
        Arguments.of("nesting", Map.of("v", deep(150)), 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variables")
  void limits_variables(String limit, Map<String, Object> value, int times) {
    var variables =
        IntStream.range(0, times).boxed().collect(Collectors.toMap(i -> "v" + i, i -> value));
    var response = api.query("{ hello }", variables);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestApi.limit(response)).isEqualTo(limit);
    assertThat(fetched).hasValue(0);
  }

  @Test
  void allows_what_is_just_within_the_limits() {
    assertThat(api.query("{ " + many(20, i -> "a" + i + ": id ") + "}").statusCode())
        .isEqualTo(200);
    assertThat(api.query(items(nested(5, "parent"))).statusCode()).isEqualTo(200);
    assertThat(api.query("{ items(last: 100) { edges { node { id } } } }").statusCode())
        .isEqualTo(200);
    assertThat(api.query(pages("parts(last: 100) { edges { node { id } } }")).statusCode())
        .isEqualTo(200);
  }

  @Test
  void allows_the_introspection_that_tools_send() {
    var response = api.query(graphql.introspection.IntrospectionQuery.INTROSPECTION_QUERY);

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(TestApi.json(response).has("errors")).isFalse();
  }

  @Test
  void stops_an_execution_that_takes_too_long() {
    var response = impatient.query("{ slow }");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(TestApi.limit(response)).isEqualTo("time");
    assertThat(TestApi.code(response)).isEqualTo("BAD_REQUEST");
    assertThat(TestApi.error(response).path("message").asString())
        .contains("took too long and was broken off");
  }

  @Test
  void does_not_log_what_it_stops_as_an_error() {
    var logged = new ListAppender<ILoggingEvent>();
    var errors = Loggers.of(InternalErrors.class.getName());
    logged.start();
    errors.addAppender(logged);

    impatient.query("{ slow }");
    errors.detachAppender(logged);

    assertThat(logged.list) // other tests log their own errors meanwhile
        .filteredOn(event -> event.getFormattedMessage().contains("/slow"))
        .isEmpty();
  }

  @Test
  void gives_mutations_longer_than_queries() {
    var inTime = impatient.query("mutation { patient(millis: 800) }");

    assertThat(inTime.statusCode()).as(inTime.body()).isEqualTo(200);
  }

  @Test
  void stops_a_mutation_that_takes_too_long(@TempDir Path folder) throws IOException {
    try (var hurried = TestApi.start(folder, TestApi.impatient(Duration.ofSeconds(1)))) {
      var late = hurried.query("mutation { patient(millis: 60000) }");

      assertThat(late.statusCode()).isEqualTo(503);
      assertThat(TestApi.error(late).path("message").asString()).contains("allowed is 1000 ms");
    }
  }

  @Test
  void does_not_send_an_oversized_answer() {
    var response = api.query("{ wide(size: 5000000) }");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TestApi.limit(response)).isEqualTo("answer");
  }

  @Test
  void refuses_bombs_and_overlaps_quickly() {
    var schema = TestApi.schema();
    var documents = new Documents(schema, GraphqlLimits.defaults());
    var overlaps = "{ " + many(180, i -> "...on Query{ hello(name: \"" + i + "\") }") + "}";
    for (var document : List.of(bomb(40), overlaps)) {
      long fastest = Long.MAX_VALUE;
      for (int i = 0; i < 20; i++) {
        long start = System.nanoTime();
        refused(documents, document);
        fastest = Math.min(fastest, System.nanoTime() - start);
      }
      assertThat(Duration.ofNanos(fastest)).isLessThan(Duration.ofMillis(50));
    }
  }

  @Test
  void a_document_is_prepared_once() {
    var documents = new Documents(TestApi.schema(), GraphqlLimits.defaults());
    var first = documents.operation("{ hello }", null);

    var again = documents.operation(String.join(" ", "{", "hello", "}"), null);

    assertThat(again).isSameAs(first);
    assertThat(documents.operation("{ caller }", null)).isNotSameAs(first);
  }

  private static void refused(Documents documents, String document) {
    try {
      documents.operation(document, null);
    } catch (Refusal | InvalidRequest e) {
      return;
    }
    throw new AssertionError("accepted");
  }

  private static String many(int times, java.util.function.IntFunction<String> each) {
    return IntStream.range(0, times).mapToObj(each).collect(Collectors.joining());
  }

  private static String items(String inner) {
    return "{ items(first: 1) { edges { node { " + inner + " } } } }";
  }

  private static String pages(String inner) {
    return "{ items(first: 100) { edges { node { " + inner + " } } } }";
  }

  private static String nested(int depth, String field) {
    return (field + " { ").repeat(depth) + "id" + " }".repeat(depth);
  }

  private static String nestedInput(int depth) {
    return "{inner: ".repeat(depth) + "{}" + "}".repeat(depth);
  }

  private static Map<String, Object> deep(int depth) {
    Map<String, Object> value = Map.of();
    for (int i = 0; i < depth; i++) {
      value = Map.of("inner", value);
    }
    return value;
  }

  private static String bomb(int depth) {
    var fragments =
        many(
            depth, i -> "fragment F" + i + " on Query { ...F" + (i + 1) + " ...F" + (i + 1) + " }");
    return "{ ...F0 } " + fragments + " fragment F" + depth + " on Query { hello }";
  }
}
