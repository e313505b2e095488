package ai.superit.halo.application.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegisterWebhookTest {
  private final InMemoryStore store = new InMemoryStore();
  private final FakeHaloWebhooks halo = new FakeHaloWebhooks();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final RegisterWebhook registering =
      new RegisterWebhook(
          store.connections(), store.schemes(), halo, URI.create("https://hooks.example"));

  RegisterWebhookTest() {
    store.connections().create(acme, new Secret("secret"));
  }

  @Test
  void halo_gets_the_address_and_the_secret_that_is_stored() {
    var outcome = registering.register(manager("managers"), acme.id());

    var address = URI.create("https://hooks.example/webhooks/halo/" + acme.id());
    var scheme = store.schemes().find(acme.id()).orElseThrow();
    assertThat(outcome).isEqualTo(new RegisterWebhook.Outcome.Registered(address));
    assertThat(halo.registrations())
        .containsExactly(new FakeHaloWebhooks.Registration(acme.id(), address, scheme));
    assertThat(scheme).isInstanceOf(WebhookScheme.HmacSha256.class);
  }

  @Test
  void a_second_registration_keeps_the_secret() {
    registering.register(manager("managers"), acme.id());
    var first = store.schemes().find(acme.id());

    registering.register(manager("managers"), acme.id());

    assertThat(store.schemes().find(acme.id())).isEqualTo(first);
    assertThat(halo.registrations()).hasSize(2);
  }

  @Test
  void a_connection_of_others_is_unknown() {
    assertThat(registering.register(manager("others"), acme.id()))
        .isInstanceOf(RegisterWebhook.Outcome.ConnectionUnknown.class);

    assertThat(store.schemes().find(acme.id())).isEmpty();
  }

  @Test
  void what_halo_refuses_is_told() {
    halo.refuse(true);

    assertThat(registering.register(manager("managers"), acme.id()))
        .isEqualTo(new RegisterWebhook.Outcome.Refused("The application lacks a right."));
  }

  @Test
  void a_scheme_that_was_chosen_by_hand_counts_and_is_not_set_up_in_halo() {
    var scheme = new WebhookScheme.Bearer(new Secret("0123456789abcdef01234567"));

    var chosen = registering.expect(manager("managers"), acme.id(), scheme);
    var registered = registering.register(manager("managers"), acme.id());

    assertThat(chosen).isInstanceOf(RegisterWebhook.Outcome.Registered.class);
    assertThat(store.schemes().find(acme.id())).contains(scheme);
    assertThat(registered).isInstanceOf(RegisterWebhook.Outcome.Refused.class);
    assertThat(halo.registrations()).isEmpty();
  }

  @Test
  void nobody_chooses_for_a_connection_of_others() {
    var chosen = registering.expect(manager("others"), acme.id(), new WebhookScheme.None());

    assertThat(chosen).isInstanceOf(RegisterWebhook.Outcome.ConnectionUnknown.class);
    assertThat(store.schemes().find(acme.id())).isEmpty();
  }

  private static Caller manager(String team) {
    return new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId(team)));
  }
}
