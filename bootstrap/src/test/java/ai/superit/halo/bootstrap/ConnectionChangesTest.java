package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What becomes of a synced connection: new credentials, then its end. The whole service over HTTP.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectionChangesTest {
  @TempDir private static Path folder;
  private static TestTenant tenant;
  private static Service service;
  private static GraphqlCaller manager;
  private static String connection;

  @BeforeAll
  static void starts_the_service() throws IOException {
    tenant = new TestTenant(folder);
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    manager = tenant.manager();
    connection =
        new DemoSetup(manager, new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
            .connectAndSync(tenant.tenant());
  }

  @AfterAll
  static void ends_the_service() {
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  @Order(1)
  void credentials_are_replaced_after_they_were_tried() {
    tenant.simulator().control().putApplication("second-application", "second-secret");

    var answer =
        ask(
            """
            mutation($id: ID!) {
              replaceHaloCredentials(
                connectionId: $id, clientId: "second-application", clientSecret: "second-secret"
              ) { connection { clientId status { state } } checks { result } userErrors { message } }
            }
            """);
    tenant.simulator().control().removeApplication(tenant.tenant().clientId());
    tenant.simulator().control().revokeTokens();

    assertThat(answer.at("/replaceHaloCredentials/connection/clientId").asString())
        .isEqualTo("second-application");
    assertThat(
            ask("mutation($id: ID!) { testHaloConnection(connectionId: $id) { passed } }")
                .at("/testHaloConnection/passed")
                .asBoolean())
        .isTrue();
  }

  @Test
  @Order(2)
  void a_deleted_connection_is_unregistered_and_its_data_go() {
    ask("mutation($id: ID!) { registerWebhook(connectionId: $id) { userErrors { message } } }");
    assertThat(tickets()).isPositive();

    var answer =
        ask(
            """
            mutation($id: ID!) {
              deleteHaloConnection(connectionId: $id, name: "%s") {
                connection { status { state } } userErrors { message }
              }
            }
            """
                .formatted(name()));

    assertThat(answer.at("/deleteHaloConnection/connection/status/state").asString())
        .isEqualTo("DELETING");
    await().atMost(Duration.ofSeconds(30)).until(() -> tickets() == 0);
    assertThat(tenant.simulator().control().statistics().calls())
        .containsKey("DELETE /api/webhook/{id}");
  }

  private static String name() {
    return ask("query($id: ID!) { haloConnection(id: $id) { name } }")
        .at("/haloConnection/name")
        .asString();
  }

  private static int tickets() {
    return manager
        .ask("{ tickets(first: 1) { edges { node { id } } } }", Map.of())
        .at("/tickets/edges")
        .size();
  }

  private static JsonNode ask(String document) {
    return manager.ask(document, Map.of("id", connection));
  }
}
