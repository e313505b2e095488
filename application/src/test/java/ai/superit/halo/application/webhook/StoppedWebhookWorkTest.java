package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.WebhookCare.DAY;
import static ai.superit.halo.application.webhook.WebhookCare.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.webhook.WebhookProblem;
import org.junit.jupiter.api.Test;

/// The service stops while it calls Halo about a webhook: nothing was found, and nothing answered.
class StoppedWebhookWorkTest {
  private final WebhookCare acme = new WebhookCare();
  private final InMemoryStore store = acme.store;
  private final FakeHaloWebhooks halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final RegisterWebhook registering = acme.registering;
  private final CheckWebhook checking = acme.checking;

  @Test
  void a_person_is_told_to_set_it_up_again() {
    halo.before(StoppedWebhookWorkTest::stop);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> registering.register(MANAGER, acme.id))
        .withMessageContaining("because this service stops: try again when it runs");

    halo.before(() -> {});
    assertThat(registering.register(MANAGER, acme.id))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
  }

  @Test
  void a_repair_that_was_not_made_is_no_finding() {
    registering.register(MANAGER, acme.id);
    clock.advance(DAY);
    checking.checkIfDue(acme.id);
    var before = store.watch().watched(acme.id).finding();
    halo.spoil(WebhookProblem.MISSING);
    halo.before(StoppedWebhookWorkTest::stop);
    clock.advance(DAY);

    assertThatExceptionOfType(CallsEnded.class).isThrownBy(() -> checking.checkIfDue(acme.id));

    assertThat(store.watch().watched(acme.id).finding()).isEqualTo(before).isPresent();
  }

  private static void stop() {
    throw new CallsEnded();
  }
}
