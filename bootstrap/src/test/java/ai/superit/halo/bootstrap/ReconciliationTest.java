package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.simulator.DeliveryFault;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.TenantControl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Deliveries that never arrive are found by Halo's own log, and only what they were about is read
/// again. Nothing else looks for changes meanwhile. `-Dreconciliation.changes` says how many there
/// are.
@Timeout(value = 8, unit = TimeUnit.MINUTES)
@Order(4)
class ReconciliationTest {
  private static final int CHANGES = Integer.getInteger("reconciliation.changes", 10_000);
  private static final int PAGE = 100;
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final String MISSED =
      "(select distinct objects from halo.logged_delivery where received_at is null)";

  private static final String MISSED_TICKETS =
      """
      (select distinct objects from halo.logged_delivery
       where received_at is null and objects like 'TICKET:%')
      """;

  @TempDir private static Path folder;

  private static TestTenant tenant;
  private static Service service;
  private static GraphqlCaller manager;
  private static String connection;
  private static MirroredTenant mirrored;

  private MixedChanges changes;

  @BeforeAll
  static void start() throws Exception {
    tenant =
        new TestTenant(
            folder,
            new Scale(5, 8, 30, 1_000, 0, 20),
            Quirks.defaults(),
            RateLimit.unlimited(),
            List.of(Duration.ofMillis(500)));
    service = started();
    manager = tenant.manager();
    connection = tenant.connectAndSync();
    mirrored = new MirroredTenant(tenant, manager, connection);
    mirrored.hearOfEverything();
  }

  @BeforeEach
  void begin_with_nothing_missing() throws Exception {
    mirrored.awaitRest();
    mirrored.reconcile();
    tenant.execute("delete from halo.logged_delivery");
    control().resetStatistics();
    changes = new MixedChanges(tenant, new Random(20_260_302));
  }

  @AfterEach
  void mend_the_tenant() {
    control().clearFaults();
  }

  @AfterAll
  static void stop() {
    manager.close();
    service.close();
    tenant.close();
  }

  @Test
  void after_one_reconciliation_the_mirror_equals_the_tenant() throws Exception {
    changes.make(CHANGES / 2);
    service.close();
    changes.make(CHANGES / 20);
    letDeliveriesEnd();
    service = started();
    changes.make(CHANGES - CHANGES / 2 - CHANGES / 20);
    // what is read again for another reason may bring all that was lost along, but not this
    settle();
    changes.loseOne();
    settle();
    var sent = control().statistics();
    assertThat(tickets()).isNotEqualTo(expected());
    control().resetStatistics();

    mirrored.reconcile();

    mirrored.awaitRest();
    assertThat(tickets()).isEqualTo(expected());
    var calls = control().statistics().calls();
    var pages = sum(calls, "webhookevent");
    var attempts = 2 * (sent.deliveriesSent() + sent.deliveriesFailed()) + sent.deliveriesLost();
    assertThat(pages).isBetween(CHANGES / PAGE * 9L / 10, attempts / PAGE + 2);
    var missed = mirrored.count(MISSED);
    assertThat(missed).isPositive();
    assertThat(sum(calls, "")).as("of all: %s", calls).isLessThanOrEqualTo(missed + pages);
    assertThat(sum(calls, "{id}") + sum(calls, "actions") + sum(calls, "status"))
        .as("nothing but records, notes, and proofs that one is gone: %s", calls)
        .isEqualTo(sum(calls, "") - pages);
    assertThat(sum(calls, "tickets/{id}"))
        .as("only those that the log does not show, or the mirror does not have: %s", calls)
        .isLessThan(mirrored.count(MISSED_TICKETS));
    var mirror = mirrored.rows();
    mirrored.readAgain();
    assertThat(MirroredTenant.differences(mirror, mirrored.rows())).isEmpty();
  }

  @Test
  void where_there_is_no_log_the_tenant_is_asked_for_what_changed() throws Exception {
    control().addFault(Fault.status(404).onPath("/api/webhookevent"));
    changes.make(50);
    // what is read again for another reason would bring the lost change along
    settle();
    changes.loseOne();
    settle();
    assertThat(tickets()).isNotEqualTo(expected());

    mirrored.reconcile();

    assertThat(proof().path("log").asString()).isEqualTo("NOT_KEPT");
    assertThat(tickets()).isEqualTo(expected());
  }

  /// Until nothing is under way any more, on either side.
  private static void settle() throws Exception {
    letDeliveriesEnd();
    await().atMost(LONG).until(tenant::isReady);
    mirrored.awaitApplied();
  }

  private static void letDeliveriesEnd() throws Exception {
    Thread.sleep(DeliveryFault.always(DeliveryFault.Effect.DELAYED).delay().plusSeconds(1));
    assertThat(control().awaitDeliveries(LONG)).isTrue();
  }

  private static JsonNode proof() {
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

  private static Service started() {
    return Service.start(
        Settings.read(SettingsSource.of(tenant.config(), MirroredTenant.ONLY_WHEN_ASKED)));
  }

  private static TenantControl control() {
    return tenant.simulator().control();
  }

  /// What the tenant shows of its tickets, by their numbers.
  private static Map<Integer, String> expected() throws SQLException {
    var expected = new HashMap<Integer, String>();
    for (var id : tenant.numbers("select ticket_id from halo.ticket where deleted_at is null")) {
      var ticket = control().ticket(id);
      expected.put(
          id,
          String.join(
              "|",
              ticket.path("summary").asString(),
              ticket.path("details").asString(),
              ticket.path("status_id").asString(),
              ticket.path("priority_id").asString(),
              ticket.path("client_id").asString()));
    }
    return expected;
  }

  /// The same of the mirror.
  private static Map<Integer, String> tickets() throws SQLException {
    return tenant
        .store()
        .rows(
            """
            select ticket_id,
              concat_ws('|', summary, details, status_id, priority_id, client_id)
            from halo.ticket
            where deleted_at is null
            """,
            row -> Map.entry(row.getInt(1), row.getString(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static long sum(Map<String, Long> calls, String path) {
    return calls.entrySet().stream()
        .filter(call -> call.getKey().contains(path) && !call.getKey().contains("/auth/"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
