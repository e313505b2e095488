package ai.superit.halo.application.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryHaloTenant;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumeDeliveriesTest {
  private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  private final InMemoryStore store = new InMemoryStore();
  private final InMemoryHaloTenant halo = new InMemoryHaloTenant();
  private final ConnectionId acme = ConnectionId.random();
  private boolean silent;
  private final ResumeDeliveries resuming =
      new ResumeDeliveries(_ -> silent, (_, _) -> halo, store.inbox(), InstantSource.fixed(NOW));

  @BeforeEach
  void let_a_delivery_wait_for_an_hour() {
    var inbox = store.inbox();
    inbox.accept(new IncomingDelivery(acme, NOW, "{}".getBytes(UTF_8)));
    var claim = claimed().getFirst().claim();
    var later = new Disposition.Retry(NOW.plus(Duration.ofHours(1)), "no answer");
    inbox.finish(Map.of(claim, later), Map.of(), NOW);
  }

  @Test
  void a_tenant_that_answers_again_has_its_deliveries_tried_at_once() {
    silent = true;
    assertThat(resuming.look(acme)).isFalse();
    assertThat(halo.calls()).isEqualTo(1);
    assertThat(claimed()).isEmpty();

    silent = false;

    assertThat(resuming.look(acme)).isTrue();
    assertThat(claimed()).hasSize(1);
    assertThat(resuming.look(acme)).isFalse();
  }

  @Test
  void a_tenant_that_answers_is_asked_nothing_and_nothing_is_hastened() {
    assertThat(resuming.look(acme)).isFalse();

    assertThat(halo.calls()).isZero();
    assertThat(claimed()).isEmpty();
  }

  @Test
  void a_tenant_that_does_not_answer_yet_is_asked_again() {
    silent = true;
    halo.down(true);

    assertThat(resuming.look(acme)).isFalse();
    assertThat(resuming.look(acme)).isFalse();
    assertThat(claimed()).isEmpty();
  }

  private List<ClaimedDelivery> claimed() {
    return store.inbox().claim(1, Except.NOTHING, Duration.ofMinutes(1), NOW);
  }
}
