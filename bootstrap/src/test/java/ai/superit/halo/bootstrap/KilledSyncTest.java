package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The service is killed several times while it reads a list of 200 pages: it goes on near where it
/// was, and the mirror is what Halo has.
class KilledSyncTest {
  private static final int TICKETS = 2_000;
  private static final int ROWS = 10;
  private static final int KILLS = 3;

  private static final String POSITIONS = "select saved_at from halo.list_position";
  private static final String WISHES = "select resource from halo.sync_wish";
  private static final String ENDED =
      """
      select concat_ws(' ', state, expected, distinct_keys, created + updated + unchanged)
      from halo.sync_run
      where state not in ('RUNNING', 'FAILED')
      """;

  @TempDir private Path folder;
  private @Nullable ServiceProcess running;

  @AfterEach
  void leave_nothing_running() {
    if (running != null) {
      running.close();
    }
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void a_sync_that_is_killed_goes_on_and_misses_nothing() throws Exception {
    var shortPages = Quirks.defaults().with(new Quirks.Paging(ROWS, ROWS, ROWS, 100_000));
    var scale = new Scale(5, 8, 30, TICKETS, 0, 10);
    try (var tenant = new TestTenant(folder, scale, shortPages, RateLimit.unlimited())) {
      var control = tenant.simulator().control();
      var slow = Fault.always(Fault.Effect.DELAY).after(Duration.ofMillis(60));
      control.addFault(slow.onPath("/api/tickets"));
      var service = started(tenant);
      startSync(tenant);
      for (int kill = 1; kill <= KILLS; kill++) {
        awaitPosition(tenant);
        awaitPosition(tenant);
        service.kill();
        letTimePass(tenant);
        control.resetStatistics();
        service = started(tenant);
      }
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> !texts(tenant, ENDED).isEmpty() && texts(tenant, WISHES).isEmpty());

      assertThat(texts(tenant, ENDED)).containsExactly("COMPLETE 2000 2000 2000");
      assertThat(texts(tenant, POSITIONS)).isEmpty();
      assertThat(control.statistics().calls().get("GET /api/tickets"))
          .isLessThan(TICKETS / ROWS - 50);
      assertThat(
              texts(
                  tenant,
                  "select summary from halo.ticket where deleted_at is null order by ticket_id"))
          .isEqualTo(summaries(tenant));
    }
  }

  private ServiceProcess started(TestTenant tenant) {
    var service =
        ServiceProcess.start(
            folder.resolve("service.log"), "run", "--config", tenant.config().toString());
    running = service;
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          assertThat(service.isAlive()).as(service::printed).isTrue();
          return tenant.isReady();
        });
    return service;
  }

  private static void awaitPosition(TestTenant tenant) throws SQLException {
    var before = texts(tenant, POSITIONS);
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> !texts(tenant, POSITIONS).equals(before));
  }

  /// A run that was killed is taken for dead after two minutes.
  private static void letTimePass(TestTenant tenant) throws SQLException {
    try (var connection = connect(tenant)) {
      connection
          .createStatement()
          .executeUpdate("update halo.sync_run set heard_at = heard_at - interval '10 minutes'");
    }
  }

  private static List<String> summaries(TestTenant tenant) throws SQLException {
    var summaries = new ArrayList<String>();
    for (var id : texts(tenant, "select ticket_id from halo.ticket order by ticket_id")) {
      summaries.add(
          tenant.simulator().control().ticket(Integer.parseInt(id)).path("summary").asString());
    }
    return summaries;
  }

  private static List<String> texts(TestTenant tenant, String sql) throws SQLException {
    var found = new ArrayList<String>();
    try (var connection = connect(tenant);
        var rows = connection.createStatement().executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static java.sql.Connection connect(TestTenant tenant) throws SQLException {
    return DriverManager.getConnection(tenant.database().jdbcUrl(), tenant.database().user(), "");
  }

  private static void startSync(TestTenant tenant) {
    try (var manager = tenant.manager()) {
      var its = tenant.tenant();
      var id =
          manager
              .ask(
                  """
                  mutation($input: CreateHaloConnectionInput!) {
                    createHaloConnection(input: $input) { connection { id } userErrors { message } }
                  }
                  """,
                  Map.of(
                      "input",
                      Map.of(
                          "name", "Long tenant",
                          "tenantUrl", its.url(),
                          "tenantName", its.name(),
                          "clientId", its.clientId(),
                          "clientSecret", its.clientSecret())))
              .at("/createHaloConnection/connection/id")
              .asString();
      manager.ask(
          """
          mutation($id: ID!) {
            startSync(connectionId: $id, resources: [TICKETS]) { userErrors { message } }
          }
          """,
          Map.of("id", id));
    }
  }
}
