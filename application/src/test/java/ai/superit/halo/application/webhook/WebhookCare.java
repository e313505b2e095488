package ai.superit.halo.application.webhook;

import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/// A connection without a webhook, and the use cases that set one up and look at it once a day.
final class WebhookCare {
  static final Duration DAY = Duration.ofDays(1);
  static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));

  final ManualClock clock = new ManualClock();
  final InMemoryStore store = new InMemoryStore(clock);
  final FakeHaloWebhooks halo = new FakeHaloWebhooks();
  final ConnectionId id;
  final RegisterWebhook registering = registering(store.schemes());
  final CheckWebhook checking = checking(registering);

  WebhookCare() {
    var acme = ConnectionBuilder.aConnection("acme").build();
    store.connections().create(acme, new Secret("secret"));
    this.id = acme.id();
  }

  RegisterWebhook registering(WebhookSchemes schemes) {
    return new RegisterWebhook(
        store.connections(),
        schemes,
        store.watch(),
        halo,
        URI.create("https://hooks.example"),
        clock);
  }

  CheckWebhook checking(RegisterWebhook by) {
    return new CheckWebhook(
        new CheckWebhook.Ports(
            store.connections(), store.watch(), store.schedules(), store.pauses(), store.refused()),
        by,
        halo,
        CheckWebhook.Pace.of(DAY),
        clock);
  }
}
