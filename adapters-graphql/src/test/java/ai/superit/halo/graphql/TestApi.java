package ai.superit.halo.graphql;

import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The API over a small schema on a server of its own, with a client that talks to it.
final class TestApi implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String SCHEMA =
      """
      type Query {
        hello(name: String): String!
        number(of: Int, kind: Kind): Int
        id(of: ID): ID
        caller: String!
        broken: String
        strictlyBroken: String!
        hidden: String
        slow: String
        wide(size: Int!): String!
        given(input: Input): String
        items(first: Int, last: Int, after: String): ItemConnection!
        shelves: [Shelf!]!
        grid: [[[Shelf]]]
      }
      type Mutation { rename(name: String!): String!, patient(millis: Int!): String! }
      type Subscription { ticks: Int }
      enum Kind { ODD EVEN }
      input Input { text: String, list: [Int], inner: Input }
      type ItemConnection { edges: [ItemEdge!]!, pageInfo: PageInfo! }
      type ItemEdge { node: Item! }
      type PageInfo { hasNextPage: Boolean! }
      type Item { id: ID!, parts(first: Int, last: Int): ItemConnection!, parent: Item }
      type Shelf { id: ID!, shelves: [Shelf!]! }
      """;

  final TokenIssuer issuer;
  private final HttpClient client = HttpClient.newHttpClient();
  final GraphqlApi api;
  private final WebServer server;

  private TestApi(TokenIssuer issuer, GraphqlApi api, WebServer server) {
    this.issuer = issuer;
    this.api = api;
    this.server = server;
  }

  static TestApi start(Path folder) throws IOException {
    return start(folder, GraphqlLimits.defaults());
  }

  static TestApi start(Path folder, GraphqlLimits limits) throws IOException {
    return start(
        folder,
        limits,
        config -> GraphqlApi.serve(config, schema(), RequestContext::new, InstantSource.system()));
  }

  static TestApi start(
      Path folder, GraphqlLimits limits, Function<GraphqlApi.Config, GraphqlApi> open)
      throws IOException {
    var issuer = new TokenIssuer();
    var keys = Files.writeString(folder.resolve("keys.json"), issuer.keys().toString());
    var api =
        open.apply(
            new GraphqlApi.Config(
                TokenIssuer.ISSUER,
                TokenIssuer.AUDIENCE,
                new GraphqlApi.Keys.In(keys),
                limits,
                true));
    var routing = HttpRouting.builder();
    api.register(routing);
    var server = WebServer.builder().host("127.0.0.1").port(0).addRouting(routing).build().start();
    return new TestApi(issuer, api, server);
  }

  /// For tests that wait until the time is up; queries and bodies have half a second.
  static GraphqlLimits impatient(Duration mutation) {
    var all = GraphqlLimits.defaults();
    var input = all.input();
    var brief =
        new GraphqlLimits.Input(
            input.bytes(),
            input.variables(),
            input.listValues(),
            input.nesting(),
            Duration.ofMillis(500));
    return new GraphqlLimits(
        all.document(),
        brief,
        all.answer(),
        all.page(),
        all.nodes(),
        all.listGuess(),
        new GraphqlLimits.Execution(Duration.ofMillis(500), mutation),
        all.streams());
  }

  static GraphQLSchema schema() {
    var wiring =
        RuntimeWiring.newRuntimeWiring()
            .type(
                "Query",
                type ->
                    type.dataFetcher("hello", e -> "Hello " + e.getArgument("name"))
                        .dataFetcher("number", e -> e.getArgument("of"))
                        .dataFetcher("id", e -> e.getArgument("of"))
                        .dataFetcher("given", e -> "" + e.getArgument("input"))
                        .dataFetcher(
                            "caller",
                            e -> RequestContext.of(e).caller(VerifiedToken.class).subject())
                        .dataFetcher("broken", e -> fail())
                        .dataFetcher("strictlyBroken", e -> fail())
                        .dataFetcher(
                            "hidden",
                            e -> {
                              throw new FieldFailure(ErrorCode.FORBIDDEN, "Not for you");
                            })
                        .dataFetcher("slow", e -> waitForLong())
                        .dataFetcher(
                            "wide", e -> "x".repeat(e.<Integer>getArgumentOrDefault("size", 0)))
                        .dataFetcher("items", e -> page())
                        .dataFetcher("shelves", e -> List.of()))
            .type(
                "Mutation",
                type ->
                    type.dataFetcher("rename", e -> e.getArgument("name"))
                        .dataFetcher("patient", e -> waitFor(e.getArgumentOrDefault("millis", 0))))
            .type(
                "Item",
                type -> type.dataFetcher("parts", e -> page()).dataFetcher("parent", e -> null))
            .build();
    return new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(SCHEMA), wiring);
  }

  private static Map<String, Object> page() {
    return Map.of(
        "edges",
        List.of(Map.of("node", Map.of("id", "1"))),
        "pageInfo",
        Map.of("hasNextPage", false));
  }

  private static Object fail() {
    throw new IllegalStateException("select secret from vault");
  }

  private static Object waitForLong() throws InterruptedException {
    new CountDownLatch(1).await();
    return "late";
  }

  private static Object waitFor(int millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    return "done";
  }

  URI address(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  int port() {
    return server.port();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address(path))
        .header("Authorization", "Bearer " + issuer.token());
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Opens a stream of events.
  EventReader events(HttpRequest.Builder request) {
    try {
      var response =
          client.send(
              request.header("Accept", "text/event-stream").build(), BodyHandlers.ofInputStream());
      return new EventReader(response.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> post(String contentType, String accept, String body) {
    return send(
        request("/graphql")
            .header("Content-Type", contentType)
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> query(String document, Map<String, ?> variables) {
    var body = JSON.writeValueAsString(Map.of("query", document, "variables", variables));
    return post("application/json", "application/graphql-response+json", body);
  }

  HttpResponse<String> query(String document) {
    return query(document, Map.of());
  }

  static JsonNode json(HttpResponse<String> response) {
    return JSON.readTree(response.body());
  }

  static JsonNode error(HttpResponse<String> response) {
    return json(response).path("errors").path(0);
  }

  static String limit(HttpResponse<String> response) {
    return error(response).path("extensions").path("limit").asString("");
  }

  static String code(HttpResponse<String> response) {
    return error(response).path("extensions").path("code").asString("");
  }

  @Override
  public void close() {
    api.close();
    server.stop();
    client.close();
  }
}
