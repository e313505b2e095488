package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The whole service beside a tenant whose administrator changes things.
class ConnectionStateTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  /// Nobody tests the connection, and another instance finds out about the repair.
  @Test
  void a_secret_that_was_changed_in_halo_is_an_alert_until_halo_lets_us_in_again()
      throws IOException {
    try (var tenant = new TestTenant(folder);
        var manager = tenant.manager()) {
      Files.writeString(tenant.config(), "alerts:\n  evaluate: 1s\n", StandardOpenOption.APPEND);
      var control = tenant.simulator().control();
      String connection;
      try (var _ = start(tenant)) {
        connection = connect(tenant, manager);
        sync(manager, connection);
        await().atMost(PATIENCE).until(() -> state(manager, connection).equals("CONNECTED"));

        control.putApplication(tenant.tenant().clientId(), "another secret");
        control.revokeTokens();

        await().atMost(PATIENCE).until(() -> state(manager, connection).equals("UNAUTHORIZED"));
        await().atMost(PATIENCE).until(() -> alert(manager, connection).equals("OPEN"));
      }
      control.putApplication(tenant.tenant().clientId(), tenant.tenant().clientSecret());
      try (var _ = start(tenant)) {
        await().atMost(PATIENCE).until(() -> state(manager, connection).equals("CONNECTED"));
        await().atMost(PATIENCE).until(() -> alert(manager, connection).equals("RESOLVED"));
      }
    }
  }

  private static Service start(TestTenant tenant) {
    return Service.start(
        Settings.read(SettingsSource.of(tenant.config(), Map.of("SUPERIT_SYNC_POLL", "5s"))));
  }

  private static String connect(TestTenant tenant, GraphqlCaller manager) {
    var account = tenant.tenant();
    var input =
        Map.of(
            "name", "Acme",
            "tenantUrl", account.url(),
            "tenantName", account.name(),
            "clientId", account.clientId(),
            "clientSecret", account.clientSecret());
    return manager
        .ask(
            """
            mutation($input: CreateHaloConnectionInput!) {
              createHaloConnection(input: $input) { connection { id } userErrors { message } }
            }
            """,
            Map.of("input", input))
        .at("/createHaloConnection/connection/id")
        .asString();
  }

  private static void sync(GraphqlCaller manager, String connection) {
    var answer =
        ask(
            manager,
            connection,
            """
            mutation($id: ID!) {
              testHaloConnection(connectionId: $id) { passed }
              startSync(connectionId: $id, resources: [CLIENTS]) { userErrors { code } }
            }
            """);
    assertThat(answer.at("/startSync/userErrors").size()).isZero();
  }

  private static String state(GraphqlCaller manager, String connection) {
    return ask(
            manager, connection, "query($id: ID!) { haloConnection(id: $id) { status { state } } }")
        .at("/haloConnection/status/state")
        .asString();
  }

  /// The state of the alert that Halo does not let us in; empty if there was none yet.
  private static String alert(GraphqlCaller manager, String connection) {
    var alerts =
        ask(
            manager,
            connection,
            """
            query($id: ID!) {
              alerts(connectionId: $id, first: 100) { edges { node { kind state } } }
            }
            """);
    Optional<JsonNode> found =
        alerts
            .at("/alerts/edges")
            .valueStream()
            .map(edge -> edge.path("node"))
            .filter(alert -> alert.path("kind").asString().equals("NEEDS_AUTHORIZATION"))
            .findFirst();
    return found.map(alert -> alert.path("state").asString()).orElse("");
  }

  private static JsonNode ask(GraphqlCaller manager, String connection, String document) {
    return manager.ask(document, Map.of("id", connection));
  }
}
