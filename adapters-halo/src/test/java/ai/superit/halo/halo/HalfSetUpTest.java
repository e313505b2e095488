package ai.superit.halo.halo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsHeldBack;
import ai.superit.halo.application.connection.HaloUnavailable;
import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Grant;
import ai.superit.halo.domain.connection.HaloAccess;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.connection.TenantUrl;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A tenant refuses for a minute to take more calls while its webhook is set up.
class HalfSetUpTest {
  private static final ConnectionId CONNECTION = ConnectionId.random();
  private static final URI ADDRESS = URI.create("https://x.test");

  private final ScriptedServer server = new ScriptedServer();
  private final ManualClock clock = new ManualClock();
  private final Instant began = clock.instant();
  private final Halo halo =
      Halo.open(
          SimulatedTenant.quick(),
          _ -> Optional.of(access()),
          new InMemoryStore().consents(),
          SimulatedTenant.health(),
          new LeapingBudget(clock),
          clock);

  HalfSetUpTest() throws IOException {}

  private HaloAccess access() {
    var endpoint =
        new Connection.Endpoint(
            TenantUrl.parse(server.url(), SimulatedTenant.LOOPBACK),
            URI.create(server.url() + "/auth"),
            "acme",
            "the-id",
            Grant.CLIENT_CREDENTIALS);
    return new HaloAccess(CONNECTION, endpoint, new Secret("the secret"));
  }

  @AfterEach
  void stop() {
    halo.close();
    server.close();
  }

  @Test
  void what_halo_has_taken_is_set_up_whole_after_the_wait() {
    taken();
    refused().thenJson("[]");
    events().forEach(_ -> server.thenJson("{}"));

    var id = register(Lane.PERSON, Duration.ofMinutes(4));

    assertThat(id).isEqualTo("w");
    assertThat(server.requests).filteredOn(sent("GET /api/Notification")).hasSize(2);
    assertThat(server.requests)
        .filteredOn(sent("POST /api/Notification"))
        .hasSize((int) events().count());
    assertThat(clock.instant()).isAfterOrEqualTo(began.plusSeconds(60));
  }

  @Test
  void who_waits_in_vain_is_told_that_halo_has_taken_it() {
    taken();
    refused();

    assertThatExceptionOfType(HaloUnavailable.class)
        .isThrownBy(() -> register(Lane.PERSON, Duration.ofSeconds(30)))
        .withMessageContaining("HaloPSA has taken the webhook, but maybe not all of its events")
        .withMessageContaining("2026-03-02T12:01")
        .withMessageNotContaining("not sent");
  }

  @Test
  void a_person_does_not_wait_for_what_has_not_begun() {
    refused();

    assertThatExceptionOfType(CallsHeldBack.class)
        .isThrownBy(() -> register(Lane.PERSON, Duration.ofMinutes(4)))
        .withMessageNotContaining("not sent");
    assertThatExceptionOfType(CallsHeldBack.class)
        .isThrownBy(() -> register(Lane.PERSON, Duration.ofMinutes(4)))
        .withMessageContaining(", so it was not sent: try again then");
    assertThat(server.requests).hasSize(1);
    assertThat(clock.instant()).isEqualTo(began);
  }

  @Test
  void what_nobody_waits_for_waits() {
    refused();
    taken().thenJson("[]");
    events().forEach(_ -> server.thenJson("{}"));

    assertThat(register(Lane.REREAD, Duration.ofMinutes(4))).isEqualTo("w");
  }

  @Test
  void what_nobody_waits_for_waits_no_longer_than_a_change_may_take() {
    refused();

    assertThatExceptionOfType(CallsHeldBack.class)
        .isThrownBy(() -> register(Lane.REREAD, Duration.ofSeconds(30)));
  }

  private ScriptedServer taken() {
    return server
        .thenJson("[{\"id\":\"w\",\"url\":\"https://x.test\"}]")
        .thenJson("{\"id\":\"w\"}");
  }

  private ScriptedServer refused() {
    return server.then("429 Too Many Requests", "Retry-After: 60\r\n", "");
  }

  private static Stream<Integer> events() {
    return ChosenEvents.DEFAULT.all().stream();
  }

  private String register(Lane lane, Duration atMost) {
    return halo.webhooks()
        .register(
            CONNECTION,
            HaloWebhooks.Wanted.of(ADDRESS, new WebhookScheme.None()),
            new HaloWebhooks.Waiting(lane, atMost));
  }

  private static Predicate<String> sent(String call) {
    return request -> request.startsWith(call);
  }
}
