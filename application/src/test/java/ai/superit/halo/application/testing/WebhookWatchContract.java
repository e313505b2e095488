package ai.superit.halo.application.testing;

import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookWatch.Finding;
import ai.superit.halo.application.webhook.WebhookWatch.Repairs;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.testing.Moments;
import ai.superit.halo.domain.webhook.ChosenEvents;
import ai.superit.halo.domain.webhook.WebhookEvent;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of what is watched keeps.
public interface WebhookWatchContract extends StoreContract {
  @Test
  default void nothing_is_watched_before_it_is_set_up() {
    store().watch().registered(connected("beta"), "b", Moments.NOON);

    var watched = store().watch().watched(connected("acme"));

    assertThat(watched.automatic()).isFalse();
    assertThat(watched.haloId()).isEmpty();
    assertThat(watched.events()).isEqualTo(ChosenEvents.DEFAULT);
    assertThat(store().watch().watched(ConnectionId.random())).isEqualTo(watched);
    assertThat(store().watch().claim(connected("acme"), Moments.NOON, Moments.NOON)).isFalse();
  }

  @Test
  default void a_registered_webhook_is_as_it_should_be() {
    var acme = connected("acme");
    store().watch().registered(acme, "first", Moments.NOON);
    store().watch().registered(acme, "second", Moments.minute(1));

    var watched = store().watch().watched(acme);

    assertThat(watched.automatic()).isTrue();
    assertThat(watched.haloId()).contains("second");
    assertThat(watched.since()).contains(Moments.NOON);
    assertThat(watched.finding()).contains(new Finding(Moments.minute(1), Set.of(), "", Set.of()));
  }

  @Test
  default void one_of_many_takes_on_the_looking() {
    var acme = connected("acme");
    store().watch().registered(acme, "id", Moments.NOON);

    assertThat(store().watch().claim(acme, Moments.minute(5), Moments.NOON.minusSeconds(1)))
        .isFalse();
    assertThat(store().watch().claim(acme, Moments.minute(5), Moments.NOON)).isTrue();
    assertThat(store().watch().claim(acme, Moments.minute(5), Moments.NOON)).isFalse();
  }

  @Test
  default void what_was_found_and_mended_is_kept() {
    var acme = connected("acme");
    var finding =
        new Finding(Moments.minute(2), Set.of(WebhookProblem.DUPLICATE), "two", Set.of(1080));
    store().watch().registered(acme, "id", Moments.NOON);
    store().watch().found(acme, finding, Set.of(WebhookProblem.EDITED, WebhookProblem.MISSING));

    var later = new Finding(Moments.minute(3), Set.of(), "", Set.of());
    assertThat(store().watch().watched(acme).finding()).contains(finding);
    store().watch().found(acme, later, Set.of());

    var watched = store().watch().watched(acme);
    assertThat(watched.finding()).contains(later);
    assertThat(watched.repairs())
        .isEqualTo(
            new Repairs(
                1,
                Optional.of(Moments.minute(2)),
                Set.of(WebhookProblem.EDITED, WebhookProblem.MISSING)));
  }

  @Test
  default void chosen_events_replace_others_and_are_due_at_once() {
    var acme = connected("acme");
    var first = new ChosenEvents(Map.of(WebhookEvent.NOTE_ADDED, Set.of(9, 10)));
    var second = new ChosenEvents(Map.of(WebhookEvent.TICKET_CREATED, Set.of(3)));
    store().watch().registered(acme, "id", Moments.NOON);

    store().watch().choose(acme, first);
    assertThat(store().watch().watched(acme).events()).isEqualTo(first);
    store().watch().choose(acme, second);

    assertThat(store().watch().watched(acme).events()).isEqualTo(second);
    assertThat(store().watch().watched(connected("beta")).events()).isEqualTo(ChosenEvents.DEFAULT);
    assertThat(store().watch().claim(acme, Moments.NOON, Moments.NOON.minusSeconds(99))).isTrue();
  }

  @Test
  default void what_is_not_chosen_any_more_is_unwanted_until_it_is_removed() {
    var acme = connected("acme");
    store().watch().registered(acme, "id", Moments.NOON);
    store().watch().choose(acme, new ChosenEvents(Map.of(WebhookEvent.NOTE_ADDED, Set.of(901))));

    store()
        .watch()
        .choose(acme, new ChosenEvents(Map.of(WebhookEvent.NOTE_ADDED, Set.of(902, 903))));
    store().watch().choose(acme, new ChosenEvents(Map.of(WebhookEvent.NOTE_ADDED, Set.of(903))));

    assertThat(store().watch().unwanted(acme)).contains(901, 902).doesNotContain(903);
    store().watch().removed(acme, Set.of(901, 7));
    assertThat(store().watch().unwanted(acme)).contains(902).doesNotContain(901);
    store().watch().choose(acme, new ChosenEvents(Map.of(WebhookEvent.NOTE_ADDED, Set.of(902))));
    assertThat(store().watch().unwanted(acme)).contains(903).doesNotContain(901, 902);
    assertThat(store().watch().unwanted(connected("beta"))).isEmpty();
  }

  @Test
  default void the_delivery_that_came_last_is_known() {
    var acme = connected("acme");
    for (var body : List.of("{}", "[]")) {
      store()
          .inbox()
          .accept(new IncomingDelivery(acme, Moments.NOON, body.getBytes(StandardCharsets.UTF_8)));
      store().inbox().claim(9, Except.NOTHING, Duration.ofMinutes(1), Moments.minute(1));
    }

    var latest = store().watch().latest(acme).orElseThrow();

    assertThat(latest.receivedAt()).isEqualTo(Moments.NOON);
    assertThat(latest.body()).asString().isEqualTo("[]");
    assertThat(store().watch().latest(connected("beta"))).isEmpty();
  }

  @Test
  default void one_changes_a_webhook_at_a_time() {
    var acme = connected("acme");
    var first = new UUID(0, 1);
    var second = new UUID(0, 2);

    assertThat(begin(acme, first, 0)).isTrue();
    assertThat(begin(acme, second, 4)).isFalse();
    assertThat(begin(connected("beta"), second, 4)).isTrue();
    assertThat(begin(acme, second, 5)).as("the first has not ended in time").isTrue();
    store().watch().endChange(acme, first);
    assertThat(begin(acme, first, 6)).isFalse();
    store().watch().endChange(acme, second);
    assertThat(begin(acme, first, 6)).isTrue();
  }

  private boolean begin(ConnectionId connection, UUID change, int minute) {
    return store()
        .watch()
        .beginChange(connection, change, Moments.minute(minute), Moments.minute(minute + 5));
  }

  @Test
  default void what_is_left_to_people_is_not_looked_at() {
    var acme = connected("acme");
    store().watch().registered(acme, "id", Moments.NOON);
    store().watch().leftToPeople(acme, Moments.minute(1));

    var watched = store().watch().watched(acme);

    assertThat(watched.automatic()).isFalse();
    assertThat(watched.haloId()).contains("id");
    assertThat(watched.since()).contains(Moments.minute(1));
    assertThat(watched.finding()).isEmpty();
    assertThat(store().watch().claim(acme, Moments.minute(9), Moments.minute(9))).isFalse();
  }
}
