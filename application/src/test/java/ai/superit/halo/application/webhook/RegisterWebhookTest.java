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
import ai.superit.halo.domain.webhook.AcceptedSchemes;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegisterWebhookTest {
  private static final WebhookScheme BEARER =
      new WebhookScheme.Bearer(new Secret("0123456789abcdef01234567"));

  private static final WebhookScheme SIGNED =
      new WebhookScheme.HmacSha256("X-Halo-Signature", new Secret("0123456789abcdef01234567"));

  private final InMemoryStore store = new InMemoryStore();
  private final ManualClock clock = new ManualClock();
  private final FakeHaloWebhooks halo = new FakeHaloWebhooks();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final RegisterWebhook registering = registering("https://hooks.example");

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
  void what_one_instance_changes_another_leaves_alone_until_it_is_done() {
    var other = registering("https://hooks.example");
    var meanwhile = new ArrayList<RegisterWebhook.Outcome>();
    halo.before(() -> {
      meanwhile.add(other.register(manager("managers"), acme.id()));
      meanwhile.add(other.rotate(manager("managers"), acme.id(), Duration.ZERO));
    });
    registering.register(manager("managers"), acme.id());
    halo.before(() -> {});

    assertThat(meanwhile)
        .hasSize(2)
        .allSatisfy(
            outcome -> assertThat(outcome).isInstanceOf(RegisterWebhook.Outcome.NotPossible.class));
    assertThat(halo.registrations()).hasSize(1);
    assertThat(other.register(manager("managers"), acme.id()))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
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

    var chosen = registering.expect(manager("managers"), acme.id(), scheme, Duration.ZERO);
    var registered = registering.register(manager("managers"), acme.id());

    assertThat(chosen).isInstanceOf(RegisterWebhook.Outcome.Registered.class);
    assertThat(store.schemes().find(acme.id())).contains(scheme);
    assertThat(registered).isInstanceOf(RegisterWebhook.Outcome.Refused.class);
    assertThat(halo.registrations()).isEmpty();
  }

  @Test
  void nobody_chooses_for_a_connection_of_others() {
    var chosen =
        registering.expect(manager("others"), acme.id(), new WebhookScheme.None(), Duration.ZERO);

    assertThat(chosen).isInstanceOf(RegisterWebhook.Outcome.ConnectionUnknown.class);
    assertThat(store.schemes().find(acme.id())).isEmpty();
  }

  @Test
  void a_rotation_gives_halo_a_new_secret_and_keeps_the_former_for_a_while() {
    registering.register(manager("managers"), acme.id());
    var former = store.schemes().find(acme.id()).orElseThrow();

    var outcome = registering.rotate(manager("managers"), acme.id(), Duration.ofHours(3));

    var accepted = store.schemes().accepted(acme.id()).orElseThrow();
    var until = clock.instant().plus(Duration.ofHours(3));
    assertThat(outcome).isInstanceOf(RegisterWebhook.Outcome.Registered.class);
    assertThat(accepted.present()).isNotEqualTo(former);
    assertThat(halo.registrations().getLast().scheme()).isEqualTo(accepted.present());
    assertThat(accepted.beside()).contains(new AcceptedSchemes.Temporary(former, until));
  }

  @Test
  void the_new_secret_counts_before_halo_has_it() {
    registering.register(manager("managers"), acme.id());
    var former = store.schemes().find(acme.id()).orElseThrow();
    var counted = new ArrayList<AcceptedSchemes>();
    halo.before(() -> counted.add(store.schemes().accepted(acme.id()).orElseThrow()));

    registering.rotate(manager("managers"), acme.id(), Duration.ZERO);

    var present = store.schemes().find(acme.id()).orElseThrow();
    assertThat(counted.getFirst().present()).isEqualTo(former);
    assertThat(counted.getFirst().beside().orElseThrow().scheme()).isEqualTo(present);
    assertThat(store.schemes().accepted(acme.id())).contains(AcceptedSchemes.only(present));
  }

  @Test
  void a_rotation_that_halo_refuses_changes_no_secret() {
    registering.register(manager("managers"), acme.id());
    var present = store.schemes().find(acme.id());
    halo.refuse(true);

    var outcome = registering.rotate(manager("managers"), acme.id(), Duration.ZERO);

    assertThat(outcome).isInstanceOf(RegisterWebhook.Outcome.Refused.class);
    assertThat(store.schemes().find(acme.id())).isEqualTo(present);
  }

  @Test
  void a_secret_that_halo_may_have_counts_though_the_next_rotation_is_refused() {
    registering.register(manager("managers"), acme.id());
    halo.keepSilent();
    registering.rotate(manager("managers"), acme.id(), Duration.ZERO);
    var taken = halo.registrations().getLast().scheme();
    halo.refuse(true);

    var outcome = registering.rotate(manager("managers"), acme.id(), Duration.ZERO);

    assertThat(outcome).isInstanceOf(RegisterWebhook.Outcome.Refused.class);
    assertThat(store.schemes().accepted(acme.id()).orElseThrow().beside())
        .hasValueSatisfying(beside -> assertThat(beside.scheme()).isEqualTo(taken));
  }

  @Test
  void one_change_at_a_time() {
    registering.register(manager("managers"), acme.id());
    var second = new ArrayList<RegisterWebhook.Outcome>();
    halo.before(() -> second.add(registering.register(manager("managers"), acme.id())));

    registering.rotate(manager("managers"), acme.id(), Duration.ZERO);

    assertThat(second).hasOnlyElementsOfType(RegisterWebhook.Outcome.NotPossible.class);
  }

  @Test
  void a_change_that_is_broken_off_gives_its_turn_back() {
    halo.refuse(true);
    halo.before(() -> Thread.currentThread().interrupt());
    var hurried = registering("https://hooks.example", new SocketWatch(store.watch()));
    hurried.register(manager("managers"), acme.id());
    assertThat(Thread.interrupted()).isTrue();
    halo.before(() -> {});
    halo.refuse(false);

    assertThat(registering.register(manager("managers"), acme.id()))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
  }

  @Test
  void there_is_nothing_to_rotate_without_a_webhook_or_with_one_set_up_by_hand() {
    var none = registering.rotate(manager("managers"), acme.id(), Duration.ZERO);
    store.schemes().save(acme.id(), BEARER);
    var byHand = registering.rotate(manager("managers"), acme.id(), Duration.ZERO);
    var others = registering.rotate(manager("others"), acme.id(), Duration.ZERO);

    assertThat(none).isInstanceOf(RegisterWebhook.Outcome.NotPossible.class);
    assertThat(byHand).isInstanceOf(RegisterWebhook.Outcome.NotPossible.class);
    assertThat(others).isInstanceOf(RegisterWebhook.Outcome.ConnectionUnknown.class);
    assertThat(halo.registrations()).isEmpty();
  }

  @Test
  void a_secret_that_a_person_was_given_to_type_in_is_not_replaced_behind_them() {
    new SetUpByHand(registering, store.watch()).prepare(manager("managers"), acme.id());
    var typed = store.schemes().accepted(acme.id());

    var outcome = registering.rotate(manager("managers"), acme.id(), Duration.ZERO);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RegisterWebhook.Outcome.NotPossible.class,
            no -> assertThat(no.reason()).contains("by hand", "setWebhookScheme"));
    assertThat(store.schemes().accepted(acme.id())).isEqualTo(typed);
    assertThat(store.watch().watched(acme.id()).automatic()).isFalse();
    assertThat(halo.registrations()).isEmpty();
  }

  @Test
  void what_halo_refused_to_take_is_registered_rather_than_rotated() {
    halo.refuse(true);
    registering.register(manager("managers"), acme.id());
    halo.refuse(false);

    var outcome = registering.rotate(manager("managers"), acme.id(), Duration.ZERO);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            RegisterWebhook.Outcome.NotPossible.class,
            no -> assertThat(no.reason()).contains("registerWebhook"));
    assertThat(halo.registrations()).isEmpty();
  }

  @Test
  void a_secret_that_halo_took_without_saying_so_counts_and_is_sent_again() {
    halo.keepSilent();
    registering.register(manager("managers"), acme.id());
    var taken = halo.registrations().getFirst().scheme();

    registering.register(manager("managers"), acme.id());

    assertThat(store.schemes().find(acme.id())).contains(taken);
    assertThat(halo.registrations().getLast().scheme()).isEqualTo(taken);
  }

  @Test
  void a_scheme_chosen_by_hand_may_overlap_with_the_one_before_unless_that_refuses_nobody() {
    store.schemes().save(acme.id(), BEARER);
    var next = new WebhookScheme.ApiKey("X-Api-Key", new Secret("0123456789abcdef01234567"));

    registering.expect(manager("managers"), acme.id(), next, Duration.ofHours(1));
    var until = clock.instant().plus(Duration.ofHours(1));
    assertThat(store.schemes().accepted(acme.id()))
        .contains(AcceptedSchemes.only(next).also(BEARER, until));

    store.schemes().save(acme.id(), new WebhookScheme.None());
    registering.expect(manager("managers"), acme.id(), next, Duration.ofHours(1));
    assertThat(store.schemes().accepted(acme.id())).contains(AcceptedSchemes.only(next));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:8080",
        "https://localhost",
        "https://127.0.0.1:8443",
        "https://[::1]",
        "http://hooks.example"
      })
  void an_address_that_halo_cannot_reach_is_not_given_to_it(String base) {
    var unreachable = registering(base);
    store.schemes().save(acme.id(), SIGNED);
    var manager = manager("managers");

    assertThat(
            List.of(
                unreachable.register(manager, acme.id()),
                unreachable.rotate(manager, acme.id(), Duration.ZERO),
                unreachable.again(acme.id(), Set.of(), Lane.REREAD)))
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    RegisterWebhook.Outcome.NotPossible.class,
                    no -> assertThat(no.reason()).contains(base, "server.public-url")));
    assertThat(new SetUpByHand(unreachable, store.watch()).prepare(manager, acme.id()))
        .isInstanceOf(SetUpByHand.Outcome.NotPossible.class);
    assertThat(halo.registrations()).isEmpty();
    assertThat(store.schemes().find(acme.id())).contains(SIGNED);
    assertThat(unreachable.expect(manager, acme.id(), BEARER, Duration.ZERO))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
  }

  @Test
  void a_tenant_on_this_machine_reaches_this_machine() {
    var local = ConnectionBuilder.aConnection("local").at("http://127.0.0.1:9").build();
    store.connections().create(local, new Secret("secret"));

    assertThat(registering("http://localhost:8080").register(manager("managers"), local.id()))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
  }

  @Test
  void a_secret_that_cannot_be_opened_here_is_not_replaced_in_passing() {
    registering.expect(manager("managers"), acme.id(), SIGNED, Duration.ZERO);
    var behind = behind();
    var hour = Duration.ofHours(1);

    assertThat(
            List.of(
                behind.register(manager("managers"), acme.id()),
                behind.rotate(manager("managers"), acme.id(), hour),
                behind.again(acme.id(), Set.of(), Lane.REREAD),
                behind.expect(manager("managers"), acme.id(), BEARER, hour)))
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    RegisterWebhook.Outcome.NotPossible.class,
                    refused -> assertThat(refused.reason()).contains("secrets.keys")));
    assertThat(store.schemes().find(acme.id())).contains(SIGNED);
    assertThat(halo.registrations()).isEmpty();
  }

  @Test
  void a_secret_whose_key_is_lost_can_be_replaced_for_good() {
    registering.expect(manager("managers"), acme.id(), SIGNED, Duration.ZERO);

    assertThat(behind().expect(manager("managers"), acme.id(), BEARER, Duration.ZERO))
        .isInstanceOf(RegisterWebhook.Outcome.Registered.class);
    assertThat(store.schemes().find(acme.id())).contains(BEARER);
  }

  /// On an instance that lacks the key which sealed the secret.
  private RegisterWebhook behind() {
    return new RegisterWebhook(
        store.connections(),
        new LockedSchemes(store.schemes(), acme.id()),
        store.watch(),
        halo,
        URI.create("https://hooks.example"),
        clock);
  }

  private RegisterWebhook registering(String base) {
    return registering(base, store.watch());
  }

  private RegisterWebhook registering(String base, WebhookWatch watch) {
    return new RegisterWebhook(
        store.connections(), store.schemes(), watch, halo, URI.create(base), clock);
  }

  private static Caller manager(String team) {
    return new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId(team)));
  }
}
