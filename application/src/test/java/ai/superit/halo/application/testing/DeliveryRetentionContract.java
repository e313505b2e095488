package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeadLetters.DeadLetter;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store keeps of old deliveries.
public interface DeliveryRetentionContract extends StoreContract {
  Instant SECOND_DAY = NOON.plus(Duration.ofDays(1));
  Instant THIRD_DAY = NOON.plus(Duration.ofDays(2));

  @Test
  default void deliveries_of_days_that_are_over_are_forgotten_with_their_bytes() {
    var acme = connected("acme");
    store().retention().prepare(NOON);
    handle(acme, "old", NOON, new Disposition.Applied());
    handle(acme, "new", SECOND_DAY, new Disposition.Applied());

    var forgotten = store().retention().forgetBefore(SECOND_DAY);

    assertThat(forgotten.days()).containsExactly(forgotten.days().getFirst());
    assertThat(forgotten.held()).isEmpty();
    accept(acme, "old", THIRD_DAY);
    accept(acme, "new", THIRD_DAY);
    assertThat(bodies(claim(THIRD_DAY))).containsExactly("old");
    assertThat(store().retention().forgetBefore(SECOND_DAY).days()).isEmpty();
  }

  @Test
  default void what_waits_for_a_worker_is_never_forgotten() {
    var acme = connected("acme");
    store().retention().prepare(NOON);
    handle(acme, "tried", NOON, new Disposition.Retry(SECOND_DAY, "500"));
    accept(acme, "not taken in", NOON);

    assertThat(store().retention().forgetBefore(SECOND_DAY).days()).isEmpty();
    assertThat(store().retention().forgetBefore(SECOND_DAY).held()).hasSize(1);

    assertThat(bodies(claim(THIRD_DAY))).containsExactlyInAnyOrder("tried", "not taken in");
  }

  @Test
  default void dead_letters_outlive_their_day() {
    var acme = connected("acme");
    store().retention().prepare(NOON);
    handle(acme, "dead", NOON, new Disposition.Parked("500"));
    handle(acme, "done", NOON, new Disposition.Applied());

    assertThat(store().retention().forgetBefore(SECOND_DAY).days()).hasSize(1);
    store().retention().forgetBefore(SECOND_DAY);

    assertThat(letters(acme)).containsExactly("dead");
    store().deadLetters().replay(Selection.all(acme));
    assertThat(bodies(claim(THIRD_DAY))).containsExactly("dead");
  }

  @Test
  default void a_day_without_room_of_its_own_loses_nothing() {
    var acme = connected("acme");
    accept(acme, "early", THIRD_DAY);

    store().retention().prepare(THIRD_DAY);
    store().retention().prepare(THIRD_DAY);
    accept(acme, "in time", THIRD_DAY.plusSeconds(1));

    assertThat(bodies(claim(THIRD_DAY.plusSeconds(2)))).containsExactly("early", "in time");
  }

  private void handle(ConnectionId connection, String body, Instant at, Disposition how) {
    accept(connection, body, at);
    var claim = claim(at).getFirst().claim();
    store().inbox().finish(Map.of(claim, how), Map.of(), at);
  }

  private void accept(ConnectionId connection, String body, Instant at) {
    store().inbox().accept(new IncomingDelivery(connection, at, body.getBytes(UTF_8)));
  }

  private List<ClaimedDelivery> claim(Instant now) {
    return store().inbox().claim(9, Set.of(), Duration.ofMinutes(1), now);
  }

  private static List<String> bodies(List<ClaimedDelivery> claimed) {
    return claimed.stream().map(delivery -> new String(delivery.body(), UTF_8)).toList();
  }

  private List<String> letters(ConnectionId connection) {
    return store().deadLetters().list(Selection.all(connection), PageArgs.first(9)).rows().stream()
        .map(DeadLetter::beginning)
        .toList();
  }
}
