package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.simulator.DeliveryFault;
import ai.superit.halo.simulator.Event;
import ai.superit.halo.simulator.Fault;
import ai.superit.halo.simulator.Quirks;
import ai.superit.halo.simulator.RateLimit;
import ai.superit.halo.simulator.Scale;
import ai.superit.halo.simulator.TenantControl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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

  private static final Map<String, String> ONLY_WHEN_ASKED =
      Map.of(
          "SUPERIT_WEBHOOKS_RECONCILE", "1d",
          "SUPERIT_SYNC_NOTES", "0s",
          "SUPERIT_SYNC_OLD_NOTES", "false");

  /// What a row says of when and how it came here, and whether there was time for its notes; and
  /// what lists do not tell, so that it is not known of everything.
  private static final String ABOUT_THE_MIRROR =
      "- 'synced_at' - 'source' - 'notes_read_at' - 'notes_missing' - 'content_hash' - 'fields' - 'fields_unread' - 'page_unread' - 'asset_tag'";

  private static final List<String> MIRRORED =
      List.of(
          "select to_jsonb(t) %s from halo.client t where deleted_at is null order by client_id",
          "select to_jsonb(t) %s from halo.site t where deleted_at is null order by site_id",
          "select to_jsonb(t) %s from halo.contact t where deleted_at is null order by contact_id",
          "select to_jsonb(t) %s from halo.asset t where deleted_at is null order by asset_id",
          """
          select to_jsonb(t) %s - case when closed then 'asset_ids' else '' end
          from halo.ticket t where deleted_at is null order by ticket_id
          """,
          """
          select to_jsonb(t) %s from halo.note t join halo.ticket using (connection_id, ticket_id)
          where t.deleted_at is null and ticket.deleted_at is null and not ticket.closed
          order by ticket_id, note_id
          """);

  private static final List<String> TABLES =
      List.of("client", "site", "contact", "asset", "ticket", "note");

  private static final String NOTES_AWAITED =
      "ticket where not closed and deleted_at is null and (notes_read_at is null or page_unread)";

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
    manager.ask(
        """
        mutation($id: ID!, $events: [WebhookEventInput!]!) {
          setSyncSchedule(connectionId: $id, mode: REAL_TIME) { userErrors { message } }
          setWebhookEvents(connectionId: $id, events: $events) { userErrors { message } }
        }
        """,
        Map.of("id", connection, "events", events()));
  }

  @BeforeEach
  void begin_with_nothing_missing() throws Exception {
    awaitRest();
    reconcile();
    execute("delete from halo.logged_delivery");
    control().resetStatistics();
    changes = new MixedChanges(tenant, new Random(20_260_302));
  }

  /// All that the tenant can tell of, with the numbers by which it does.
  private static List<Map<String, Object>> events() {
    return Stream.of(WebhookEvent.values())
        .filter(event -> !event.name().startsWith("INVOICE"))
        .map(event ->
            Map.of(
                "event",
                event.name(),
                "numbers",
                event.numbers().isEmpty() ? List.of(number(event)) : List.copyOf(event.numbers())))
        .toList();
  }

  private static int number(WebhookEvent event) {
    var name = event.name().replace("CONTACT", "USER").replace("NOTE", "ACTION");
    return Event.valueOf(name).usualNumber();
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
    settle();
    service = started();
    changes.make(CHANGES - CHANGES / 2 - CHANGES / 20);
    // what is read again for another reason may bring all that was lost along, but not this
    settle();
    changes.loseOne();
    settle();
    var sent = control().statistics();
    assertThat(tickets()).isNotEqualTo(expected());
    control().resetStatistics();

    reconcile();

    awaitRest();
    assertThat(tickets()).isEqualTo(expected());
    var calls = control().statistics().calls();
    var pages = sum(calls, "webhookevent");
    var attempts = 2 * (sent.deliveriesSent() + sent.deliveriesFailed()) + sent.deliveriesLost();
    assertThat(pages).isBetween(CHANGES / PAGE * 9L / 10, attempts / PAGE + 2);
    var missed = count(MISSED);
    assertThat(missed).isPositive();
    assertThat(sum(calls, "")).as("of all: %s", calls).isLessThanOrEqualTo(missed + pages);
    assertThat(sum(calls, "{id}") + sum(calls, "actions") + sum(calls, "status"))
        .as("nothing but records, notes, and proofs that one is gone: %s", calls)
        .isEqualTo(sum(calls, "") - pages);
    assertThat(sum(calls, "tickets/{id}"))
        .as("only those that the log does not show, or the mirror does not have: %s", calls)
        .isLessThan(count(MISSED_TICKETS));
    var mirror = mirror();
    readAgain();
    assertThat(differences(mirror, mirror())).isEmpty();
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

    reconcile();

    assertThat(proof().path("log").asString()).isEqualTo("NOT_KEPT");
    assertThat(tickets()).isEqualTo(expected());
  }

  /// Without the mirror, as at the first time.
  private static void readAgain() throws Exception {
    for (var table : TABLES) {
      execute("delete from halo." + table);
    }
    var resources = List.of("CLIENTS", "SITES", "CONTACTS", "ASSETS", "TICKETS");
    var began = count("sync_run");
    manager.ask(
        """
        mutation($id: ID!, $resources: [SyncResource!]!) {
          startSync(connectionId: $id, resources: $resources) { userErrors { message } }
        }
        """,
        Map.of("id", connection, "resources", resources));
    await()
        .atMost(LONG)
        .until(() ->
            count("sync_run") >= began + resources.size()
                && count("sync_run where state = 'RUNNING'") + count("sync_wish") == 0);
    awaitRest();
  }

  private static void awaitRest() {
    await()
        .atMost(LONG)
        .until(() ->
            count(NOTES_AWAITED)
                    + count("asset where fields_unread and deleted_at is null")
                    + count("client where page_unread and deleted_at is null")
                == 0);
  }

  /// Until nothing is under way any more, on either side.
  private static void settle() throws Exception {
    Thread.sleep(DeliveryFault.always(DeliveryFault.Effect.DELAYED).delay().plusSeconds(1));
    assertThat(control().awaitDeliveries(LONG)).isTrue();
    await()
        .atMost(LONG)
        .until(() ->
            !tenant.isReady()
                || count("delivery_task where state = 'OPEN'") + count("delivery_arrival") == 0);
    if (tenant.isReady()) {
      awaitRest();
    }
  }

  private static void reconcile() throws SQLException {
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
    execute("update halo.delivery_proof set answering = false");
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
    return Service.start(Settings.read(SettingsSource.of(tenant.config(), ONLY_WHEN_ASKED)));
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

  private static List<String> differences(List<String> one, List<String> other) {
    return Stream.concat(
            without(one, other).map("only before: "::concat),
            without(other, one).map("only after: "::concat))
        .toList();
  }

  private static Stream<String> without(List<String> rows, List<String> others) {
    var known = Set.copyOf(others);
    return rows.stream().filter(row -> !known.contains(row));
  }

  /// Every row, with every field that comes from the tenant.
  private static List<String> mirror() throws SQLException {
    var rows = new ArrayList<String>();
    for (var sql : MIRRORED) {
      rows.addAll(tenant.store().texts(sql.formatted(ABOUT_THE_MIRROR)));
    }
    return rows;
  }

  private static long count(String from) throws SQLException {
    var table = from.startsWith("(") ? from + " as counted" : "halo." + from;
    return tenant.store().count("select count(*) from " + table);
  }

  private static void execute(String sql) throws SQLException {
    tenant.execute(sql);
  }

  private static long sum(Map<String, Long> calls, String path) {
    return calls.entrySet().stream()
        .filter(call -> call.getKey().contains(path) && !call.getKey().contains("/auth/"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
