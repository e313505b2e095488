package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The database is put back to an older state, while Halo has gone on and has a newer secret for
/// the webhook: the steps that the documents name for this make the mirror whole.
class RestoredDatabaseTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  private TestTenant tenant;
  private Service service;
  private GraphqlCaller manager;
  private String connection;

  @BeforeEach
  void start() throws IOException {
    tenant = new TestTenant(folder);
    service = started();
    manager = tenant.manager();
    connection =
        new DemoSetup(manager, new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
            .connectAndSync(tenant.tenant());
  }

  @AfterEach
  void stop() {
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  void catches_up_with_halo() throws Exception {
    var control = tenant.simulator().control();
    var gone = control.createTicket(Map.of("summary", "will be deleted"));
    await().atMost(PATIENCE).until(() -> summary(gone).equals("will be deleted"));

    service.close();
    administer("create database kept template postgres");
    service = started();
    var added = control.createTicket(Map.of("summary", "after the backup"));
    await().atMost(PATIENCE).until(() -> summary(added).equals("after the backup"));
    control.deleteTicket(gone);
    ask("rotateWebhookSecret(connectionId: $id, overlapHours: 0) { userErrors { message } }");
    service.close();
    administer("drop database postgres");
    administer("create database postgres template kept");
    var missed = control.createTicket(Map.of("summary", "while nobody was there"));
    service = started();
    assertThat(summary(added)).isEmpty();
    assertThat(summary(gone)).isNotEmpty();

    ask("rotateWebhookSecret(connectionId: $id, overlapHours: 0) { userErrors { message } }");
    ask("startSync(connectionId: $id, resources: [TICKETS]) { userErrors { message } }");
    ask("reconcileDeliveries(connectionId: $id) { userErrors { message } }");

    await().atMost(PATIENCE).until(() -> summary(added).equals("after the backup"));
    await().atMost(PATIENCE).until(() -> summary(missed).equals("while nobody was there"));
    await().atMost(PATIENCE).until(() -> summary(gone).isEmpty());
    var heard = control.createTicket(Map.of("summary", "told by the webhook"));
    await().atMost(PATIENCE).until(() -> summary(heard).equals("told by the webhook"));
  }

  private Service started() {
    return Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
  }

  /// With the rights of whoever looks after the server, from another database.
  private void administer(String statement) throws SQLException {
    var other = tenant.database().jdbcUrl().replaceFirst("postgres$", "template1");
    try (var database = DriverManager.getConnection(other, tenant.database().user(), "")) {
      database.createStatement().execute(statement);
    }
  }

  /// Empty if the mirror does not have the ticket.
  private String summary(int number) {
    return manager
        .ask(
            """
            query($id: ID!, $number: Int!) {
              ticketByNumber(connectionId: $id, number: $number) { summary }
            }
            """,
            Map.of("id", connection, "number", number))
        .at("/ticketByNumber/summary")
        .asString("");
  }

  private JsonNode ask(String mutation) {
    var answer = manager.ask("mutation($id: ID!) { " + mutation + " }", Map.of("id", connection));
    assertThat(answer.path(0).path("userErrors").size()).isZero();
    return answer;
  }
}
