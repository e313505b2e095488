package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.WebhookCare.DAY;
import static ai.superit.halo.application.webhook.WebhookCare.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Who waits for a webhook to be set up, and for how long.
class WaitingForWebhooksTest {
  private static final WebhookScheme NEXT =
      new WebhookScheme.HmacSha256(
          "X-Halo-Signature", new Secret("a-secret-of-more-than-24-bytes"));

  private final WebhookCare acme = new WebhookCare();
  private final InMemoryStore store = acme.store;
  private final FakeHaloWebhooks halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final RegisterWebhook registering = acme.registering;
  private final CheckWebhook checking = acme.checking;

  @Test
  void a_person_waits_for_what_it_asked_for() {
    registering.register(MANAGER, acme.id);
    halo.spoil(WebhookProblem.SWITCHED_OFF);
    checking.check(MANAGER, acme.id, true);

    assertThat(halo.waiting())
        .hasSize(2)
        .extracting(HaloWebhooks.Waiting::lane)
        .containsOnly(Lane.PERSON);
  }

  @Test
  void nobody_waits_for_a_repair() {
    registering.register(MANAGER, acme.id);
    halo.spoil(WebhookProblem.MISSING);
    clock.advance(DAY);
    checking.checkIfDue(acme.id);

    assertThat(halo.waiting())
        .extracting(HaloWebhooks.Waiting::lane)
        .containsExactly(Lane.PERSON, Lane.REREAD);
    assertThat(halo.waiting().getLast().atMost()).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void all_calls_of_a_person_wait_less_together_than_a_mutation_may_take() {
    registering.register(MANAGER, acme.id);
    store
        .schemes()
        .save(
            acme.id,
            store.schemes().stored(acme.id).orElseThrow().also(NEXT, clock.instant().plus(DAY)));
    halo.before(() -> clock.advance(Duration.ofSeconds(30)));
    registering.rotate(MANAGER, acme.id, Duration.ZERO);

    assertThat(halo.waiting())
        .extracting(HaloWebhooks.Waiting::atMost)
        .containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(40), Duration.ofSeconds(10));
  }
}
