package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.DeliveryFault;
import ai.superit.halo.simulator.DeliveryFault.Effect;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.TenantControl;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Deliveries that never arrive are found by Halo's own log, and only what they were about is read
/// again. Nothing else looks for changes meanwhile.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class ReconciliationTest {
  private static final int CHANGES = 10_000;
  private static final int PAGE = 100;
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final Map<String, String> ONLY_WHEN_ASKED =
      Map.of(
          "SUPERIT_WEBHOOKS_RECONCILE", "1d",
          "SUPERIT_SYNC_NOTES", "0s",
          "SUPERIT_SYNC_OLD_NOTES", "false");

  @TempDir Path folder;

  private final Random random = new Random(20_260_302);
  private TestTenant tenant;
  private Service service;
  private GraphqlCaller manager;
  private String connection;
  private List<Integer> tickets;

  @BeforeEach
  void start() throws Exception {
    tenant =
        new TestTenant(
            folder,
            new Scale(5, 8, 30, 2_000, 0, 20),
            Quirks.defaults(),
            RateLimit.unlimited(),
            List.of(Duration.ofMillis(500)));
    service = started();
    manager = tenant.manager();
    connection = new DemoSetup(manager, System.out).connectAndSync(tenant.tenant());
    manager.ask(
        """
        mutation($id: ID!) {
          setSyncSchedule(connectionId: $id, mode: REAL_TIME) { userErrors { message } }
        }
        """,
        Map.of("id", connection));
    await()
        .atMost(LONG)
        .until(() ->
            count("ticket where not closed and notes_read_at is null")
                    + count("asset where fields_unread")
                == 0);
    tickets = List.copyOf(summaries().keySet());
    reconcile();
  }

  @AfterEach
  void stop() {
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  void after_one_reconciliation_the_mirror_equals_the_tenant() throws Exception {
    changeSome(CHANGES / 2);
    service.close();
    changeSome(CHANGES / 20);
    settle();
    service = started();
    changeSome(CHANGES - CHANGES / 2 - CHANGES / 20);
    settle();
    change(tickets.getFirst(), "unheard of", Effect.LOST);
    settle();
    assertThat(summaries()).isNotEqualTo(expected());
    var sent = control().statistics();
    control().resetStatistics();

    reconcile();

    assertThat(summaries()).isEqualTo(expected());
    var calls = control().statistics().calls();
    var pages = sum(calls, "webhookevent");
    var attempts = 2 * (sent.deliveriesSent() + sent.deliveriesFailed()) + sent.deliveriesLost();
    assertThat(pages).isBetween(CHANGES / PAGE * 9L / 10, attempts / PAGE + 2);
    var missed =
        count("(select distinct objects from halo.logged_delivery where received_at is null)");
    assertThat(missed).isBetween(1L, (long) tickets.size());
    assertThat(sum(calls, "tickets")).as(calls.toString()).isLessThanOrEqualTo(missed);
    assertThat(calls.keySet())
        .as("beside these, only notes are read, of tickets that have new ones")
        .allMatch(path -> path.matches(".*/api/(tickets|webhookevent|actions).*"));
  }

  @Test
  void where_there_is_no_log_the_tenant_is_asked_for_what_changed() throws Exception {
    control().addFault(Fault.status(404).onPath("/api/webhookevent"));
    changeSome(50);
    settle();
    change(tickets.getFirst(), "unheard of", Effect.LOST);
    settle();
    assertThat(summaries()).isNotEqualTo(expected());

    reconcile();

    assertThat(proof().path("log").asString()).isEqualTo("NOT_KEPT");
    assertThat(summaries()).isEqualTo(expected());
  }

  /// One in twenty each is lost, doubled and delayed.
  private void changeSome(int changes) {
    for (int i = 0; i < changes; i++) {
      var id = tickets.get(random.nextInt(tickets.size()));
      var summary = "version " + random.nextInt();
      switch (random.nextInt(20)) {
        case 0 -> change(id, summary, Effect.LOST);
        case 1 -> change(id, summary, Effect.DOUBLED);
        case 2 -> change(id, summary, Effect.DELAYED);
        default -> control().changeTicket(id, Map.of("summary", summary));
      }
    }
  }

  private void change(int id, String summary, Effect effect) {
    control().addDeliveryFault(DeliveryFault.always(effect));
    control().changeTicket(id, Map.of("summary", summary));
    control().clearDeliveryFaults();
  }

  /// Until nothing is under way any more, on either side.
  private void settle() throws Exception {
    Thread.sleep(DeliveryFault.always(Effect.DELAYED).delay().plusSeconds(1));
    assertThat(control().awaitDeliveries(LONG)).isTrue();
    await()
        .atMost(LONG)
        .until(() ->
            !tenant.isReady()
                || count("delivery_task where state = 'OPEN'")
                        + count("delivery_arrival")
                        + count("ticket where page_unread and not closed")
                    == 0);
  }

  private void reconcile() throws SQLException {
    manager.ask(
        """
        mutation($id: ID!) {
          reconcileDeliveries(connectionId: $id) { connection { id } userErrors { message } }
        }
        """,
        Map.of("id", connection));
    await()
        .atMost(LONG)
        .until(() ->
            count("delivery_proof where answering and busy_until < now() and not hurried") == 1);
    try (var database = database()) {
      database.createStatement().execute("update halo.delivery_proof set answering = false");
    }
  }

  private JsonNode proof() {
    return manager
        .ask(
            """
            query($id: ID!) {
              haloConnection(id: $id) {
                deliveryProof {
                  log
                  checkedAt
                  hours { sent received late missing repaired }
                  missed(first: 3) { sentAt records repairedAt problem }
                }
              }
            }
            """,
            Map.of("id", connection))
        .at("/haloConnection/deliveryProof");
  }

  private Service started() {
    return Service.start(Settings.read(SettingsSource.of(tenant.config(), ONLY_WHEN_ASKED)));
  }

  private TenantControl control() {
    return tenant.simulator().control();
  }

  private Map<Integer, String> expected() {
    var expected = new HashMap<Integer, String>();
    tickets.forEach(id -> expected.put(id, control().ticket(id).path("summary").asString()));
    return expected;
  }

  /// Of open tickets, whose notes have been read: nothing else asks the tenant for them.
  private Map<Integer, String> summaries() throws SQLException {
    var found = new HashMap<Integer, String>();
    try (var database = database();
        var rows =
            database
                .createStatement()
                .executeQuery("select ticket_id, summary from halo.ticket where not closed")) {
      while (rows.next()) {
        found.put(rows.getInt(1), rows.getString(2));
      }
    }
    return found;
  }

  private long count(String from) throws SQLException {
    var table = from.startsWith("(") ? from + " as counted" : "halo." + from;
    try (var database = database();
        var rows = database.createStatement().executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private java.sql.Connection database() throws SQLException {
    return DriverManager.getConnection(tenant.database().jdbcUrl(), tenant.database().user(), "");
  }

  private static long sum(Map<String, Long> calls, String path) {
    return calls.entrySet().stream()
        .filter(call -> call.getKey().contains(path) && !call.getKey().contains("/auth/"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
