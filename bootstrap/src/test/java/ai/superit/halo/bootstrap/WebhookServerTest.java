package ai.superit.halo.bootstrap;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.connection.RateBudget.Load;
import ai.superit.halo.application.connection.TenantBudget;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryRules;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.ReconcileDeliveries;
import ai.superit.halo.application.webhook.WebhookSchemes;
import ai.superit.halo.application.webhook.WebhookSenders;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.DeliveryFilters;
import ai.superit.halo.domain.webhook.KeptHeaders;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.SenderRules;
import ai.superit.halo.domain.webhook.WebhookScheme;
import ai.superit.halo.webhook.HaloWebhookEndpoint;
import ai.superit.halo.webhook.TrustedProxies;
import ai.superit.halo.webhook.WebhookLimits;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Deliveries byte by byte, through the listener that everything is served on.
class WebhookServerTest {
  private static final String KEY = "a-key-of-more-than-24-bytes";
  private static final ConnectionId ACME = ConnectionId.random();
  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final String PATH = "/webhooks/halo/" + ACME;
  private static final String METRICS =
      "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  private static final String READY =
      "GET /health/ready HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  private static final String GOOD = "X-Api-Key: " + KEY + "\r\n";

  private Readiness readiness = new Readiness(List.of(), List.of());
  private final AtomicInteger accepted = new AtomicInteger();
  private final Map<ConnectionId, DeliveryInbox.State> inboxes = new HashMap<>();
  private final Map<ConnectionId, Load> budgets = new HashMap<>();
  private final HaloWebhookEndpoint webhooks =
      new HaloWebhookEndpoint(
          new HaloWebhookEndpoint.Ports(new OneScheme(), new Anybody(), new NoRules(), inbox()),
          TrustedProxies.NONE,
          InstantSource.system(),
          WebhookLimits.DEFAULT);
  private final Metrics metrics =
      new Metrics(webhooks.meters(), webhooks.refusals(), () -> inboxes, () -> budgets, Map::of);
  private final HttpServer server =
      HttpServer.start(
          "127.0.0.1",
          0,
          HttpRouting.builder()
              .register("/webhooks/halo", webhooks)
              .post("/elsewhere", (_, response) -> response.send("elsewhere"))
              .register(new MonitorEndpoints(() -> readiness, metrics)));

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  @Test
  void a_balancer_leaves_out_who_has_a_reason_and_not_who_warns() throws IOException {
    readiness = new Readiness(List.of(), List.of("WARNED"));
    assertThat(answerTo(READY)).startsWith("HTTP/1.1 200").contains("WARNED");

    readiness = new Readiness(List.of("BROKEN"), List.of());
    assertThat(answerTo(READY)).startsWith("HTTP/1.1 503").contains("BROKEN");
  }

  @Test
  void a_delivery_that_proves_itself_is_taken() throws IOException {
    assertThat(answerTo(post(PATH, GOOD))).startsWith("HTTP/1.1 202");
    assertThat(accepted).hasValue(1);
  }

  @Test
  void a_long_body_is_taken_where_that_is_configured() throws Exception {
    assertThat(answerTo(server.port(), 1_500_000)).isEqualTo(413);

    var limits = new WebhookLimits(2 << 20, 8 << 20, Duration.ofSeconds(30), FIVE_MINUTES, 0);
    var roomy =
        new HaloWebhookEndpoint(
            new HaloWebhookEndpoint.Ports(new OneScheme(), new Anybody(), new NoRules(), inbox()),
            TrustedProxies.NONE,
            InstantSource.system(),
            limits);
    try (var other =
        HttpServer.start(
            "127.0.0.1",
            0,
            HttpRouting.builder().register("/webhooks/halo", roomy),
            HttpLimits.DEFAULT.withMaxDelivery(limits.maxBytes()))) {
      assertThat(answerTo(other.port(), 1_500_000)).isEqualTo(202);
      assertThat(answerTo(other.port(), (2 << 20) + 1)).isEqualTo(413);
    }
    assertThat(accepted).hasValue(1);
  }

  /// In one chunk, which is the case in which the listener looks at the length first.
  private static int answerTo(int port, int length) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(30_000);
      var head =
          "POST %s HTTP/1.1\r\nHost: x\r\n%sTransfer-Encoding: chunked\r\n\r\n%x\r\n"
              .formatted(PATH, GOOD, length);
      var out = socket.getOutputStream();
      out.write(head.getBytes(US_ASCII));
      try {
        out.write(new byte[length]);
        out.write("\r\n0\r\n\r\n".getBytes(US_ASCII));
      } catch (SocketException answeredBefore) {
        // the answer is there all the same
      }
      var line = new String(socket.getInputStream().readNBytes(12), US_ASCII);
      return Integer.parseInt(line.substring(9));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X-Api-Key:\r\n",
        "X-Api-Key: x\r\n",
        "X-Api-Key: " + KEY + "\r\nX-Api-Key: " + KEY + "\r\n",
        "X-Api-Key: " + KEY + "," + KEY + "\r\n",
        "Authorization: Bearer " + KEY + "\r\n"
      })
  void one_that_does_not_gets_a_401_that_says_what_to_check(String header) throws IOException {
    assertThat(answerTo(post(PATH, header)))
        .startsWith("HTTP/1.1 401")
        .endsWith("check the address, the authentication and the secret of this webhook.\n");
    assertThat(accepted).hasValue(0);
  }

  @Test
  void ten_thousand_signatures_are_refused_before_they_are_looked_at() throws IOException {
    var header = "X-Api-Key: " + "v1,AAAAAAAAAAAAAAAAAAAA ".repeat(10_000) + "\r\n";

    assertThat(answerTo(post(PATH, header))).doesNotContain("HTTP/1.1 2");
    assertThat(accepted).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../../elsewhere", "/%2e%2e/%2e%2e/elsewhere", "/x", "%00", ";a=b", ";", "/;a=b"})
  void no_path_below_a_connection_leads_anywhere(String below) throws IOException {
    assertThat(answerTo(post(PATH + below, GOOD)))
        .doesNotContain("HTTP/1.1 2")
        .doesNotContain("elsewhere");
    assertThat(accepted).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"})
  void only_post_is_answered(String method) throws IOException {
    var answer = answerTo(post(PATH, GOOD).replaceFirst("POST", method));

    assertThat(answer).startsWith("HTTP/1.1 405").containsIgnoringCase("allow: POST");
    assertThat(answer).doesNotContainIgnoringCase("access-control-");
  }

  @Test
  void the_metrics_tell_what_was_refused_by_connection_and_reason() throws IOException {
    answerTo(post(PATH, "X-Api-Key: x\r\n"));
    answerTo(post(PATH, ""));
    answerTo(post("/webhooks/halo/" + ConnectionId.random(), GOOD));

    var shown = answerTo(METRICS);

    assertThat(shown)
        .contains(
            "superit_webhook_refusals_total{connection=\"%s\",reason=\"NOT_AUTHENTIC\"} 2.0"
                .formatted(ACME))
        .contains("superit_webhook_refused_total 3.0");
  }

  @Test
  void the_metrics_tell_what_became_of_deliveries_and_how_soon() throws IOException {
    finish(new Disposition.Applied(), 2);
    finish(new Disposition.Applied(), 30);
    finish(new Disposition.Skipped("not one of ours"), 2);
    finish(new Disposition.Retry(NOW, "Halo answered 500"), 2);
    finish(new Disposition.Parked("Halo answered 500"), 2);
    finish(new Disposition.Quarantined("not JSON"), 2);

    assertThat(answerTo(METRICS))
        .contains("superit_webhook_deliveries_total{outcome=\"applied\"} 2.0")
        .contains("superit_webhook_deliveries_total{outcome=\"skipped\"} 1.0")
        .contains("superit_webhook_deliveries_total{outcome=\"retry\"} 1.0")
        .contains("superit_webhook_deliveries_total{outcome=\"parked\"} 1.0")
        .contains("superit_webhook_deliveries_total{outcome=\"quarantined\"} 1.0")
        .contains("superit_webhook_latency_seconds_bucket{le=\"1.0\"} 0")
        .contains("superit_webhook_latency_seconds_bucket{le=\"5.0\"} 1")
        .contains("superit_webhook_latency_seconds_bucket{le=\"60.0\"} 2")
        .contains("superit_webhook_latency_seconds_count 2")
        .contains("superit_webhook_latency_seconds_sum 32.0");
  }

  @Test
  void the_metrics_tell_what_waits_what_was_missed_and_what_is_left_of_the_budget()
      throws IOException {
    var since = Optional.of(Instant.now().minusSeconds(90));
    inboxes.put(ACME, new DeliveryInbox.State(7, 5, 1, 1, 0, since));
    var used =
        new TenantBudget.State(Optional.of(500L), FIVE_MINUTES, 120, 380, 0, Optional.empty());
    budgets.put(ACME, new Load(used, Map.of(Lane.POLL, 3), 4));
    metrics.reconciled(new ReconcileDeliveries.Round(LogAccess.AVAILABLE, 1, 3, 2, 0));

    var shown = answerTo(METRICS);

    var of = "{connection=\"" + ACME + "\"";
    assertThat(shown)
        .contains("superit_webhook_queue" + of + "} 7.0")
        .contains("superit_webhook_proofs_total{log=\"AVAILABLE\"} 1.0")
        .contains("superit_webhook_missed_total 3.0")
        .contains("superit_webhook_repaired_total 2.0")
        .contains("superit_halo_budget_limit" + of + "} 500.0")
        .contains("superit_halo_budget_used" + of + "} 120.0")
        .contains("superit_halo_budget_refused_total" + of + "} 4.0");
    var age = shown.lines().filter(line -> line.startsWith("superit_webhook_queue_age")).toList();
    assertThat(age).hasSize(1);
    assertThat(Double.parseDouble(age.getFirst().replaceFirst(".* ", ""))).isBetween(90.0, 900.0);
  }

  private void finish(Disposition how, int seconds) {
    var claim = new ClaimedDelivery.Claim(ACME, 1, 1);
    var facts = DeliveryFacts.none(NOW.minusSeconds(seconds));
    new CountedInbox(inbox(), metrics).finish(Map.of(claim, how), Map.of(claim, facts), NOW);
  }

  private static String post(String path, String header) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: 2\r\n\r\n{}"
        .formatted(path, header);
  }

  /// Everything until the server closes the connection; what a reset cuts off is missing.
  private String answerTo(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.setSoTimeout(10_000);
      var answer = new StringBuilder();
      try {
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        for (int read = socket.getInputStream().read();
            read >= 0;
            read = socket.getInputStream().read()) {
          answer.append((char) read);
        }
      } catch (SocketException reset) {
        return answer.toString();
      }
      return answer.toString();
    }
  }

  private static final class OneScheme implements WebhookSchemes {
    @Override
    public Optional<AcceptedSchemes> accepted(ConnectionId connection) {
      var scheme = new WebhookScheme.ApiKey("X-Api-Key", new Secret(KEY));
      return connection.equals(ACME) ? Optional.of(AcceptedSchemes.only(scheme)) : Optional.empty();
    }

    @Override
    public void save(ConnectionId connection, AcceptedSchemes schemes) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class NoRules implements DeliveryRules {
    @Override
    public DeliveryFilters filters(ConnectionId connection) {
      return DeliveryFilters.NONE;
    }

    @Override
    public void save(ConnectionId connection, DeliveryFilters filters) {
      throw new UnsupportedOperationException();
    }

    @Override
    public KeptHeaders headers(ConnectionId connection) {
      return KeptHeaders.NONE;
    }

    @Override
    public void save(ConnectionId connection, KeptHeaders headers) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean bodiesWithoutId(ConnectionId connection) {
      return false;
    }

    @Override
    public void saveBodiesWithoutId(ConnectionId connection, boolean accepted) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Anybody implements WebhookSenders {
    @Override
    public SenderRules rules(ConnectionId connection) {
      return SenderRules.ANYBODY;
    }

    @Override
    public void save(ConnectionId connection, SenderRules rules) {
      throw new UnsupportedOperationException();
    }
  }

  /// Only counts what it accepts.
  private DeliveryInbox inbox() {
    return (DeliveryInbox)
        Proxy.newProxyInstance(
            DeliveryInbox.class.getClassLoader(),
            new Class<?>[] {DeliveryInbox.class},
            (_, method, _) -> {
              if (method.getName().equals("accept")) {
                accepted.incrementAndGet();
              }
              return method.getReturnType() == int.class ? 1 : null;
            });
  }
}
