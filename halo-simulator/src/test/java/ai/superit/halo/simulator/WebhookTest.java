package ai.superit.halo.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebhookTest {
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> headers = new CopyOnWriteArrayList<>();
  private final AtomicInteger failing = new AtomicInteger();
  private final SimulatorConfig config =
      SimulatorConfig.builder()
          .scale(Scale.small())
          .rateLimit(RateLimit.unlimited())
          .retries(List.of(Duration.ofMillis(5), Duration.ofMillis(10)))
          .build();
  private final HaloSimulator simulator = HaloSimulator.start(config);
  private final HaloCaller halo = new HaloCaller(simulator, config).signedIn("all");
  private final TenantControl control = simulator.control();
  private WebServer receiver;

  @BeforeEach
  void listen() {
    receiver =
        WebServer.builder()
            .shutdownHook(false)
            .routing((HttpRouting.Builder routing) ->
                routing.post(
                    "/hook",
                    (request, response) -> {
                      bodies.add(request.content().as(String.class));
                      headers.add(
                          request
                              .headers()
                              .first(HeaderNames.create("Token"))
                              .or(() -> request.headers().first(HeaderNames.AUTHORIZATION))
                              .orElse(""));
                      response.status(failing.getAndDecrement() > 0 ? 503 : 200).send();
                    }))
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    simulator.close();
    receiver.stop();
  }

  @Test
  void a_status_change_is_announced_with_the_whole_ticket() {
    subscribe("{}", 76);
    control.changeTicket(10_001, Map.of("status_id", 4));

    var body = delivered(1).getFirst();
    assertThat(body.path("event").asString()).isEqualTo("ticket status changed");
    assertThat(body.path("object_id").asInt()).isEqualTo(10_001);
    assertThat(body.path("message").asString()).contains("0010001");
    assertThat(body.path("timestamp").asString()).matches(".*\\.\\d{7}Z");
    assertThat(body.path("ticket").path("status_id").asInt()).isEqualTo(4);
    assertThat(body.path("ticket").has("hasbeenclosed")).isTrue();
  }

  @Test
  void payload_types_give_thin_and_event_only_bodies() {
    subscribe("{\"payload_type\":3}", 3);
    subscribe("{\"payload_type\":4}", 3);
    control.createTicket(Map.of("summary", "New one", "site_id", 18));

    assertThat(delivered(2))
        .anyMatch(body -> body.path("ticket").size() == 4)
        .anyMatch(body -> !body.has("ticket") && body.has("object_id"));
  }

  @Test
  void notes_deletions_and_other_entities_are_announced() {
    subscribe(
        "{}",
        1080,
        1072,
        39,
        Event.CLIENT_UPDATED.usualNumber(),
        Event.ASSET_UPDATED.usualNumber());
    control.addNote(10_001, "Hello", true);
    control.closeTicket(control.createTicket(Map.of("summary", "x")));
    control.deleteTicket(10_002);
    control.change(Kind.CLIENT, 12, Map.of());
    control.change(Kind.ASSET, 3001, Map.of("notes", "moved"));

    assertThat(delivered(5))
        .extracting(body -> body.path("event").asString())
        .containsExactlyInAnyOrder(
            "action added", "closed", "ticket deleted", "client updated", "asset updated");
    assertThat(bodies).anyMatch(body -> body.contains("\"action\":{"));
  }

  @Test
  void type_3_signs_the_raw_body() throws Exception {
    subscribe(
        "{\"authentication_type\":\"3\",\"authentication_header\":\"Token\",\"basic_password\":\"s3cret\",\"algorithm\":0}",
        3);
    control.createTicket(Map.of("summary", "Signed"));
    delivered(1);

    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var expected = mac.doFinal(bodies.getFirst().getBytes(StandardCharsets.UTF_8));
    assertThat(headers.getFirst()).isEqualTo(Base64.getEncoder().encodeToString(expected));
  }

  @Test
  void type_1_sends_basic_credentials() {
    subscribe("{\"authentication_type\":1,\"basic_username\":\"u\",\"basic_password\":\"p\"}", 3);
    control.createTicket(Map.of("summary", "Basic"));
    delivered(1);

    assertThat(headers).containsExactly("Basic dTpw");
  }

  @Test
  void failures_are_retried_and_logged() {
    var webhook = subscribe("{}", 3);
    failing.set(2);
    control.createTicket(Map.of("summary", "Retried"));
    delivered(3);

    var log = halo.json("/api/WebhookEvent?webhook_id=" + webhook);
    assertThat(bodies.getFirst()).isEqualTo(bodies.getLast());
    await().untilAsserted(() -> assertThat(control.statistics().deliveriesSent()).isEqualTo(1));
    assertThat(log.size()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void a_webhook_that_keeps_failing_turns_itself_off() {
    var webhook = subscribe("{\"auto_disable_attempts\":2}", 3);
    failing.set(99);
    control.createTicket(Map.of("summary", "Lost cause"));

    await()
        .untilAsserted(() ->
            assertThat(halo.json("/api/Webhook/" + webhook).path("active").asBoolean()).isFalse());
    assertThat(halo.json("/api/Webhook/" + webhook).has("last_auto_disable_date")).isTrue();
  }

  @Test
  void changes_of_one_ticket_arrive_in_order() {
    subscribe("{}", 61);
    for (var i = 0; i < 50; i++) {
      control.changeTicket(10_001, Map.of("summary", "v" + i));
    }

    assertThat(delivered(50))
        .extracting(body -> body.path("ticket").path("summary").asString())
        .isEqualTo(java.util.stream.IntStream.range(0, 50).mapToObj(i -> "v" + i).toList());
  }

  @Test
  void deliveries_can_be_doubled_lost_reordered_and_batched() {
    subscribe("{}", 61);
    control.addDeliveryFault(DeliveryFault.next(DeliveryFault.Effect.DOUBLED, 1));
    change("doubled");
    delivered(2);
    control.addDeliveryFault(DeliveryFault.next(DeliveryFault.Effect.LOST, 1));
    change("lost");
    control.addDeliveryFault(DeliveryFault.next(DeliveryFault.Effect.REORDERED, 2));
    change("early");
    change("late");
    delivered(4);
    control.addDeliveryFault(
        new DeliveryFault(DeliveryFault.Effect.BATCHED, 1, 2, Duration.ofSeconds(9), 2));
    change("one");
    change("two");
    delivered(5);

    assertThat(bodies).noneMatch(body -> body.contains("\"lost\""));
    assertThat(bodies.get(2)).contains("\"late\"");
    assertThat(bodies.get(3)).contains("\"early\"");
    assertThat(Json.MAPPER.readTree(bodies.get(4))).hasSize(2);
  }

  @Test
  void paused_deliveries_wait() throws InterruptedException {
    subscribe("{}", 61);
    control.pauseDeliveries();
    change("waits");
    assertThat(control.awaitDeliveries(Duration.ofMillis(100))).isFalse();
    assertThat(bodies).isEmpty();

    control.resumeDeliveries();
    assertThat(control.awaitDeliveries(Duration.ofSeconds(5))).isTrue();
    assertThat(bodies).hasSize(1);
  }

  @Test
  void registrations_are_listed_and_removed() {
    var webhook = subscribe("{\"basic_password\":\"s3cret\"}", 3, 39);

    assertThat(halo.json("/api/Webhook?type=0")).hasSize(1);
    assertThat(halo.json("/api/Webhook/" + webhook + "?includedetails=true").path("events"))
        .hasSize(2);
    assertThat(halo.get("/api/Webhook/" + webhook).body()).doesNotContain("s3cret");
    assertThat(halo.json("/api/Notification?webhook_id=" + webhook)).hasSize(2);
    assertThat(halo.delete("/api/Webhook/" + webhook).statusCode()).isEqualTo(200);
    assertThat(halo.json("/api/Notification")).isEmpty();
  }

  private void change(String summary) {
    control.changeTicket(10_001, Map.of("summary", summary));
  }

  private String subscribe(String settings, int... events) {
    var body = Json.MAPPER.createObjectNode().put("name", "test").put("type", 0).put("method", 0);
    body.put("url", "http://127.0.0.1:" + receiver.port() + "/hook").put("active", true);
    Json.MAPPER
        .readTree(settings)
        .properties()
        .forEach(field -> body.set(field.getKey(), field.getValue()));
    var id =
        Json.MAPPER
            .readTree(halo.post("/api/Webhook", "[" + body + "]").body())
            .path("id")
            .asString();
    for (var event : events) {
      var notification =
          "[{\"webhook_id\":\"%s\",\"type\":-2,\"delivery_method\":6,\"eventno\":\"%d\"}]"
              .formatted(id, event);
      assertThat(halo.post("/api/Notification", notification).statusCode()).isEqualTo(201);
    }
    return id;
  }

  private List<JsonNode> delivered(int count) {
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(bodies).hasSize(count));
    return bodies.stream().map(Json.MAPPER::readTree).toList();
  }
}
