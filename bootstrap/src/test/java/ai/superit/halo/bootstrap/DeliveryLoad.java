package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Posts deliveries as Halo does, several at once, each again and again until somebody takes it;
/// and knows what the store must hold when all of them have been applied, once each.
final class DeliveryLoad implements AutoCloseable {
  /// What a post is answered with that found nobody.
  static final String NOBODY = "no answer";

  private static final int SENDERS = 8;
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final TestTenant tenant;
  private final TenantWebhook webhook;
  private final List<URI> addresses;
  private final List<ObjectNode> tickets;
  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
  private final Map<Integer, Integer> versions = new ConcurrentHashMap<>();
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger taken = new AtomicInteger();
  private int posted;

  /// @param addresses of services on the same store, in turn
  /// @param tickets numbers of those that change; their client must not
  DeliveryLoad(TestTenant tenant, List<URI> addresses, List<Integer> tickets) {
    this.tenant = tenant;
    this.webhook = tenant.webhook();
    this.addresses =
        addresses.stream().map(base -> base.resolve(webhook.address().getPath())).toList();
    this.tickets = tickets.stream().map(this::snapshot).toList();
  }

  private ObjectNode snapshot(int number) {
    var ticket = (ObjectNode) tenant.simulator().control().ticket(number).deepCopy();
    ticket.remove("actions");
    return ticket;
  }

  /// Begins to post so many more.
  void post(int deliveries) {
    for (int each = 0; each < deliveries; each++) {
      var version = ++posted;
      senders.execute(() -> untilTaken(version));
    }
  }

  int posted() {
    return posted;
  }

  int taken() {
    return taken.get();
  }

  void awaitTaken(int deliveries) {
    await().atMost(LONG).pollInterval(Duration.ofMillis(5)).until(() -> taken() >= deliveries);
  }

  /// How often each answer came: the status, and the header that says when to come back.
  Map<String, Integer> answers() {
    return Map.copyOf(answers);
  }

  private void untilTaken(int version) {
    var ticket = tickets.get(version % tickets.size());
    var address = addresses.get(version % addresses.size());
    var body = body(ticket, version);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        var answer = answer(address, body);
        answers.merge(answer, 1, Integer::sum);
        if (answer.startsWith("2")) {
          versions.merge(ticket.path("id").asInt(), version, Math::max);
          taken.incrementAndGet();
          return;
        }
        address = addresses.get((addresses.indexOf(address) + 1) % addresses.size());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private String answer(URI address, byte[] body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .header(webhook.header(), signature(body))
            .timeout(Duration.ofSeconds(30))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.discarding());
      var later = answer.headers().firstValue("Retry-After").map(" in "::concat).orElse("");
      return answer.statusCode() + later;
    } catch (IOException down) {
      return NOBODY;
    }
  }

  private String signature(byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      var secret = webhook.secret().getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  private static byte[] body(ObjectNode ticket, int version) {
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

  /// Waits until all were taken and worked on, and sees that each was applied, and counted, once.
  void assertAppliedOnce() throws SQLException {
    awaitTaken(posted);
    await().atMost(LONG).pollInterval(Duration.ofMillis(50)).until(() -> isWorkedOff());
    assertThat(count("select count(distinct body) from halo.delivery")).isEqualTo(posted);
    assertThat(count("select count(*) from halo.delivery_task where state = 'APPLIED'"))
        .isEqualTo(posted);
    assertThat(count("select applied from halo.delivery_total")).isEqualTo(posted);
    assertThat(count("select sum(applied)::int8 from halo.delivery_hour")).isEqualTo(posted);
    assertThat(count("select sum(number)::int8 from halo.delivery_share where kind = 'LATENCY'"))
        .isEqualTo(posted);
    var expected = new HashMap<Integer, String>();
    versions.forEach((ticket, version) -> expected.put(ticket, "version " + version));
    assertThat(summaries()).containsAllEntriesOf(expected);
  }

  private boolean isWorkedOff() throws SQLException {
    return count(MirroredTenant.UNAPPLIED) == 0;
  }

  /// Lets pass the time after which somebody else takes on what a worker has not finished. What a
  /// living service works on it leaves alone: only one may be there.
  void letLeasesEnd() throws SQLException {
    tenant
        .store()
        .execute(
            """
            update halo.delivery_task set due_at = now()
            where ctid = any (array(
              select ctid from halo.delivery_task where held for update skip locked))
            """);
  }

  private Map<Integer, String> summaries() throws SQLException {
    return tenant
        .store()
        .rows(
            "select ticket_id, summary from halo.ticket",
            row -> Map.entry(row.getInt(1), row.getString(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// @param sql selects one number
  long count(String sql) throws SQLException {
    return tenant.store().count(sql);
  }

  /// Those who still wait for a service that did not come back would wait for ever.
  @Override
  public void close() {
    senders.shutdownNow();
    try {
      var _ = senders.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}
