package ai.superit.halo.bootstrap;

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
import java.nio.file.Path;
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

/// What becomes of a webhook that somebody changes in HaloPSA behind our back, and what else the
/// service looks after without being asked.
@Order(5)
class WebhookLifeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private static Path folder;
  private static WatchedTenant its;

  private final List<Long> tickets = new ArrayList<>();

  @BeforeAll
  static void starts_the_service() throws IOException {
    its = new WatchedTenant(folder);
  }

  @AfterAll
  static void ends_the_service() {
    its.close();
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
          var status = its.ask(query).path("mirrorStatus");
          return status.at("/assetFields/unreadAssets").asInt() == 0
              && status.at("/clientPages/unreadClients").asInt() == 0
              && status.at("/notes/unreadTickets").asInt() == 0;
        });

    var answer = its.ask(query);
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
    await().atMost(PATIENCE).until(() -> states(its.ask(query)).equals(Set.of("READ")));
    var before = Instant.now();
    its.execute("update halo.client set page_read_at = page_read_at - interval '25 hours'");

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(its.ask(query).at("/clients/edges"))
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
    its.execute("update halo.diagnosis set claimed_at = now() - interval '" + time + "'");
  }

  private static void failARun() {
    var control = its.control();
    control.addFault(Fault.status(400).onPath("/api/invoice"));
    its.ask(
        "mutation($id: ID!) { startSync(connectionId: $id, resources: [INVOICES]) { resources } }");
    await()
        .atMost(PATIENCE)
        .until(() ->
            its.ask(
                    "query($id: ID!) { mirrorStatus(connectionId: $id) { runs { resource state } } }")
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
    return its.ask("query($id: ID!) { haloConnection(id: $id) { diagnosis { at occasion } } }")
        .at("/haloConnection/diagnosis");
  }

  @Test
  void a_deleted_webhook_is_made_anew_once_and_nothing_is_lost() {
    var before = its.repairs();
    its.administrator.delete(its.administrator.webhook());
    createTickets();

    await().atMost(PATIENCE).until(() -> its.repairs() > before);

    createTickets();
    assertThat(its.administrator.webhooks().size()).isEqualTo(1);
    assertThat(its.setup().path("lastRepaired").path(0).asString()).isEqualTo("MISSING");
    awaitTickets();
  }

  @Test
  void a_webhook_that_was_turned_elsewhere_is_turned_back_and_nothing_is_lost() {
    var before = its.repairs();
    var webhook = its.administrator.webhook();
    its.administrator.edit(webhook, "\"url\":\"http://127.0.0.1:9/elsewhere\"");
    createTickets();

    await().atMost(PATIENCE).until(() -> its.repairs() > before);

    createTickets();
    assertThat(its.administrator.webhook().path("id")).isEqualTo(webhook.path("id"));
    assertThat(its.administrator.webhook().path("url")).isEqualTo(webhook.path("url"));
    awaitTickets();
  }

  @Test
  void a_webhook_that_was_switched_off_is_reported_and_nothing_is_lost() {
    its.administrator.edit(its.administrator.webhook(), "\"active\":false");
    createTickets();

    await()
        .atMost(PATIENCE)
        .until(() -> its.setup().path("problems").path(0).asString().equals("SWITCHED_OFF"));

    assertThat(its.setup().path("status").asString()).isEqualTo("FAILED");
    awaitTickets();
    var answer =
        its.ask(
            """
            mutation($id: ID!) {
              checkWebhook(connectionId: $id) {
                repaired userErrors { message }
              }
            }
            """);
    assertThat(answer.at("/checkWebhook/repaired/0").asString()).isEqualTo("SWITCHED_OFF");
    assertThat(its.administrator.webhook().path("active").asBoolean()).isTrue();
    createTickets();
    await().atMost(PATIENCE).until(() -> its.setup().path("status").asString().equals("ACTIVE"));
  }

  @Test
  void a_webhook_that_was_switched_off_is_one_alert_until_it_is_repaired() {
    await().atMost(PATIENCE).until(() -> alerts().stream().allMatch(WebhookLifeTest::isOver));
    var before = alerts().size();
    its.administrator.edit(its.administrator.webhook(), "\"active\":false");
    await().atMost(PATIENCE).until(() -> alerts().size() > before);
    var alert = alerts().getFirst();
    assertThat(alert.path("state").asString()).isEqualTo("OPEN");
    assertThat(its.got("/metrics")).contains("superit_alerts_open{kind=\"SECURITY\"} 0.0");

    var taken =
        its.ask(
            """
            mutation($id: ID!, $alert: ID!) {
              acknowledgeAlert(connectionId: $id, id: $alert, note: "Mine") {
                alert { state note } userErrors { message }
              }
            }
            """,
            Map.of("alert", alert.path("id").asString()));
    assertThat(taken.at("/acknowledgeAlert/alert/state").asString()).isEqualTo("ACKNOWLEDGED");
    its.ask("mutation($id: ID!) { checkWebhook(connectionId: $id) { repaired } }");

    await().atMost(PATIENCE).until(() -> isOver(alerts().getFirst()));
    assertThat(alerts()).hasSize(before + 1);
    assertThat(alerts().getFirst().path("id")).isEqualTo(alert.path("id"));
    assertThat(alerts().getFirst().path("note").asString()).isEqualTo("Mine");
  }

  @Test
  void an_invoice_that_an_event_tells_of_is_read_again() {
    var chosen =
        its.ask(
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
    its.control().resetStatistics();

    its.control().change(Kind.INVOICE, 501, Map.of("invoicenumber", "SENT-AGAIN"));

    await().atMost(PATIENCE).until(() -> its.isTold("INVOICE 501"));
    assertThat(its.control().statistics().calls().get("GET /api/invoice/{id}")).isEqualTo(1);
    assertThat(its.delivery("INVOICE 501").at("/events/0").asString()).isEqualTo("invoice updated");
    assertThat(
            its.ask(
                    """
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
    return its.ask(
            """
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
    var present = StoreConfig.of(its.settings());
    var other = SealKeys.of("other", Map.of("other", new byte[32]));
    var elsewhere = ConnectionId.random();

    saveScheme(elsewhere, withKeys(present, other));
    await().atMost(PATIENCE).until(() -> its.got("/health/ready").contains("SECRETS_UNREADABLE"));
    assertThat(its.isReady()).isTrue();
    saveScheme(elsewhere, present);

    await().atMost(PATIENCE).until(() -> !its.got("/health/ready").contains("SECRETS_UNREADABLE"));
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

  @Test
  void a_webhook_that_a_person_typed_into_halopsa_delivers_and_is_seen_to() {
    var prepared =
        its.ask(
                """
                mutation($id: ID!) {
                  prepareWebhookByHand(connectionId: $id) {
                    address header secret steps userErrors { message }
                  }
                }
                """)
            .path("prepareWebhookByHand");
    its.administrator.delete(its.administrator.webhook());
    its.type(prepared);
    createTickets();

    await().atMost(PATIENCE).until(() -> its.isTold(tickets.getLast()));

    var first = firstDelivery();
    assertThat(first.path("state").asString()).isEqualTo("ACCEPTED");
    assertThat(Instant.parse(first.path("acceptedAt").asString()))
        .isAfter(Instant.parse(first.path("waitingSince").asString()));
    assertThat(first.path("understood").toString()).contains("object_id", "event", "timestamp");
    assertThat(first.path("refused").size()).isZero();
    assertThat(its.setup().path("status").asString()).isEqualTo("ACTIVE");
    assertThat(its.delivery(tickets.getLast()).path("events").size()).isPositive();
    awaitTickets();

    its.administrator.delete(its.administrator.webhook());
    assertThat(
            its.ask(
                    """
                    mutation($id: ID!) {
                      registerWebhook(connectionId: $id) { address userErrors { message } }
                    }
                    """)
                .at("/registerWebhook/address"))
        .isEqualTo(prepared.path("address"));
  }

  private static JsonNode firstDelivery() {
    return its.ask(
            """
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

  private void createTickets() {
    for (var number = 0; number < 5; number++) {
      tickets.add(
          (long)
              its.control()
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
      await().atMost(PATIENCE).until(() -> its.isMirrored(ticket));
    }
  }
}
