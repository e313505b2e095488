package ai.superit.halo.application.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.connection.CallsEnded;
import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The service stops while it calls Halo about a webhook: nothing was found, and nothing answered.
class StoppedWebhookWorkTest {
  private static final Duration DAY = Duration.ofDays(1);
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

  StoppedWebhookWorkTest() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void a_person_is_told_to_set_it_up_again() {
    halo.before(StoppedWebhookWorkTest::stop);

    assertThatExceptionOfType(CallsEnded.class)
        .isThrownBy(() -> registering.register(MANAGER, acme.id()))
        .withMessageContaining("because this service stops: try again when it runs");

    halo.before(() -> {});
    assertThat(registering.register(MANAGER, acme.id()))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
  }

  @Test
  void a_repair_that_was_not_made_is_no_finding() {
    registering.register(MANAGER, acme.id());
    clock.advance(DAY);
    checking.checkIfDue(acme.id());
    var before = store.watch().watched(acme.id()).finding();
    halo.spoil(WebhookProblem.MISSING);
    halo.before(StoppedWebhookWorkTest::stop);
    clock.advance(DAY);

    assertThatExceptionOfType(CallsEnded.class).isThrownBy(() -> checking.checkIfDue(acme.id()));

    assertThat(store.watch().watched(acme.id()).finding()).isEqualTo(before).isPresent();
  }

  private static void stop() {
    throw new CallsEnded();
  }
}
