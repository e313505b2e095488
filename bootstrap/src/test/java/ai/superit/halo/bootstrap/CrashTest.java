package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Deliveries keep coming while the service is killed and started again: whatever was answered with
/// 2xx is in the inbox once and ends up in the mirror.
class CrashTest {
  private static final int DELIVERIES = 2_000;
  private static final int SENDERS = 8;
  private static final int KILLS = 4;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir private Path folder;

  private @Nullable ServiceProcess running;

  private final Map<Integer, Integer> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void leave_nothing_running() {
    if (running != null) {
      running.close();
    }
  }

  private static final String COUNTED_LATENCIES =
      "select sum(number)::int8 from halo.delivery_share where kind = 'LATENCY'";

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void nothing_acknowledged_is_lost_when_the_service_is_killed() throws Exception {
    try (var tenant = new TestTenant(folder)) {
      var service = started(tenant);
      var tickets = setUp(tenant);
      var sender = sender(tenant);

      var senders = Executors.newFixedThreadPool(SENDERS);
      try {
        for (int number = 1; number <= DELIVERIES; number++) {
          var version = number;
          var ticket = tickets.get(number % tickets.size());
          senders.execute(() -> sendUntilAcknowledged(sender, ticket, version));
        }
        for (int kill = 1; kill <= KILLS; kill++) {
          var threshold = kill * DELIVERIES / (KILLS + 1);
          await().atMost(Duration.ofMinutes(2)).until(() -> done.get() >= threshold);
          service.kill();
          service = started(tenant);
        }
        senders.shutdown();
        assertThat(senders.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
      } finally {
        // Those who still wait for a service that did not come back would wait for ever.
        senders.shutdownNow();
      }

      assertThat(acknowledged).isNotEmpty();
      awaitProcessed(tenant);
      assertThat(count(tenant, "select count(distinct body) from halo.delivery"))
          .isEqualTo(DELIVERIES);
      assertThat(count(tenant, "select count(*) from halo.delivery_task where state = 'APPLIED'"))
          .isEqualTo(DELIVERIES);
      assertThat(count(tenant, "select sum(applied)::int8 from halo.delivery_hour"))
          .isEqualTo(DELIVERIES);
      assertThat(count(tenant, COUNTED_LATENCIES)).isEqualTo(DELIVERIES);
      assertThat(summaries(tenant)).containsAllEntriesOf(expectedSummaries());
      assertThat(service.terminate()).isIn(0, 143);
    }
  }

  private ServiceProcess started(TestTenant tenant) {
    var service =
        ServiceProcess.start(
            folder.resolve("service.log"), "run", "--config", tenant.config().toString());
    running = service;
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          assertThat(service.isAlive()).as(service::printed).isTrue();
          return tenant.isReady();
        });
    return service;
  }

  /// Connects and syncs, and takes some tickets whose client will not change.
  private static List<ObjectNode> setUp(TestTenant tenant) {
    try (var manager = tenant.manager()) {
      new DemoSetup(manager, System.out).connectAndSync(tenant.tenant());
    }
    var tickets = new ArrayList<ObjectNode>();
    try (var manager = tenant.manager()) {
      manager
          .ask("{ tickets(first: 50) { edges { node { number } } } }", Map.of())
          .at("/tickets/edges")
          .forEach(edge -> tickets.add(snapshot(tenant, edge.at("/node/number").asInt())));
    }
    return tickets;
  }

  private static ObjectNode snapshot(TestTenant tenant, int number) {
    var ticket = (ObjectNode) tenant.simulator().control().ticket(number).deepCopy();
    ticket.remove("actions");
    return ticket;
  }

  private interface Sender {
    int post(byte[] body) throws IOException, InterruptedException;
  }

  private static Sender sender(TestTenant tenant) {
    var webhook = tenant.webhook();
    var key = new SecretKeySpec(webhook.secret().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    var client = HttpClient.newHttpClient();
    return body -> {
      var request =
          HttpRequest.newBuilder(webhook.address())
              .header("Content-Type", "application/json")
              .header(webhook.header(), signature(key, body))
              .timeout(Duration.ofSeconds(10))
              .POST(HttpRequest.BodyPublishers.ofByteArray(body))
              .build();
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    };
  }

  private static String signature(SecretKeySpec key, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /// As Halo does: again and again until somebody takes it.
  private void sendUntilAcknowledged(Sender sender, ObjectNode ticket, int version) {
    var body = delivery(ticket, version);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        if (sender.post(body) / 100 == 2) {
          acknowledged.merge(ticket.path("id").asInt(), version, Math::max);
          done.incrementAndGet();
          return;
        }
      } catch (IOException down) {
        Thread.onSpinWait();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static byte[] delivery(ObjectNode ticket, int version) {
    var changed = ticket.deepCopy();
    var at = Instant.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(3_600 + version);
    changed.put("summary", "version " + version);
    changed.put("last_update", at.toString().replace("Z", ""));
    var envelope = JSON.createObjectNode();
    envelope.put("id", UUID.randomUUID().toString());
    envelope.put("webhook_id", UUID.randomUUID().toString());
    envelope.put("event", "ticket updated");
    envelope.put("object_id", ticket.path("id").asInt());
    envelope.put("timestamp", Instant.now().toString());
    envelope.set("ticket", changed);
    return JSON.writeValueAsBytes(envelope);
  }

  private static void awaitProcessed(TestTenant tenant) {
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(250))
        .until(() ->
            count(tenant, "select count(*) from halo.delivery_task where state = 'OPEN'")
                    + count(tenant, "select count(*) from halo.delivery_arrival")
                == 0);
  }

  private Map<Integer, String> expectedSummaries() {
    var expected = new HashMap<Integer, String>();
    acknowledged.forEach((ticket, version) -> expected.put(ticket, "version " + version));
    return expected;
  }

  private static Map<Integer, String> summaries(TestTenant tenant) throws SQLException {
    var found = new HashMap<Integer, String>();
    try (var connection = connect(tenant);
        var rows =
            connection
                .createStatement()
                .executeQuery("select ticket_id, summary from halo.ticket")) {
      while (rows.next()) {
        found.put(rows.getInt(1), rows.getString(2));
      }
    }
    return found;
  }

  private static long count(TestTenant tenant, String sql) throws SQLException {
    try (var connection = connect(tenant);
        var rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static java.sql.Connection connect(TestTenant tenant) throws SQLException {
    return DriverManager.getConnection(tenant.database().jdbcUrl(), tenant.database().user(), "");
  }
}
