package ai.superit.halo.application.webhook;

import static ai.superit.halo.application.webhook.WebhookCare.DAY;
import static ai.superit.halo.application.webhook.WebhookCare.MANAGER;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.FakeHaloWebhooks;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.CheckWebhook.Outcome;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Resource;
import ai.superit.halo.domain.team.Caller;
import ai.superit.halo.domain.team.TeamId;
import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckWebhookTest {
  private final WebhookCare acme = new WebhookCare();
  private final InMemoryStore store = acme.store;
  private final FakeHaloWebhooks halo = acme.halo;
  private final ManualClock clock = acme.clock;
  private final RegisterWebhook registering = acme.registering;
  private final CheckWebhook checking = acme.checking;

  CheckWebhookTest() {
    registering.register(MANAGER, acme.id);
  }

  @Test
  void a_webhook_is_looked_at_once_a_day() {
    clock.advance(DAY.minusSeconds(1));
    assertThat(checking.checkIfDue(acme.id)).isEmpty();

    clock.advance(Duration.ofSeconds(1));

    assertThat(checking.checkIfDue(acme.id)).isPresent();
    assertThat(checking.checkIfDue(acme.id)).isEmpty();
    assertThat(halo.registrations()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "MISSING",
        "WRONG_ADDRESS",
        "WRONG_SCHEME",
        "EDITED",
        "EVENTS_MISSING",
        "DISABLED_BY_HALO"
      })
  void what_is_ours_is_mended_with_the_same_secret_and_counted(WebhookProblem problem) {
    halo.spoil(problem);
    clock.advance(DAY);

    checking.checkIfDue(acme.id);

    var watched = store.watch().watched(acme.id);
    assertThat(watched.finding().orElseThrow().problems()).isEmpty();
    assertThat(watched.repairs().count()).isEqualTo(1);
    assertThat(watched.repairs().last()).containsExactly(problem);
    assertThat(Set.copyOf(halo.registrations())).hasSize(1);
    assertThat(halo.wanted().getLast().haloId()).contains("halo-" + acme.id);
  }

  @Test
  void what_was_chosen_before_and_could_not_be_removed_then_is_removed_by_the_next_check() {
    var choosing = new ChooseWebhookEvents(store.connections(), store.watch(), registering);
    choosing.choose(MANAGER, acme.id, Map.of(WebhookEvent.NOTE_ADDED, Set.of(901, 902)));
    halo.refuse(true);
    var refused = choosing.choose(MANAGER, acme.id, Map.of(WebhookEvent.NOTE_ADDED, Set.of(902)));
    halo.refuse(false);
    assertThat(refused).isInstanceOf(ChooseWebhookEvents.Outcome.Refused.class);
    assertThat(halo.told()).contains(901);

    checking.checkIfDue(acme.id);

    assertThat(halo.told()).containsExactly(902);
    assertThat(problems()).isEmpty();
    assertThat(store.watch().unwanted(acme.id)).isEmpty();
  }

  @Test
  void what_a_person_switched_off_waits_for_a_person() {
    halo.spoil(WebhookProblem.SWITCHED_OFF);
    clock.advance(DAY);

    checking.checkIfDue(acme.id);
    assertThat(problems()).containsExactly(WebhookProblem.SWITCHED_OFF);
    assertThat(checking.check(MANAGER, acme.id, false)).isInstanceOf(Outcome.Checked.class);
    assertThat(problems()).containsExactly(WebhookProblem.SWITCHED_OFF);

    checking.check(MANAGER, acme.id, true);

    assertThat(problems()).isEmpty();
  }

  @Test
  void a_secret_that_cannot_be_opened_here_is_compared_by_an_instance_that_can() {
    var behind = acme.checking(acme.registering(new LockedSchemes(store.schemes(), acme.id)));
    clock.advance(DAY);

    assertThat(behind.checkIfDue(acme.id)).isEmpty();
    assertThat(behind.check(MANAGER, acme.id, true)).isInstanceOf(Outcome.NotPossible.class);

    assertThat(checking.checkIfDue(acme.id)).isPresent();
    assertThat(problems()).isEmpty();
  }

  @Test
  void a_second_webhook_at_the_address_is_reported_and_left_alone() {
    halo.spoil(WebhookProblem.DUPLICATE);

    checking.check(MANAGER, acme.id, true);

    assertThat(problems()).containsExactly(WebhookProblem.DUPLICATE);
    assertThat(halo.registrations()).hasSize(1);
  }

  @Test
  void a_tenant_that_does_not_answer_is_asked_again_soon() {
    halo.spoil(WebhookProblem.MISSING);
    halo.refuse(true);
    clock.advance(DAY);
    checking.checkIfDue(acme.id);
    assertThat(problems()).containsExactly(WebhookProblem.NOT_READABLE);

    halo.refuse(false);
    clock.advance(Duration.ofMinutes(5));
    checking.checkIfDue(acme.id);

    assertThat(problems()).isEmpty();
    assertThat(store.watch().watched(acme.id).repairs().count()).isEqualTo(1);
  }

  @Test
  void a_webhook_that_tells_of_nothing_is_looked_at_soon() {
    fallSilent(Resource.TICKETS);
    halo.spoil(WebhookProblem.DISABLED_BY_HALO);
    clock.advance(Duration.ofMinutes(5));

    assertThat(checking.checkIfDue(acme.id)).isPresent();

    assertThat(store.watch().watched(acme.id).repairs().last())
        .containsExactly(WebhookProblem.DISABLED_BY_HALO);
  }

  @Test
  void changes_of_which_the_webhook_is_not_to_tell_say_nothing_of_it() {
    fallSilent(Resource.ASSETS);
    store
        .refused()
        .add(
            List.of(
                new RefusedDeliveries.Count(acme.id, clock.instant(), Refusal.NOT_AUTHENTIC, 1)));

    checking.check(MANAGER, acme.id, false);
    assertThat(problems()).isEmpty();
    clock.advance(Duration.ofMinutes(5));
    assertThat(checking.checkIfDue(acme.id)).isEmpty();
  }

  @Test
  void a_webhook_whose_deliveries_are_all_refused_gets_its_secret_again_once_an_hour() {
    fallSilent(Resource.TICKETS);
    store
        .refused()
        .add(
            List.of(
                new RefusedDeliveries.Count(acme.id, clock.instant(), Refusal.NOT_AUTHENTIC, 3)));

    checking.check(MANAGER, acme.id, true);
    checking.check(MANAGER, acme.id, true);

    assertThat(store.watch().watched(acme.id).repairs().last())
        .containsExactly(WebhookProblem.SECRET_DOUBTFUL);
    assertThat(halo.registrations()).hasSize(2);
  }

  @Test
  void a_paused_connection_is_left_alone() {
    store.pauses().pause(acme.id, clock.instant());
    clock.advance(DAY);

    assertThat(checking.checkIfDue(acme.id)).isEmpty();
  }

  @Test
  void what_people_set_up_is_not_compared() {
    registering.expect(
        MANAGER,
        acme.id,
        new WebhookScheme.Bearer(new Secret("0123456789abcdef01234567")),
        Duration.ZERO);
    clock.advance(DAY);

    assertThat(checking.checkIfDue(acme.id)).isEmpty();
    assertThat(checking.check(MANAGER, acme.id, true)).isInstanceOf(Outcome.NotPossible.class);
  }

  @Test
  void a_connection_of_others_does_not_exist() {
    var stranger = new Caller("m", Caller.Role.MANAGER, Set.of(new TeamId("others")));

    assertThat(checking.check(stranger, acme.id, true)).isEqualTo(new Outcome.ConnectionUnknown());
  }

  /// Two polls find what no delivery told of.
  private void fallSilent(Resource resource) {
    store.cursors().reached(acme.id, resource, clock.instant());
    store.schedules().found(acme.id, resource, clock.instant());
    store.schedules().found(acme.id, resource, clock.instant());
  }

  private Set<WebhookProblem> problems() {
    return store.watch().watched(acme.id).finding().orElseThrow().problems();
  }
}
