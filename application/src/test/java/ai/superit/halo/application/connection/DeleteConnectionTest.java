package ai.superit.halo.application.connection;

import static ai.superit.halo.domain.testing.ClientBuilder.aClient;
import static ai.superit.halo.domain.testing.ConnectionBuilder.aConnection;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.DeleteConnection.Outcome;
import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.CheckWebhook;
import ai.superit.halo.application.webhook.RegisterWebhook;
import ai.superit.halo.domain.Source;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeleteConnectionTest {
  private static final Caller MANAGER =
      new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("managers")));
  private static final URI BASE = URI.create("https://it.example");

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final FakeHaloWebhooks webhooks = new FakeHaloWebhooks();
  private final ConnectionId acme = ConnectionId.random();
  private final DeleteConnection deleting = another();

  /// As another instance, or this one after a crash, has it.
  private DeleteConnection another() {
    return new DeleteConnection(
        store.connections(),
        store.removal(),
        registering(),
        webhooks,
        new DeleteConnection.Pace(1, Duration.ofSeconds(90)),
        clock);
  }

  @BeforeEach
  void connect() {
    store.connections().create(aConnection("Acme").as(acme).build(), new Secret("s"));
    var clients = List.of(aClient(1).build(), aClient(2).build(), aClient(3).build());
    store.mirror().storeClients(acme, clients, Source.run("first"));
    registering().register(MANAGER, acme);
  }

  private RegisterWebhook registering() {
    return new RegisterWebhook(
        store.connections(), store.schemes(), store.watch(), webhooks, BASE, clock);
  }

  @Test
  void the_name_must_be_typed_exactly() {
    assertThat(deleting.delete(MANAGER, acme, "acme")).isInstanceOf(Outcome.Rejected.class);
    assertThat(deleting.work()).isFalse();
    assertThat(store.accounts().access(acme)).isPresent();
  }

  @Test
  void others_cannot_delete_it() {
    var other = new Caller("o", Caller.Role.MANAGER, Set.of(new TeamId("others")));

    assertThat(deleting.delete(other, acme, "Acme")).isEqualTo(new Outcome.ConnectionUnknown());
  }

  @Test
  void work_stops_at_once_and_webhooks_and_secrets_go_first() {
    deleting.delete(MANAGER, acme, "Acme");
    assertThat(store.connections().all()).isEmpty();

    deleting.work();

    assertThat(webhooks.registrations()).isEmpty();
    assertThat(store.schemes().find(acme)).isEmpty();
    assertThat(store.accounts().access(acme)).isEmpty();
  }

  @Test
  void a_webhook_that_is_just_being_set_up_is_removed_after_that() {
    webhooks.before(() -> {
      deleting.delete(MANAGER, acme, "Acme");
      deleting.work();
    });
    registering().register(MANAGER, acme);
    assertThat(webhooks.registrations()).isNotEmpty();
    assertThat(store.removal().hasSecrets(acme)).isTrue();

    deleting.work();

    assertThat(webhooks.registrations()).isEmpty();
    assertThat(store.removal().hasSecrets(acme)).isFalse();
  }

  @Test
  void no_webhook_is_set_up_again_by_who_looked_before_the_deletion() {
    webhooks.spoil(WebhookProblem.MISSING);
    webhooks.beforeLook(() -> {
      deleting.delete(MANAGER, acme, "Acme");
      deleting.work();
    });

    var outcome = checking().check(MANAGER, acme, true);

    assertThat(outcome).isEqualTo(new CheckWebhook.Outcome.ConnectionUnknown());
    assertThat(webhooks.registrations()).isEmpty();
  }

  private CheckWebhook checking() {
    return new CheckWebhook(
        new CheckWebhook.Ports(
            store.connections(), store.watch(), store.schedules(), store.pauses(), store.refused()),
        registering(),
        webhooks,
        CheckWebhook.Pace.of(Duration.ofDays(1)),
        clock);
  }

  @Test
  void data_are_removed_in_batches_by_whoever_comes_and_the_connection_last() {
    deleting.delete(MANAGER, acme, "Acme");

    assertThat(deleting.work()).isTrue();
    assertThat(another().work()).isTrue();
    assertThat(another().work()).isTrue();
    assertThat(another().work()).isFalse();

    assertThat(store.connections().find(MANAGER.visibility(), acme)).isPresent();
    clock.advance(Duration.ofSeconds(90));
    deleting.work();
    assertThat(store.connections().find(MANAGER.visibility(), acme)).isEmpty();
  }

  @Test
  void a_secret_that_cannot_be_opened_does_not_keep_its_connection_alive() {
    webhooks.lose();
    deleting.delete(MANAGER, acme, "Acme");

    removeAll();
    clock.advance(Duration.ofSeconds(90));
    deleting.work();

    assertThat(store.connections().find(MANAGER.visibility(), acme)).isEmpty();
  }

  @Test
  void a_webhook_that_a_stop_keeps_from_being_removed_is_removed_after_the_start() {
    webhooks.beforeRemoval(
        acme,
        () -> {
          throw new CallsEnded();
        });
    deleting.delete(MANAGER, acme, "Acme");
    deleting.work();
    assertThat(store.removal().hasSecrets(acme)).isTrue();

    webhooks.beforeRemoval(acme, () -> {});
    another().work();

    assertThat(webhooks.registrations()).isEmpty();
    assertThat(store.removal().hasSecrets(acme)).isFalse();
  }

  @Test
  void a_tenant_that_refuses_does_not_keep_its_connection_alive() {
    webhooks.refuse(true);
    deleting.delete(MANAGER, acme, "Acme");

    removeAll();
    clock.advance(Duration.ofSeconds(90));
    deleting.work();

    assertThat(store.connections().find(MANAGER.visibility(), acme)).isEmpty();
  }

  @Test
  void an_error_about_one_keeps_no_other() {
    var globex = ConnectionId.random();
    store.connections().create(aConnection("Globex").as(globex).build(), new Secret("s"));
    webhooks.beforeRemoval(
        acme,
        () -> {
          throw new StackOverflowError("deep");
        });
    deleting.delete(MANAGER, acme, "Acme");
    deleting.delete(MANAGER, globex, "Globex");

    removeAll();

    assertThat(store.removal().hasSecrets(acme)).isFalse();
    assertThat(store.removal().hasSecrets(globex)).isFalse();
  }

  /// Other tenants may have kept us waiting for longer than a sync of this one takes to find out.
  @Test
  void what_was_read_while_one_could_still_sign_in_is_removed_however_late_that_ended() {
    deleting.delete(MANAGER, acme, "Acme");
    clock.advance(Duration.ofMinutes(3));
    removeAll();

    store.mirror().storeClients(acme, List.of(aClient(4).build()), Source.run("first"));
    clock.advance(Duration.ofSeconds(89));
    removeAll();
    assertThat(store.connections().find(MANAGER.visibility(), acme)).isPresent();

    clock.advance(Duration.ofSeconds(1));
    deleting.work();
    assertThat(store.connections().find(MANAGER.visibility(), acme)).isEmpty();
    assertThat(store.removal().removeSome(acme, 1)).isZero();
  }

  @Test
  void who_did_not_see_it_cut_off_waits_anew() {
    deleting.delete(MANAGER, acme, "Acme");
    removeAll();
    clock.advance(Duration.ofSeconds(90));
    var restarted = another();

    assertThat(restarted.work()).isFalse();
    assertThat(store.removal().awaiting()).hasSize(1);

    clock.advance(Duration.ofSeconds(90));
    restarted.work();
    assertThat(store.removal().awaiting()).isEmpty();
  }

  private void removeAll() {
    while (deleting.work()) {
      assertThat(store.removal().awaiting()).isNotEmpty();
    }
  }
}
