package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The first evening of a newcomer, in one process of its own, from the command to a changed
/// ticket.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Order(9)
class DemoPathTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private static Path folder;

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final int PORT = TestPorts.next();
  private static ServiceProcess demo;
  private static JsonNode ready;

  @BeforeAll
  static void starts_the_demo() {
    var began = System.nanoTime();
    demo = start("demo.log");
    ready = awaitReady(demo);
    System.out.printf("the first start took %d ms%n", millisSince(began));
  }

  private static long millisSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  @AfterAll
  static void ends_the_demo() {
    demo.close();
    CLIENT.shutdownNow();
  }

  private static ServiceProcess start(String output) {
    return ServiceProcess.start(
        folder.resolve(output),
        "demo",
        "--data",
        folder.resolve("data").toString(),
        "--port",
        Integer.toString(PORT),
        "--ready-file",
        folder.resolve("ready.json").toString());
  }

  private static JsonNode awaitReady(ServiceProcess process) {
    var file = folder.resolve("ready.json");
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          assertThat(process.isAlive()).as(process::printed).isTrue();
          return Files.exists(file);
        });
    return JSON.readTree(file.toFile());
  }

  private static String token(String role) {
    return ready.at("/tokens/" + role).asString();
  }

  private static HttpResponse<String> post(String address, String token, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static JsonNode ask(String role, String query, Map<String, ?> variables)
      throws IOException, InterruptedException {
    var body = JSON.writeValueAsString(Map.of("query", query, "variables", variables));
    return JSON.readTree(post(ready.path("graphql").asString(), token(role), body).body());
  }

  @Test
  @Order(1)
  void the_three_pasted_queries_answer() throws Exception {
    for (var query : ready.path("queries")) {
      var answer = ask("manager", query.asString(), Map.of());

      assertThat(answer.has("errors")).as(answer.toPrettyString()).isFalse();
      assertThat(answer.at("/data").propertyStream().findFirst().orElseThrow().getValue().isNull())
          .isFalse();
      assertThat(demo.printed()).contains(query.asString().strip());
    }
  }

  /// Before any test changes something.
  @Test
  @Order(1)
  void the_tenant_changes_by_itself() throws Exception {
    var before = applied();

    await().atMost(Duration.ofSeconds(30)).until(() -> applied() >= before + 3);
  }

  private static long applied() throws IOException, InterruptedException {
    var query = "query($id: ID!) { mirrorStatus(connectionId: $id) { inbox { applied } } }";
    return ask("manager", query, Map.of("id", ready.path("connectionId").asString()))
        .at("/data/mirrorStatus/inbox/applied")
        .asLong();
  }

  @Test
  @Order(2)
  void each_of_three_teams_has_clients_and_some_clients_have_no_team() throws Exception {
    var query = "{ clients(first: 100) { edges { node { link { teamKey } } } } }";

    var teams =
        ask("manager", query, Map.of())
            .at("/data/clients/edges")
            .valueStream()
            .map(edge -> edge.at("/node/link/teamKey").asString(""))
            .toList();

    assertThat(Set.copyOf(teams))
        .containsExactlyInAnyOrder("service-desk", "infrastructure", "projects", "");
  }

  @Test
  @Order(2)
  void every_address_that_it_tells_answers() throws Exception {
    var graphiql = get(ready.path("graphiql").asString());
    var viewer = ask("assistant", "{ viewer { role } }", Map.of()).at("/data/viewer/role");
    var webhook = ready.path("webhook").asString();

    assertThat(graphiql.statusCode()).isEqualTo(200);
    assertThat(graphiql.headers().firstValue("Content-Type").orElseThrow()).contains("text/html");
    assertThat(viewer.asString()).isEqualTo("ASSISTANT");
    assertThat(databaseSays("select 1")).isEqualTo("1");
    assertThat(webhook)
        .endsWith("/webhooks/halo/" + databaseSays("select connection_id from halo.connection"));
    assertThat(demo.printed()).contains("webhook    " + webhook + "\n");
  }

  private static String databaseSays(String sql) throws SQLException {
    var url = ready.path("database").asString();
    try (var connection = DriverManager.getConnection(url, "postgres", "");
        var statement = connection.createStatement();
        var row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  @Order(2)
  void the_mirror_has_what_the_tenant_has() throws Exception {
    var answer = ask("manager", ready.path("queries").path(2).asString(), Map.of());

    var runs = answer.at("/data/mirrorStatus/runs");
    for (var resource : List.of("CLIENTS", "SITES", "CONTACTS", "ASSETS", "TICKETS", "INVOICES")) {
      var run = runs.valueStream().filter(each -> isOf(resource, each)).findFirst().orElseThrow();
      assertThat(run.path("state").asString()).isEqualTo("COMPLETE");
      assertThat(run.at("/tally/distinct")).isEqualTo(run.at("/tally/expected"));
    }
    assertThat(runs.valueStream().filter(run -> isOf("TICKETS", run)))
        .singleElement()
        .extracting(run -> run.at("/tally/expected").asInt())
        .isEqualTo(5_000);
  }

  private static boolean isOf(String resource, JsonNode run) {
    return run.path("resource").asString().equals(resource);
  }

  @Test
  @Order(3)
  void a_change_in_the_tenant_shows_within_seconds() throws Exception {
    var found =
        ask("manager", "{ tickets(first: 1) { edges { node { id number } } } }", Map.of())
            .at("/data/tickets/edges/0/node");

    var changed =
        post(
            ready.path("simulatorControl").asString() + "/tickets/" + found.path("number").asInt(),
            "none",
            "{\"summary\":\"Seen within seconds\"}");

    assertThat(changed.statusCode()).as(changed.body()).isBetween(200, 299);
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> summary(found.path("id").asString()).equals("Seen within seconds"));
  }

  /// What the product promises to people: from the change in the tenant, made through the
  /// simulator's control surface, to the answer of GraphQL.
  @Test
  @Order(3)
  void a_change_shows_within_a_second_at_the_median() throws Exception {
    var tickets =
        ask("manager", "{ tickets(first: 20) { edges { node { id number } } } }", Map.of())
            .at("/data/tickets/edges");
    var millis = new ArrayList<Long>();

    for (var edge : tickets) {
      millis.add(millisUntilSeen(edge.path("node"), "Change " + millis.size()));
    }

    Collections.sort(millis);
    System.out.printf(
        "%d changes were seen after %d ms at the median, %d ms at the slowest%n",
        millis.size(), millis.get(millis.size() / 2), millis.getLast());
    assertThat(millis).hasSize(20);
    assertThat(millis.get(millis.size() / 2)).isLessThan(1_000);
  }

  private static long millisUntilSeen(JsonNode ticket, String summary) throws Exception {
    var began = System.nanoTime();
    var changed =
        post(
            ready.path("simulatorControl").asString() + "/tickets/" + ticket.path("number").asInt(),
            "none",
            JSON.writeValueAsString(Map.of("summary", summary)));
    assertThat(changed.statusCode()).as(changed.body()).isBetween(200, 299);
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> summary(ticket.path("id").asString()).equals(summary));
    return millisSince(began);
  }

  private static String summary(String ticket) throws IOException, InterruptedException {
    var query = "query($id: ID!) { ticket(id: $id) { summary } }";
    return ask("manager", query, Map.of("id", ticket)).at("/data/ticket/summary").asString();
  }

  @Test
  @Order(4)
  void an_agent_sees_its_teams_tickets_only() throws Exception {
    var count = "{ tickets(first: 1) { totalCount } }";

    var all = ask("manager", count, Map.of()).at("/data/tickets/totalCount").asInt();
    var own = ask("agent", count, Map.of()).at("/data/tickets/totalCount").asInt();

    assertThat(own).isPositive().isLessThan(all);
  }

  @Test
  @Order(5)
  void wrong_inputs_get_an_answer_that_says_what_to_do() throws Exception {
    var graphql = ready.path("graphql").asString();

    var wrongToken = post(graphql, "x.y.z", "{\"query\":\"{ viewer { role } }\"}");
    var malformed = post(graphql, token("manager"), "{\"query\":");
    var webhook = URI.create(ready.path("webhook").asString());
    var unknown = post(webhook.resolve("nobody").toString(), "none", "{}");
    var unsigned = post(webhook.toString(), "none", "{}");

    assertThat(wrongToken.statusCode()).isEqualTo(401);
    assertThat(wrongToken.body()).contains("UNAUTHORIZED", "get a new one");
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(malformed.body()).contains("BAD_REQUEST", "JSON");
    assertThat(unknown.statusCode()).isEqualTo(401);
    assertThat(unknown.body()).contains("check the address", "authentication", "secret");
    assertThat(unsigned.statusCode()).isEqualTo(401);
    assertThat(unsigned.body()).isEqualTo(unknown.body());
  }

  @Test
  @Order(6)
  void a_tenant_that_is_not_halo_and_a_wrong_secret_are_explained() throws Exception {
    var notHalo = checks("Not Halo", ready.path("health").asString(), "secret");
    var wrongSecret = checks("Wrong secret", ready.path("simulator").asString(), "secret");

    assertThat(notHalo.path(0).path("result").asString()).isEqualTo("FAILED");
    assertThat(notHalo.path(0).path("remedy").asString()).contains("API Details");
    assertThat(wrongSecret.path(0).path("result").asString()).isEqualTo("FAILED");
    assertThat(wrongSecret.path(0).path("remedy").asString()).containsIgnoringCase("secret");
  }

  private static JsonNode checks(String name, String tenant, String secret) throws Exception {
    var created =
        ask(
            "manager",
            """
            mutation($input: CreateHaloConnectionInput!) {
              createHaloConnection(input: $input) { connection { id } userErrors { message } }
            }
            """,
            Map.of(
                "input",
                Map.of(
                    "name", name, "tenantUrl", tenant, "clientId", "id", "clientSecret", secret)));
    return ask(
            "manager",
            """
            mutation($id: ID!) {
              testHaloConnection(connectionId: $id) { checks { result finding remedy } }
            }
            """,
            Map.of("id", created.at("/data/createHaloConnection/connection/id").asString()))
        .at("/data/testHaloConnection/checks");
  }

  /// A browser's way: to the service, to the tenant's consent, and back with the cookie.
  @Test
  @Order(6)
  void the_tenant_is_connected_again_by_consent() throws Exception {
    var connection = connectForConsent("Acme");
    var started =
        ask(
            "manager",
            "mutation($id: ID!) { startAuthorization(connectionId: $id) { address } }",
            Map.of("id", connection));

    var begun = get(started.at("/data/startAuthorization/address").asString());
    var consented = get(header(begun, "Location"));
    var back =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(header(consented, "Location")))
                .header("Cookie", header(begun, "Set-Cookie").split(";", 2)[0])
                .build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(
            ask(
                    "manager",
                    "query($id: ID!) { haloConnection(id: $id) { status { state } } }",
                    Map.of("id", connection))
                .at("/data/haloConnection/status/state")
                .asString())
        .isEqualTo("CONNECTED");
  }

  private static String connectForConsent(String name) throws Exception {
    return ask(
            "manager",
            """
            mutation($input: CreateHaloConnectionInput!) {
              createHaloConnection(input: $input) { connection { id } userErrors { message } }
            }
            """,
            Map.of(
                "input",
                Map.of(
                    "name", name,
                    "tenantUrl", ready.at("/tenant/url").asString(),
                    "tenantName", ready.at("/tenant/name").asString(),
                    "clientId", ready.at("/tenant/clientId").asString(),
                    "grant", "AUTHORIZATION_CODE")))
        .at("/data/createHaloConnection/connection/id")
        .asString();
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElseThrow(() -> new AssertionError(answer.body()));
  }

  /// Posts to an address of the service itself, which takes no posts.
  @Test
  @Order(6)
  void a_channel_for_alerts_is_tried_out() throws Exception {
    var connection = ready.path("connectionId").asString();
    var added =
        ask(
            "manager",
            """
            mutation($id: ID!, $channel: AlertChannelInput!) {
              addAlertChannel(connectionId: $id, channel: $channel) {
                channel { id } secret userErrors { field message }
              }
            }
            """,
            Map.of(
                "id",
                connection,
                "channel",
                Map.of(
                    "name",
                    "Operations",
                    "kind",
                    "OUTGOING_WEBHOOK",
                    "url",
                    ready.path("health").asString())));
    var tried =
        ask(
            "manager",
            """
            mutation($id: ID!, $channel: ID!) {
              testAlertChannel(connectionId: $id, channelId: $channel) { delivered reason }
            }
            """,
            Map.of(
                "id",
                connection,
                "channel",
                added.at("/data/addAlertChannel/channel/id").asString()));

    assertThat(added.at("/data/addAlertChannel/secret").asString()).startsWith("whsec_");
    assertThat(tried.at("/data/testAlertChannel/reason").asString()).startsWith("Answered 4");
  }

  @Test
  @Order(7)
  void a_second_start_beside_it_says_so() throws Exception {
    try (var second = start("second.log")) {
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.printed()).contains("already running");
    }
    assertThat(folder.resolve("ready.json")).exists();
    assertThat(ask("manager", "{ viewer { role } }", Map.of()).at("/data/viewer/role").asString())
        .isEqualTo("MANAGER");
  }

  @Test
  @Order(8)
  void notes_are_read_in_the_background() {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Long.parseLong(databaseSays("select count(*) from halo.note")) > 100);
  }

  @Test
  @Order(8)
  void health_and_metrics_answer() throws Exception {
    var health = get(ready.path("health").asString());
    var metrics = get(ready.path("metrics").asString());

    assertThat(health.statusCode()).isEqualTo(200);
    for (var name :
        List.of(
            "received",
            "accepted",
            "refused",
            "too_large",
            "too_slow",
            "too_many",
            "unavailable")) {
      assertThat(metrics.body()).contains("superit_webhook_%s_total".formatted(name));
    }
    assertThat(metrics.body()).contains("jvm_memory_used_bytes");
  }

  private static HttpResponse<String> get(String address) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  @Order(9)
  void it_ends_without_leaving_postgres_behind_and_continues_at_the_next_start() throws Exception {
    var postgres = postgresId();
    var connection = ready.path("connectionId").asString();

    demo.terminate();
    var left = ProcessHandle.of(postgres).filter(ProcessHandle::isAlive);
    Files.delete(folder.resolve("ready.json"));
    var began = System.nanoTime();
    demo = start("next.log");
    ready = awaitReady(demo);
    var took = millisSince(began);

    System.out.printf("the second start took %d ms%n", took);
    assertThat(took).isLessThan(60_000);
    assertThat(left).isEmpty();
    assertThat(ready.path("connectionId").asString()).isEqualTo(connection);
    assertThat(demo.printed()).doesNotContain("Syncing");
  }

  private static long postgresId() throws IOException {
    var file = folder.resolve("data").resolve("postgres").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(file).getFirst().strip());
  }
}
