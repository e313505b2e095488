package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A tenant that gives short pages, refuses and falls silent: the whole service over HTTP has every
/// row or names what is missing.
class TrapsTest {
  private static final Quirks SHORT_PAGES =
      Quirks.defaults().with(new Quirks.Paging(7, 3, 2, 100_000));

  @TempDir private static Path folder;
  private static TestTenant tenant;
  private static Service service;
  private static GraphqlCaller manager;
  private static String connection;

  @BeforeAll
  static void starts_the_service() throws IOException {
    tenant = new TestTenant(folder, SHORT_PAGES);
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

  @AfterEach
  void the_tenant_recovers() {
    tenant.simulator().control().clearFaults();
  }

  @Test
  void pages_shorter_than_asked_for_are_read_to_the_end() throws SQLException {
    assertThat(rows("client")).isEqualTo(tenant.simulator().control().rowCounts().clients());
    assertThat(rows("site")).isEqualTo(tenant.simulator().control().rowCounts().sites());
    assertThat(rows("contact")).isEqualTo(tenant.simulator().control().rowCounts().users());
    assertThat(rows("asset")).isEqualTo(tenant.simulator().control().rowCounts().assets());
    assertThat(rows("ticket")).isEqualTo(tenant.simulator().control().rowCounts().tickets());
  }

  @Test
  void no_note_is_missing_once_all_are_read_though_their_numbers_repeat() throws SQLException {
    var run = sync("NOTES");

    assertThat(run.path("state").asString()).as("%s", run).isEqualTo("COMPLETE");
    assertThat(
            count(
                """
                select count(*)
                from halo.note
                group by note_id
                order by 1 desc
                limit 1
                """))
        .isGreaterThan(1);
    var gap = ask("query($id: ID!) { mirrorStatus(connectionId: $id) { notes { missing } } }");
    assertThat(gap.at("/mirrorStatus/notes/missing").asInt()).isZero();
  }

  @Test
  void an_empty_list_is_never_a_complete_run_even_if_its_deletions_are_approved()
      throws SQLException {
    var before = rows("site");
    tenant.simulator().control().addFault(Fault.always(Fault.Effect.NO_ROWS).onPath("/api/site"));

    var run = sync("SITES");
    assertThat(run.path("state").asString()).isEqualTo("SHORT");
    assertThat(run.path("gap").asString()).contains("empty list");
    var held = held();
    assertThat(held.at("/heldDeletions/0/cause").asString()).isEqualTo("EMPTY_LIST");
    assertThat(held.at("/heldDeletions/0/records").asLong()).isEqualTo(before);
    approve(before);

    var approved = sync("SITES");
    assertThat(approved.path("state").asString()).isEqualTo("SHORT");
    assertThat(approved.path("gap").asString()).contains("still has " + before);
    assertThat(rows("site")).isEqualTo(before);
    tenant.simulator().control().clearFaults();
    assertThat(sync("SITES").path("state").asString()).isEqualTo("COMPLETE");
    assertThat(held().at("/heldDeletions").size()).isZero();
  }

  @Test
  void a_list_that_fails_ends_the_run_as_failed_and_takes_no_row_away() throws SQLException {
    var before = rows("asset");
    tenant.simulator().control().addFault(Fault.status(403).onPath("/api/asset"));

    var failed = sync("ASSETS");
    assertThat(failed.path("state").asString()).isEqualTo("FAILED");
    assertThat(failed.path("gap").asString()).isNotBlank();
    assertThat(rows("asset")).isEqualTo(before);

    tenant.simulator().control().clearFaults();
    assertThat(sync("ASSETS").path("state").asString()).isEqualTo("COMPLETE");
  }

  private static JsonNode sync(String resource) {
    var earlier = latest(resource).path("id").asString("");
    ask(
        "mutation($id: ID!) { startSync(connectionId: $id, resources: [%s]) { userErrors { code } } }"
            .formatted(resource));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> {
          var run = latest(resource);
          return !run.path("id").asString("").equals(earlier)
              && !run.path("state").asString("").equals("RUNNING");
        });
    return latest(resource);
  }

  private static JsonNode latest(String resource) {
    for (var run :
        ask("query($id: ID!) { mirrorStatus(connectionId: $id) { runs { id resource state gap } } }")
            .at("/mirrorStatus/runs")) {
      if (run.path("resource").asString().equals(resource)) {
        return run;
      }
    }
    return MissingNode.getInstance();
  }

  private static JsonNode held() {
    return ask("query($id: ID!) { heldDeletions(connectionId: $id) { cause records } }");
  }

  private static void approve(long records) {
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

  private static JsonNode ask(String document) {
    return manager.ask(document, Map.of("id", connection));
  }

  private static long rows(String table) throws SQLException {
    return count("select count(*) from halo." + table + " where deleted_at is null");
  }

  private static long count(String sql) throws SQLException {
    var database = tenant.database();
    try (var open = DriverManager.getConnection(database.jdbcUrl(), database.user(), "");
        var rows = open.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
