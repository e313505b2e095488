package ai.superit.halo.application.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeadLetters.Cause;
import ai.superit.halo.application.webhook.DeadLetters.DeadLetter;
import ai.superit.halo.application.webhook.DeadLetters.Kind;
import ai.superit.halo.application.webhook.DeadLetters.Selection;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store of dead letters does.
public interface DeadLettersContract extends StoreContract {
  ConnectionId ACME = ConnectionId.random();
  Duration LEASE = Duration.ofMinutes(1);

  @Test
  default void dead_letters_are_listed_newest_first_and_page_by_page() {
    finish("a", new Disposition.Quarantined("not JSON"), 1);
    finish("b", new Disposition.Parked("Halo answered 500"), 2);
    finish("c", new Disposition.Parked("Halo answered 500"), 3);
    finish("d", new Disposition.Applied(), 4);

    var all = list(Selection.all(ACME));

    assertThat(all).extracting(DeadLetter::beginning).containsExactly("c", "b", "a");
    assertThat(all).extracting(DeadLetter::reason).contains("not JSON", "Halo answered 500");
    assertThat(all)
        .extracting(DeadLetter::kind)
        .containsExactly(Kind.PARKED, Kind.PARKED, Kind.QUARANTINED);
    Pages.assertWalks(
        all.stream().map(DeadLetter::number).toList(), this::numbers, number -> number);
    assertThat(store().deadLetters().count(Selection.all(ACME))).isEqualTo(3);
  }

  @Test
  default void dead_letters_are_counted_by_what_they_died_of() {
    finish("a", new Disposition.Quarantined("not JSON"), 1);
    finish("b", new Disposition.Parked("Halo answered 500"), 2);
    finish("c", new Disposition.Parked("Halo answered 500"), 3);

    assertThat(store().deadLetters().causes(Selection.all(ACME), 9))
        .containsExactly(
            new Cause(Kind.PARKED, "Halo answered 500", 2, at(2), at(3)),
            new Cause(Kind.QUARANTINED, "not JSON", 1, at(1), at(1)));
    assertThat(store().deadLetters().causes(Selection.all(ACME), 1)).hasSize(1);
    assertThat(store().deadLetters().causes(Selection.all(ConnectionId.random()), 9)).isEmpty();
  }

  @Test
  default void what_is_replayed_is_handed_out_again_with_all_its_attempts() {
    finish("a", new Disposition.Parked("Halo answered 500"), 1);
    finish("b", new Disposition.Parked("Halo answered 403"), 2);

    var replayed = store().deadLetters().replay(of("Halo answered 500"));

    assertThat(replayed).isEqualTo(1);
    var claimed = claim(9);
    assertThat(claimed)
        .extracting(delivery -> new String(delivery.body(), UTF_8))
        .containsExactly("a");
    assertThat(claimed.getFirst().tries()).isEqualTo(1);
    assertThat(list(Selection.all(ACME))).hasSize(1);
  }

  @Test
  default void what_is_replayed_waits_from_then_on() {
    finish("a", new Disposition.Parked("Halo answered 500"), 1);
    assertThat(store().inbox().state(ACME).oldestWaiting()).isEmpty();

    store().deadLetters().replay(Selection.all(ACME));
    assertThat(store().inbox().state(ACME).oldestWaiting())
        .hasValueSatisfying(since -> assertThat(since).isAfter(at(9)));
    store().inbox().accept(new IncomingDelivery(ACME, at(9), "b".getBytes(UTF_8)));

    assertThat(store().inbox().state(ACME).oldestWaiting()).contains(at(9));
  }

  @Test
  default void a_claim_from_before_a_replay_is_out_of_date() {
    store().inbox().accept(new IncomingDelivery(ACME, at(1), "a".getBytes(UTF_8)));
    var before = claim(1).getFirst().claim();
    store().inbox().finish(Map.of(before, new Disposition.Parked("gone")), Map.of(), at(2));
    store().deadLetters().replay(Selection.all(ACME));
    var now = claim(9).getFirst();

    assertThat(now.claim().attempt()).isGreaterThan(before.attempt());
    assertThat(store().inbox().renew(Set.of(before), Duration.ofMinutes(1), at(9))).isZero();
    assertThat(
            store()
                .inbox()
                .finish(Map.of(before, new Disposition.Quarantined("late")), Map.of(), at(9)))
        .isZero();
    assertThat(
            store().inbox().finish(Map.of(now.claim(), new Disposition.Applied()), Map.of(), at(9)))
        .isEqualTo(1);
  }

  @Test
  default void what_is_discarded_is_neither_listed_nor_worked_on_nor_its_copy() {
    finish("a", new Disposition.Quarantined("not JSON"), 1);
    finish("b", new Disposition.Quarantined("not JSON"), 2);
    var first = list(Selection.all(ACME)).getLast().number();

    var discarded =
        store()
            .deadLetters()
            .discard(
                new Selection(ACME, Optional.empty(), Optional.empty(), Set.of(first)),
                "a test of ours");
    store().inbox().accept(new IncomingDelivery(ACME, at(3), "a".getBytes(UTF_8)));

    assertThat(discarded).isEqualTo(1);
    assertThat(list(Selection.all(ACME))).hasSize(1);
    assertThat(claim(9)).isEmpty();
    assertThat(store().inbox().state(ACME).quarantined()).isEqualTo(1);
    assertThat(store().deadLetters().replay(Selection.all(ACME))).isEqualTo(1);
  }

  @Test
  default void only_those_that_are_meant_are_changed() {
    finish("a", new Disposition.Quarantined("not JSON"), 1);
    finish("b", new Disposition.Applied(), 2);
    store().inbox().accept(new IncomingDelivery(ACME, at(3), "waiting".getBytes(UTF_8)));

    assertThat(store().deadLetters().replay(Selection.all(ConnectionId.random()))).isZero();
    assertThat(store().deadLetters().discard(of("something else"), "why")).isZero();
    assertThat(
            store()
                .deadLetters()
                .discard(
                    new Selection(ACME, Optional.of(Kind.PARKED), Optional.empty(), Set.of()),
                    "why"))
        .isZero();
    assertThat(store().deadLetters().discard(Selection.all(ACME), "why")).isEqualTo(1);
  }

  private void finish(String body, Disposition how, int minute) {
    store().inbox().accept(new IncomingDelivery(ACME, at(minute), body.getBytes(UTF_8)));
    store().inbox().finish(Map.of(claim(minute).getFirst().claim(), how), Map.of(), at(minute));
  }

  private List<ClaimedDelivery> claim(int minute) {
    return store().inbox().claim(9, Except.NOTHING, LEASE, at(minute));
  }

  private List<DeadLetter> list(Selection selection) {
    return store().deadLetters().list(selection, PageArgs.first(9)).rows();
  }

  private Slice<Long> numbers(PageArgs<Long> page) {
    var slice = store().deadLetters().list(Selection.all(ACME), page);
    return new Slice<>(slice.rows().stream().map(DeadLetter::number).toList(), slice.more());
  }

  private static Selection of(String reason) {
    return new Selection(ACME, Optional.empty(), Optional.of(reason), Set.of());
  }

  private static Instant at(int minute) {
    return Instant.parse("2026-01-01T12:00:00Z").plusSeconds(60L * minute);
  }
}
