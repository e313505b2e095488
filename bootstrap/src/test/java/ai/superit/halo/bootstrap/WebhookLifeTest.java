package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.persistence.Persistence;
import ai.superit.halo.persistence.PersistenceConfig;
import ai.superit.halo.persistence.SealKeys;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What becomes of a webhook that somebody changes in HaloPSA behind our back. The whole service
/// over HTTP, looking every five seconds.
@Order(5)
class WebhookLifeTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private static Path folder;
  private static TestTenant tenant;
  private static Service service;
  private static GraphqlCaller manager;
  private static String connection;
  private static HttpClient http;
  private static String token;

  private final List<Long> tickets = new ArrayList<>();

  @BeforeAll
  static void starts_the_service() throws IOException {
    tenant = new TestTenant(folder);
    Files.writeString(
        tenant.config(),
        "webhooks:\n  check: 5s\nsync:\n  poll: 5s\nalerts:\n  evaluate: 1s\n",
        StandardOpenOption.APPEND);
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    manager = tenant.manager();
    connection =
        new DemoSetup(manager, new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
            .connectAndSync(tenant.tenant());
    http = HttpClient.newHttpClient();
    var form =
        "grant_type=client_credentials&scope=all&client_id=%s&client_secret=%s"
            .formatted(tenant.tenant().clientId(), tenant.tenant().clientSecret());
    token =
        sent(request("/auth/token", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)))
            .path("access_token")
            .asString();
  }

  @AfterAll
  static void ends_the_service() {
    http.close();
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  void what_lists_do_not_carry_is_read_after_them() {
    var query =
        """
        query($id: ID!) {
          mirrorStatus(connectionId: $id) {
            assetFields { unreadAssets assets }
            clientPages { unreadClients clients }
            notes { unreadTickets }
          }
          clients(first: 100) { edges { node { mainContactState mainContact { client { id } } id } } }
          assets(first: 100) { edges { node { fieldsState fields { label } } } }
        }
        """;

    await()
        .atMost(PATIENCE)
        .until(() -> {
          var status = manager.ask(query, Map.of("id", connection)).path("mirrorStatus");
          return status.at("/assetFields/unreadAssets").asInt() == 0
              && status.at("/clientPages/unreadClients").asInt() == 0
              && status.at("/notes/unreadTickets").asInt() == 0;
        });

    var answer = manager.ask(query, Map.of("id", connection));
    assertThat(answer.at("/mirrorStatus/assetFields/assets").asInt()).isPositive();
    assertThat(answer.at("/assets/edges"))
        .isNotEmpty()
        .allSatisfy(edge -> {
          assertThat(edge.at("/node/fieldsState").asString()).isEqualTo("READ");
          assertThat(edge.at("/node/fields")).isNotEmpty();
        });
    assertThat(answer.at("/mirrorStatus/clientPages/clients").asInt()).isPositive();
    assertThat(answer.at("/clients/edges"))
        .isNotEmpty()
        .allSatisfy(edge -> {
          assertThat(edge.at("/node/mainContactState").asString()).isEqualTo("READ");
          assertThat(edge.at("/node/mainContact/client/id")).isEqualTo(edge.at("/node/id"));
        });
  }

  /// The tenant does not say when a client changes. A day passes in the store.
  @Test
  void pages_of_clients_without_a_stamp_are_read_once_more_after_a_day() throws Exception {
    var query =
        """
        query { clients(first: 100) { edges { node { mainContactReadAt mainContactState updatedAt } } } }
        """;
    await()
        .atMost(PATIENCE)
        .until(() -> states(manager.ask(query, Map.of())).equals(Set.of("READ")));
    var before = Instant.now();
    tenant.execute("update halo.client set page_read_at = page_read_at - interval '25 hours'");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(manager.ask(query, Map.of()).at("/clients/edges"))
                .isNotEmpty()
                .allSatisfy(edge -> {
                  assertThat(edge.at("/node/updatedAt").isNull()).isTrue();
                  assertThat(edge.at("/node/mainContactState").asString()).isEqualTo("READ");
                  assertThat(Instant.parse(edge.at("/node/mainContactReadAt").asString()))
                      .isAfter(before);
                }));
  }

  private static Set<String> states(JsonNode clients) {
    return clients.at("/clients/edges").values().stream()
        .map(edge -> edge.at("/node/mainContactState").asString())
        .collect(Collectors.toSet());
  }

  /// A day passes in the store.
  @Test
  void a_connection_is_examined_unasked_every_day_and_after_a_run_that_failed() throws Exception {
    awaitExamined(Instant.EPOCH, "DAILY");

    var aDayLater = Instant.now();
    examinedBefore("25 hours");
    awaitExamined(aDayLater, "DAILY");

    failARun();
    var anHourLater = Instant.now();
    assertThat(examination().path("occasion").asString()).isEqualTo("DAILY");
    examinedBefore("61 minutes");
    awaitExamined(anHourLater, "SYNC_FAILED");
  }

  private static void examinedBefore(String time) throws SQLException {
    tenant.execute("update halo.diagnosis set claimed_at = now() - interval '" + time + "'");
  }

  private static void failARun() {
    var control = tenant.simulator().control();
    control.addFault(Fault.status(400).onPath("/api/invoice"));
    ask("mutation($id: ID!) { startSync(connectionId: $id, resources: [INVOICES]) { resources } }");
    await()
        .atMost(PATIENCE)
        .until(() ->
            ask("query($id: ID!) { mirrorStatus(connectionId: $id) { runs { resource state } } }")
                .toString()
                .contains("{\"resource\":\"INVOICES\",\"state\":\"FAILED\"}"));
    control.clearFaults();
  }

  private static void awaitExamined(Instant since, String occasion) {
    await()
        .atMost(PATIENCE)
        .until(() -> {
          var found = examination();
          return found.path("occasion").asString("").equals(occasion)
              && Instant.parse(found.path("at").asString()).isAfter(since);
        });
  }

  private static JsonNode examination() {
    return ask("query($id: ID!) { haloConnection(id: $id) { diagnosis { at occasion } } }")
        .at("/haloConnection/diagnosis");
  }

  @Test
  void a_deleted_webhook_is_made_anew_once_and_nothing_is_lost() {
    var before = repairs();
    delete(webhook());
    createTickets();

    await().atMost(PATIENCE).until(() -> repairs() > before);

    createTickets();
    assertThat(webhooks().size()).isEqualTo(1);
    assertThat(setup().path("lastRepaired").path(0).asString()).isEqualTo("MISSING");
    awaitTickets();
  }

  @Test
  void a_webhook_that_was_turned_elsewhere_is_turned_back_and_nothing_is_lost() {
    var before = repairs();
    var webhook = webhook();
    edit(webhook, "\"url\":\"http://127.0.0.1:9/elsewhere\"");
    createTickets();

    await().atMost(PATIENCE).until(() -> repairs() > before);

    createTickets();
    assertThat(webhook().path("id")).isEqualTo(webhook.path("id"));
    assertThat(webhook().path("url")).isEqualTo(webhook.path("url"));
    awaitTickets();
  }

  @Test
  void a_webhook_that_was_switched_off_is_reported_and_nothing_is_lost() {
    edit(webhook(), "\"active\":false");
    createTickets();

    await()
        .atMost(PATIENCE)
        .until(() -> setup().path("problems").path(0).asString().equals("SWITCHED_OFF"));

    assertThat(setup().path("status").asString()).isEqualTo("FAILED");
    awaitTickets();
    var answer =
        ask(
            """
            mutation($id: ID!) {
              checkWebhook(connectionId: $id) {
                repaired userErrors { message }
              }
            }
            """);
    assertThat(answer.at("/checkWebhook/repaired/0").asString()).isEqualTo("SWITCHED_OFF");
    assertThat(webhook().path("active").asBoolean()).isTrue();
    createTickets();
    await().atMost(PATIENCE).until(() -> setup().path("status").asString().equals("ACTIVE"));
  }

  @Test
  void a_webhook_that_was_switched_off_is_one_alert_until_it_is_repaired() {
    await().atMost(PATIENCE).until(() -> alerts().stream().allMatch(WebhookLifeTest::isOver));
    var before = alerts().size();
    edit(webhook(), "\"active\":false");
    await().atMost(PATIENCE).until(() -> alerts().size() > before);
    var alert = alerts().getFirst();
    assertThat(alert.path("state").asString()).isEqualTo("OPEN");
    assertThat(scraped()).contains("superit_alerts_open{kind=\"SECURITY\"} 0.0");

    var taken =
        manager.ask(
            """
            mutation($id: ID!, $alert: ID!) {
              acknowledgeAlert(connectionId: $id, id: $alert, note: "Mine") {
                alert { state note } userErrors { message }
              }
            }
            """,
            Map.of("id", connection, "alert", alert.path("id").asString()));
    assertThat(taken.at("/acknowledgeAlert/alert/state").asString()).isEqualTo("ACKNOWLEDGED");
    ask("mutation($id: ID!) { checkWebhook(connectionId: $id) { repaired } }");

    await().atMost(PATIENCE).until(() -> isOver(alerts().getFirst()));
    assertThat(alerts()).hasSize(before + 1);
    assertThat(alerts().getFirst().path("id")).isEqualTo(alert.path("id"));
    assertThat(alerts().getFirst().path("note").asString()).isEqualTo("Mine");
  }

  @Test
  void an_invoice_that_an_event_tells_of_is_read_again() {
    var chosen =
        ask(
            """
            mutation($id: ID!) {
              setWebhookEvents(connectionId: $id, events: [
                { event: TICKET_CREATED } { event: TICKET_UPDATED } { event: TICKET_STATUS_CHANGED }
                { event: TICKET_CLOSED } { event: TICKET_DELETED }
                { event: INVOICE_UPDATED, numbers: [1103] }
              ]) { userErrors { message } }
            }
            """);
    assertThat(chosen.at("/setWebhookEvents/userErrors").size()).isZero();
    tenant.simulator().control().resetStatistics();

    tenant.simulator().control().change(Kind.INVOICE, 501, Map.of("invoicenumber", "SENT-AGAIN"));

    await().atMost(PATIENCE).until(() -> isTold("INVOICE 501"));
    assertThat(tenant.simulator().control().statistics().calls().get("GET /api/invoice/{id}"))
        .isEqualTo(1);
    assertThat(delivery("INVOICE 501").at("/events/0").asString()).isEqualTo("invoice updated");
    assertThat(
            ask("""
            query($id: ID!) {
              clients(filter: { connectionId: $id }, first: 20) {
                edges { node { invoices(first: 20) { edges { node { number reference } } } } }
              }
            }
            """)
                .toString())
        .contains("{\"number\":501,\"reference\":\"SENT-AGAIN\"}");
  }

  /// Those that say that the webhook is off, the newest first.
  private static List<JsonNode> alerts() {
    return ask("""
    query($id: ID!) {
      alerts(connectionId: $id, first: 100) { edges { node { id kind state note } } }
    }
    """)
        .at("/alerts/edges")
        .valueStream()
        .map(edge -> edge.path("node"))
        .filter(alert -> alert.path("kind").asString().equals("WEBHOOK_DISABLED"))
        .toList();
  }

  private static boolean isOver(JsonNode alert) {
    return alert.path("state").asString().equals("RESOLVED");
  }

  @Test
  void a_secret_that_this_instance_cannot_open_is_told_and_leaves_it_ready_for_the_others() {
    var present = StoreConfig.of(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    var other = SealKeys.of("other", Map.of("other", new byte[32]));
    var elsewhere = ConnectionId.random();

    saveScheme(elsewhere, withKeys(present, other));
    await().atMost(PATIENCE).until(() -> got("/health/ready").contains("SECRETS_UNREADABLE"));
    assertThat(tenant.isReady()).isTrue();
    saveScheme(elsewhere, present);

    await().atMost(PATIENCE).until(() -> !got("/health/ready").contains("SECRETS_UNREADABLE"));
  }

  private static PersistenceConfig withKeys(PersistenceConfig config, SealKeys keys) {
    return new PersistenceConfig(
        config.access(),
        config.pools(),
        config.timeouts(),
        keys,
        config.rateLimit(),
        config.allowNotDurable());
  }

  private static void saveScheme(ConnectionId id, PersistenceConfig config) {
    try (var store = Persistence.open(config)) {
      store
          .webhookSchemes()
          .save(id, new WebhookScheme.Bearer(new Secret("0123456789abcdef01234567")));
    }
  }

  private static String scraped() {
    return got("/metrics");
  }

  private static String got(String path) {
    try {
      var request = HttpRequest.newBuilder(tenant.base().resolve(path)).build();
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  @Test
  void a_webhook_that_a_person_typed_into_halopsa_delivers_and_is_seen_to() {
    var prepared =
        ask("""
        mutation($id: ID!) {
          prepareWebhookByHand(connectionId: $id) {
            address header secret steps userErrors { message }
          }
        }
        """)
            .path("prepareWebhookByHand");
    delete(webhook());
    type(prepared);
    createTickets();

    await().atMost(PATIENCE).until(() -> isTold(tickets.getLast()));

    var first = firstDelivery();
    assertThat(first.path("state").asString()).isEqualTo("ACCEPTED");
    assertThat(Instant.parse(first.path("acceptedAt").asString()))
        .isAfter(Instant.parse(first.path("waitingSince").asString()));
    assertThat(first.path("understood").toString()).contains("object_id", "event", "timestamp");
    assertThat(first.path("refused").size()).isZero();
    assertThat(setup().path("status").asString()).isEqualTo("ACTIVE");
    assertThat(delivery(tickets.getLast()).path("events").size()).isPositive();
    awaitTickets();

    delete(webhook());
    assertThat(
            ask("""
            mutation($id: ID!) {
              registerWebhook(connectionId: $id) { address userErrors { message } }
            }
            """)
                .at("/registerWebhook/address"))
        .isEqualTo(prepared.path("address"));
  }

  /// As its steps say.
  private static void type(JsonNode prepared) {
    var events = new ArrayList<JsonNode>();
    for (var event : setup().path("events")) {
      event.path("numbers").forEach(events::add);
    }
    var body =
        """
        [{"name": "Super IT", "url": %s, "method": 0, "content_type": "application/json",
          "authentication_type": 3, "authentication_header": %s, "basic_password": %s,
          "payload_type": 0, "events": %s, "active": true}]
        """
            .formatted(
                prepared.path("address"), prepared.path("header"), prepared.path("secret"), events);
    var _ =
        sent(
            request("/api/Webhook", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static JsonNode firstDelivery() {
    return ask("""
    query($id: ID!) {
      haloConnection(id: $id) {
        webhook { setup {
          firstDelivery { waitingSince state acceptedAt understood refused { reason count } }
        } }
      }
    }
    """)
        .at("/haloConnection/webhook/setup/firstDelivery");
  }

  private static boolean isTold(long ticket) {
    return isTold("TICKET " + ticket);
  }

  private static boolean isTold(String record) {
    return delivery(record).path("state").asString("").equals("APPLIED");
  }

  private static JsonNode delivery(long ticket) {
    return delivery("TICKET " + ticket);
  }

  /// The last one about this record.
  private static JsonNode delivery(String record) {
    return ask("""
    query($id: ID!) {
      deliveries(connectionId: $id, first: 1, record: "%s") {
        edges { node { state events receivedAt } }
      }
    }
    """
            .formatted(record))
        .at("/deliveries/edges/0/node");
  }

  private static void delete(JsonNode webhook) {
    var _ = sent(request("/api/Webhook/" + webhook.path("id").asString(), "").DELETE());
  }

  private void createTickets() {
    for (var number = 0; number < 5; number++) {
      tickets.add(
          (long)
              tenant
                  .simulator()
                  .control()
                  .createTicket(
                      Map.of(
                          "summary", "Made behind our back",
                          "client_id", 12,
                          "site_id", 18,
                          "tickettype_id", 1)));
    }
  }

  private void awaitTickets() {
    for (var ticket : tickets) {
      await().atMost(PATIENCE).until(() -> isMirrored(ticket));
    }
  }

  private static boolean isMirrored(long ticket) {
    return !ask("query($id: ID!) { ticketByNumber(connectionId: $id, number: %d) { summary } }"
            .formatted(ticket))
        .at("/ticketByNumber/summary")
        .asString("")
        .isEmpty();
  }

  private static long repairs() {
    return setup().path("repairs").asLong();
  }

  private static JsonNode setup() {
    return ask("""
    query($id: ID!) {
      haloConnection(id: $id) {
        webhook { setup { status problems repairs lastRepaired events { numbers } } }
      }
    }
    """)
        .at("/haloConnection/webhook/setup");
  }

  private static JsonNode webhook() {
    return webhooks().path(0);
  }

  private static JsonNode webhooks() {
    return sent(request("/api/Webhook?type=0", "").GET());
  }

  private static void edit(JsonNode webhook, String field) {
    var body = "[{\"id\":\"%s\",%s}]".formatted(webhook.path("id").asString(), field);
    var _ =
        sent(
            request("/api/Webhook", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private static HttpRequest.Builder request(String path, String type) {
    var request = HttpRequest.newBuilder(URI.create(tenant.simulator().uri() + path));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    return path.startsWith("/api/") ? request.header("Authorization", "Bearer " + token) : request;
  }

  private static JsonNode sent(HttpRequest.Builder request) {
    try {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isBetween(200, 299);
      return JSON.readTree(answer.body());
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  private static JsonNode ask(String document) {
    return manager.ask(document, Map.of("id", connection));
  }
}
