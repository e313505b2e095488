package ai.superit.halo.application.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who waits for a webhook to be set up, and for how long.
class WaitingForWebhooksTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final WebhookScheme NEXT =
      new WebhookScheme.HmacSha256(
          "X-Halo-Signature", new Secret("a-secret-of-more-than-24-bytes"));
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final FakeHaloWebhooks halo = new FakeHaloWebhooks();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final RegisterWebhook registering =
      new RegisterWebhook(
          store.connections(),
          store.schemes(),
          store.watch(),
          halo,
          URI.create("https://hooks.example"),
          clock);
  private final CheckWebhook checking =
      new CheckWebhook(
          new CheckWebhook.Ports(
              store.connections(),
              store.watch(),
              store.schedules(),
              store.pauses(),
              store.refused()),
          registering,
          halo,
          CheckWebhook.Pace.of(DAY),
          clock);

  WaitingForWebhooksTest() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void a_person_waits_for_what_it_asked_for() {
    registering.register(MANAGER, acme.id());
    halo.spoil(WebhookProblem.SWITCHED_OFF);
    checking.check(MANAGER, acme.id(), true);

    assertThat(halo.waiting())
        .hasSize(2)
        .extracting(HaloWebhooks.Waiting::lane)
        .containsOnly(Lane.PERSON);
  }

  @Test
  void nobody_waits_for_a_repair() {
    registering.register(MANAGER, acme.id());
    halo.spoil(WebhookProblem.MISSING);
    clock.advance(DAY);
    checking.checkIfDue(acme.id());

    assertThat(halo.waiting())
        .extracting(HaloWebhooks.Waiting::lane)
        .containsExactly(Lane.PERSON, Lane.REREAD);
    assertThat(halo.waiting().getLast().atMost()).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void all_calls_of_a_person_wait_less_together_than_a_mutation_may_take() {
    registering.register(MANAGER, acme.id());
    store
        .schemes()
        .save(
            acme.id(),
            store.schemes().stored(acme.id()).orElseThrow().also(NEXT, clock.instant().plus(DAY)));
    halo.before(() -> clock.advance(Duration.ofSeconds(30)));
    registering.rotate(MANAGER, acme.id(), Duration.ZERO);

    assertThat(halo.waiting())
        .extracting(HaloWebhooks.Waiting::atMost)
        .containsExactly(Duration.ofSeconds(40), Duration.ofSeconds(40), Duration.ofSeconds(10));
  }
}
