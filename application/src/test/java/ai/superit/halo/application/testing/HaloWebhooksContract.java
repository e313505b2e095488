package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.connection.Lane;
import ai.superit.halo.application.webhook.HaloWebhooks;
import ai.superit.halo.application.webhook.HaloWebhooks.Look;
import ai.superit.halo.application.webhook.HaloWebhooks.Waiting;
import ai.superit.halo.application.webhook.HaloWebhooks.Wanted;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.webhook.WebhookProblem;
import ai.superit.halo.domain.webhook.WebhookScheme;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What everybody does who sets up webhooks. Tests may follow one another on the same tenant.
public interface HaloWebhooksContract {
  WebhookScheme SIGNED =
      new WebhookScheme.HmacSha256("X-Signature", new Secret("a-secret-of-more-than-24-bytes"));

  WebhookScheme BASIC =
      new WebhookScheme.Basic("halo", new Secret("a-secret-of-more-than-24-bytes"));

  HaloWebhooks webhooks();

  ConnectionId connection();

  @Test
  default void what_was_set_up_is_as_it_should_be() {
    for (var scheme : Set.of(SIGNED, BASIC, new WebhookScheme.None())) {
      var wanted = wanted(scheme, 3, 61);

      var id = register(wanted);

      assertThat(id).isNotBlank();
      assertThat(look(wanted)).isEqualTo(new Look(Set.of(), "", Set.of()));
      assertThat(look(known(id, wanted))).isEqualTo(new Look(Set.of(), "", Set.of()));
    }
  }

  @Test
  default void setting_up_twice_changes_nothing() {
    var wanted = wanted(SIGNED, 3, 61);

    var id = register(wanted);

    assertThat(register(wanted)).isEqualTo(id);
    assertThat(register(known(id, wanted))).isEqualTo(id);
    assertThat(look(wanted)).isEqualTo(new Look(Set.of(), "", Set.of()));
  }

  @Test
  default void what_was_never_set_up_or_is_removed_is_missing() {
    var wanted = wanted(SIGNED, 3);
    assertThat(look(wanted).problems()).containsExactly(WebhookProblem.MISSING);
    register(wanted);

    webhooks().unregister(connection(), wanted.address());
    webhooks().unregister(connection(), wanted.address());

    assertThat(look(wanted).problems()).containsExactly(WebhookProblem.MISSING);
  }

  @Test
  default void removing_one_leaves_the_others() {
    var kept = wanted(SIGNED, 3);
    var removed = wanted(SIGNED, 3);
    register(kept);
    register(removed);

    webhooks().unregister(connection(), removed.address());

    assertThat(look(kept).problems()).isEmpty();
  }

  @Test
  default void what_is_not_as_it_is_wanted_is_told_and_mended_in_its_place() {
    var id = register(wanted(SIGNED, 3, 61));
    var other = new Wanted(Optional.of(id), address(), BASIC, Set.of(3, 39), Set.of());

    assertThat(look(other).problems())
        .containsExactlyInAnyOrder(
            WebhookProblem.WRONG_ADDRESS,
            WebhookProblem.WRONG_SCHEME,
            WebhookProblem.EVENTS_MISSING);
    assertThat(look(other).otherEvents()).containsExactly(61);
    assertThat(register(other)).isEqualTo(id);
    assertThat(look(other)).isEqualTo(new Look(Set.of(), "", Set.of(61)));
  }

  @Test
  default void events_that_must_not_be_told_go_and_those_of_others_stay() {
    var first = wanted(SIGNED, 3, 39, 61);
    var id = register(first);
    var fewer = new Wanted(Optional.of(id), first.address(), SIGNED, Set.of(3), Set.of(39));

    register(fewer);

    assertThat(look(fewer)).isEqualTo(new Look(Set.of(), "", Set.of(61)));
  }

  private String register(Wanted wanted) {
    return webhooks()
        .register(connection(), wanted, new Waiting(Lane.PERSON, Duration.ofMinutes(1)));
  }

  private Look look(Wanted wanted) {
    return webhooks().look(connection(), wanted);
  }

  /// At an address of its own.
  private static Wanted wanted(WebhookScheme scheme, Integer... events) {
    return new Wanted(Optional.empty(), address(), scheme, Set.of(events), Set.of());
  }

  private static URI address() {
    return URI.create("https://it.example/hooks/" + UUID.randomUUID());
  }

  private static Wanted known(String id, Wanted wanted) {
    return new Wanted(
        Optional.of(id), wanted.address(), wanted.scheme(), wanted.events(), wanted.unwanted());
  }
}
