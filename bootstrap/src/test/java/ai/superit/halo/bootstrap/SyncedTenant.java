package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.TenantControl;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The whole service beside a tenant that it has read once, with what tests ask both.
final class SyncedTenant implements AutoCloseable {
  static final Quirks SHORT_PAGES = Quirks.defaults().with(new Quirks.Paging(3, 3, 2, 100_000));

  private final TestTenant tenant;
  private final Service service;
  private final GraphqlCaller manager;
  private final String connection;

  SyncedTenant(Path folder, Quirks quirks) throws IOException {
    this(new TestTenant(folder, quirks));
  }

  SyncedTenant(TestTenant tenant) throws IOException {
    this.tenant = tenant;
    service = Service.start(Settings.read(SettingsSource.of(tenant.config(), Map.of())));
    manager = tenant.manager();
    connection =
        new DemoSetup(manager, new PrintStream(OutputStream.nullOutputStream(), false, UTF_8))
            .connectAndSync(tenant.tenant());
  }

  TenantControl control() {
    return tenant.simulator().control();
  }

  @Override
  public void close() {
    manager.close();
    service.close();
    tenant.close();
  }

  JsonNode rejected() {
    return ask("""
    query($id: ID!) {
      rejectedRows(connectionId: $id, resource: CLIENTS, first: 20) {
        totalCount edges { node { key reason } }
      }
    }
    """)
        .path("rejectedRows");
  }

  JsonNode retry() {
    return ask("""
    mutation($id: ID!) {
      retryRejectedRows(connectionId: $id, resource: CLIENTS) {
        settled refused { key } userErrors { message }
      }
    }
    """)
        .path("retryRejectedRows");
  }

  JsonNode sync(String resource) {
    return ended(resource, start(resource));
  }

  /// Waits for a run that is under way: asking for another would only be a wish for that one.
  ///
  /// @return the id of the run before
  String start(String resource) {
    var before =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> latest(resource), run -> !run.path("state").asString("").equals("RUNNING"));
    begin(resource, "FULL");
    return before.path("id").asString("");
  }

  String start(String resource, String mode) {
    var earlier = latest(resource, mode).path("id").asString("");
    begin(resource, mode);
    return earlier;
  }

  private void begin(String resource, String mode) {
    ask(
        """
        mutation($id: ID!) {
          startSync(connectionId: $id, resources: [%s], mode: %s) { userErrors { code } }
        }
        """
            .formatted(resource, mode));
  }

  JsonNode ended(String resource, String earlier) {
    return ended(resource, "FULL", earlier);
  }

  JsonNode ended(String resource, String mode, String earlier) {
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          var run = latest(resource, mode);
          return !run.path("id").asString("").equals(earlier)
              && !run.path("state").asString("").equals("RUNNING");
        });
    return latest(resource, mode);
  }

  JsonNode latest(String resource) {
    return latest(resource, "FULL");
  }

  JsonNode latest(String resource, String mode) {
    for (var run :
        ask("""
        query($id: ID!) {
          mirrorStatus(connectionId: $id) { runs(mode: %s) { id resource state gap } }
        }
        """
                .formatted(mode))
            .at("/mirrorStatus/runs")) {
      if (run.path("resource").asString().equals(resource)) {
        return run;
      }
    }
    return MissingNode.getInstance();
  }

  JsonNode held() {
    return ask("query($id: ID!) { heldDeletions(connectionId: $id) { cause records } }");
  }

  void approve(long records) {
    var answer =
        ask(
            """
            mutation($id: ID!) {
              approveDeletions(connectionId: $id, resource: SITES, records: %d) {
                held { decision } userErrors { message }
              }
            }
            """
                .formatted(records));
    assertThat(answer.at("/approveDeletions/held/decision").asString()).isEqualTo("APPROVED");
  }

  JsonNode ask(String document) {
    return manager.ask(document, Map.of("id", connection));
  }

  long rows(String table) throws SQLException {
    return count("select count(*) from halo." + table + " where deleted_at is null");
  }

  long count(String sql) throws SQLException {
    return numbers(sql).getFirst();
  }

  List<Long> numbers(String sql) throws SQLException {
    return tenant.store().rows(sql, row -> row.getLong(1));
  }
}
