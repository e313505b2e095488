package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.HaloSimulator;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.SimulatorConfig;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two tenants on one instance, of which one does not answer any more.
@Order(7)
class TroubledTenantTest {
  private static final Scale TINY = new Scale(1, 1, 1, 3, 3, 0);
  private static final Duration LONG = Duration.ofMinutes(2);

  /// Less than the four attempts of a call to the tenant that hangs take.
  private static final Duration MEANWHILE = Duration.ofSeconds(100);

  private static final String AWAITING =
      "update halo.ticket set closed = false, notes_read_at = null";

  private static final String AWAITING_LAST =
      """
      update halo.ticket
      set closed = true, notes_read_at = null, halo_updated_at = now() - interval '1 year'
      where connection_id %s (select connection_id from halo.ticket where summary = 'Heard of')
      """;

  private static final Map<String, String> SOON = Map.of("SUPERIT_SYNC_POLL", "5s");

  @TempDir Path folder;

  private TestTenant sound;
  private HaloSimulator troubled;
  private Service service;
  private GraphqlCaller manager;
  private String first;

  @BeforeEach
  void connect_both() throws Exception {
    sound = new TestTenant(folder, TINY, Quirks.defaults(), RateLimit.unlimited());
    var config = SimulatorConfig.builder().scale(TINY).rateLimit(RateLimit.unlimited()).build();
    troubled = HaloSimulator.start(config);
    service = Service.start(Settings.read(SettingsSource.of(sound.config(), SOON)));
    manager = sound.manager();
    var its = sound.tenant();
    first = sync(its);
    var _ =
        sync(
            new DemoSetup.Tenant(
                troubled.uri().toString(), its.name(), its.clientId(), its.clientSecret()));
    await().atMost(LONG).until(() -> count("sync_run where state = 'COMPLETE'") == 6);
  }

  @AfterEach
  void stop() {
    troubled.close();
    manager.close();
    service.close();
    sound.close();
  }

  @Test
  void a_tenant_that_hangs_keeps_no_other_from_being_polled_and_its_notes_from_being_read()
      throws Exception {
    // Polls begin with the clients.
    hangs("/api/client");
    hangs("/api/actions");

    execute(AWAITING);
    awaitHeardOf();
    await()
        .atMost(MEANWHILE)
        .untilAsserted(() ->
            assertThat(count("ticket where summary = 'Heard of' and notes_read_at is not null"))
                .isEqualTo(1));
  }

  /// Apart from the test of new notes, since a call for these that hangs would have to end first.
  @Test
  void a_tenant_that_hangs_keeps_the_old_notes_of_no_other_from_being_read() throws Exception {
    awaitHeardOf();
    hang("/api/tickets");
    awaitAskedFor("/api/tickets", AWAITING_LAST.formatted("not in"));

    execute(AWAITING_LAST.formatted("in"));

    await()
        .atMost(MEANWHILE)
        .untilAsserted(() ->
            assertThat(count("ticket where summary = 'Heard of' and notes_read_at is not null"))
                .isEqualTo(1));
  }

  @Test
  void a_run_that_a_pause_stopped_is_taken_up_by_itself_when_it_is_over() throws Exception {
    var control = sound.simulator().control();
    control.addFault(Fault.always(Fault.Effect.DELAY).after(Duration.ofSeconds(3)));
    manager.ask(
        "mutation($id: ID!) { startSync(connectionId: $id, resources: [TICKETS]) { resources } }",
        Map.of("id", first));
    await().atMost(LONG).until(() -> count("sync_run where state = 'RUNNING'") == 1);
    manager.ask(
        "mutation($id: ID!) { pauseSync(connectionId: $id) { userErrors { code } } }",
        Map.of("id", first));
    await().atMost(LONG).until(() -> count("sync_run where state = 'FAILED'") == 1);
    control.clearFaults();

    manager.ask(
        "mutation($id: ID!) { resumeSync(connectionId: $id) { userErrors { code } } }",
        Map.of("id", first));

    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(count("sync_run where resource = 'TICKETS' and state = 'COMPLETE'"))
                .isEqualTo(3));
  }

  private void awaitHeardOf() throws SQLException {
    sound.simulator().control().changeTicket(ticket(), Map.of("summary", "Heard of"));
    await()
        .atMost(MEANWHILE)
        .untilAsserted(() -> assertThat(count("ticket where summary = 'Heard of'")).isEqualTo(1));
  }

  private void hangs(String path) throws SQLException {
    hang(path);
    awaitAskedFor(path, AWAITING);
  }

  private void hang(String path) {
    var hanging = Fault.always(Fault.Effect.DELAY).after(Duration.ofMinutes(5));
    troubled.control().addFault(hanging.onPath(path + "*"));
  }

  private void awaitAskedFor(String path, String change) throws SQLException {
    var control = troubled.control();
    control.resetStatistics();
    execute(change);
    await()
        .atMost(LONG)
        .until(() ->
            control.statistics().calls().keySet().stream()
                .anyMatch(call -> call.startsWith("GET " + path)));
  }

  /// @return the id of the connection
  private String sync(DemoSetup.Tenant tenant) {
    var input =
        Map.of(
            "name", tenant.url(),
            "tenantUrl", tenant.url(),
            "tenantName", tenant.name(),
            "clientId", tenant.clientId(),
            "clientSecret", tenant.clientSecret());
    var created =
        manager.ask(
            """
            mutation($input: CreateHaloConnectionInput!) {
              createHaloConnection(input: $input) { connection { id } userErrors { message } }
            }
            """,
            Map.of("input", input));
    var id = created.at("/createHaloConnection/connection/id").asString();
    manager.ask(
        """
        mutation($id: ID!) {
          testHaloConnection(connectionId: $id) { passed }
          startSync(connectionId: $id, resources: [CLIENTS, TICKETS, NOTES]) { userErrors { message } }
        }
        """,
        Map.of("id", id));
    return id;
  }

  private int ticket() throws SQLException {
    return (int) number("select min(ticket_id) from halo.ticket");
  }

  private long count(String rows) throws SQLException {
    return number("select count(*) from halo." + rows);
  }

  private long number(String sql) throws SQLException {
    return sound.store().count(sql);
  }

  private void execute(String sql) throws SQLException {
    sound.execute(sql);
  }
}
