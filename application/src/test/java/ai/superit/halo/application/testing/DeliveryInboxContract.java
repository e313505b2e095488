package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.ClaimedDelivery.Claim;
import ai.superit.halo.application.webhook.DeadLetters;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.DeliveryInbox.State;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every inbox keeps.
public interface DeliveryInboxContract extends StoreContract {
  Duration LEASE = Duration.ofMinutes(2);

  @Test
  default void an_accepted_delivery_is_handed_out_byte_for_byte() {
    var acme = connected("acme");
    var body = new byte[] {0, (byte) 0xff, (byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n', '{'};

    store().inbox().accept(new IncomingDelivery(acme, NOON, body.clone()));

    var claimed = claim(10, minute(1)).getFirst();
    assertThat(claimed.body()).isEqualTo(body);
    assertThat(claimed.connection()).isEqualTo(acme);
    assertThat(claimed.receivedAt()).isEqualTo(NOON);
    assertThat(claimed.claim().attempt()).isEqualTo(1);
  }

  @Test
  default void the_same_bytes_are_handed_out_once_for_a_connection() {
    var acme = connected("acme");
    var beta = connected("beta");
    accept(acme, "same", NOON);

    accept(acme, "same", minute(1));
    accept(beta, "same", minute(1));
    accept(acme, "other", minute(1));

    assertThat(bodies(claim(10, minute(2)))).containsExactlyInAnyOrder("same", "same", "other");
    assertThat(store().inbox().state(acme).copies()).isEqualTo(1);
    assertThat(store().inbox().state(beta).copies()).isZero();
  }

  @Test
  default void the_same_bytes_are_a_duplicate_even_after_they_were_applied() {
    var acme = connected("acme");
    accept(acme, "same", NOON);
    finish(claim(1, NOON), new Disposition.Applied());

    accept(acme, "same", minute(1));

    assertThat(claim(1, minute(5))).isEmpty();
    assertThat(store().inbox().state(acme)).isEqualTo(new State(0, 1, 0, 0, 1, Optional.empty()));
  }

  @Test
  default void the_same_bytes_under_another_signed_id_are_another_delivery() {
    var acme = connected("acme");
    accept(acme, "{\"ticket_id\":12}", NOON, "msg_1");
    finish(claim(1, NOON), new Disposition.Applied());

    accept(acme, "{\"ticket_id\":12}", minute(60), "msg_2");
    accept(acme, "{\"ticket_id\":12}", minute(61), "msg_2");

    assertThat(claim(9, minute(62))).hasSize(1);
    assertThat(store().inbox().state(acme).copies()).isEqualTo(1);
  }

  @Test
  default void the_same_bytes_without_an_id_are_another_delivery_where_none_is_needed() {
    var acme = connected("acme");
    accept(acme, "{\"ticket_id\":12}", NOON);
    finish(claim(1, NOON), new Disposition.Quarantined("no id"));
    store().rules().saveBodiesWithoutId(acme, true);

    accept(acme, "{\"ticket_id\":12}", minute(60));
    finish(claim(9, minute(61)), new Disposition.Applied());
    accept(acme, "{\"ticket_id\":12}", minute(62));

    assertThat(claim(9, minute(63))).hasSize(1);
    assertThat(store().inbox().state(acme).copies()).isZero();
  }

  @Test
  default void the_same_bytes_with_an_id_of_their_own_are_a_copy_whatever_else_names_them() {
    var acme = connected("acme");
    store().rules().saveBodiesWithoutId(acme, true);
    var body = "{\"id\":\"3a1f0c5e-5a0e-4f9e-9d5b-1f1e6a2b7c11\",\"object_id\":1}";
    accept(acme, body, NOON);
    accept(acme, body, minute(1));
    accept(acme, body, minute(2), "msg_2");

    assertThat(claim(9, minute(3))).hasSize(1);
    assertThat(store().inbox().state(acme).copies()).isEqualTo(2);
  }

  @Test
  default void another_body_under_the_same_id_is_kept_beside_the_first() {
    var acme = connected("acme");
    accept(acme, "{\"id\":\"3a1f0c5e\",\"object_id\":1}", NOON);

    accept(acme, "{\"id\":\"3a1f0c5e\",\"object_id\":2}", minute(1));
    accept(acme, "{\"id\":\"3A1F0C5E\",\"object_id\":1}", minute(1));

    assertThat(claim(10, minute(2))).hasSize(3);
    assertThat(store().inbox().state(acme).copies()).isZero();
  }

  @Test
  default void deliveries_are_handed_out_oldest_first_and_once() {
    var acme = connected("acme");
    accept(acme, "third", minute(3));
    accept(acme, "first", minute(1));
    accept(acme, "second", minute(2));

    assertThat(bodies(claim(2, minute(4)))).containsExactly("first", "second");
    assertThat(bodies(claim(2, minute(4)))).containsExactly("third");
    assertThat(claim(2, minute(4))).isEmpty();
  }

  @Test
  default void a_backlog_of_one_connection_does_not_hold_up_another() {
    var acme = connected("acme");
    IntStream.range(0, 9).forEach(i -> accept(acme, "backlog " + i, minute(i)));
    accept(connected("beta"), "late", minute(30));

    assertThat(bodies(claim(4, minute(31)))).containsExactly("backlog 0", "backlog 1", "late");
    assertThat(bodies(claim(4, minute(31)))).contains("backlog 2", "backlog 3");
  }

  /// Without the flood a delivery waits for one turn. In its presence it may wait for less than
  /// twice as long, which is one turn too.
  @Test
  default void in_the_flood_of_one_tenant_those_of_others_wait_for_one_turn_as_without_it() {
    var acme = connected("acme");
    IntStream.range(0, 300).forEach(i -> accept(acme, "flood " + i, minute(0)));
    var others = List.of(connected("beta"), connected("gamma"), connected("delta"));

    for (int turn = 1; turn <= 10; turn++) {
      var sent = new ArrayList<String>();
      for (var other : others) {
        sent.add(other + " " + turn);
        accept(other, sent.getLast(), minute(turn));
      }

      var claimed = bodies(claim(20, minute(turn)));

      assertThat(claimed).containsAll(sent).anyMatch(body -> body.startsWith("flood"));
    }
  }

  @Test
  default void never_more_are_handed_out_than_asked_for() {
    for (int i = 0; i < 5; i++) {
      var connection = connected("connection " + i);
      accept(connection, "first", minute(i));
      accept(connection, "second", minute(i));
    }

    assertThat(claim(4, minute(9))).hasSize(4);
    assertThat(claim(9, minute(9))).hasSize(6);
  }

  @Test
  default void deliveries_of_some_connections_can_be_left_to_others() {
    var acme = connected("acme");
    var beta = connected("beta");
    accept(acme, "a", NOON);
    accept(beta, "b", minute(1));

    var claimed =
        store()
            .inbox()
            .claim(9, new Except(Set.of(acme, connected("gamma")), Set.of()), LEASE, minute(2));

    assertThat(bodies(claimed)).containsExactly("b");
    assertThat(bodies(claim(9, minute(2)))).containsExactly("a");
  }

  @Test
  default void a_lease_that_ended_gives_the_delivery_to_another_worker() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var first = claim(1, NOON).getFirst().claim();
    var tooEarly = claim(1, NOON.plus(LEASE).minusSeconds(1));

    var second = claim(1, NOON.plus(LEASE)).getFirst().claim();

    assertThat(tooEarly).isEmpty();
    assertThat(second).isEqualTo(new Claim(acme, first.deliveryId(), 2));
  }

  @Test
  default void a_claim_that_is_out_of_date_is_passed_over() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var lost = claim(1, NOON);
    var held = claim(1, NOON.plus(LEASE));

    assertThat(finish(lost, new Disposition.Parked("late"))).isZero();
    assertThat(finish(held, new Disposition.Applied())).isEqualTo(1);

    assertThat(store().inbox().state(acme)).isEqualTo(new State(0, 1, 0, 0, 0, Optional.empty()));
  }

  @Test
  default void a_claim_whose_lease_ended_is_good_until_another_worker_takes_it() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var late = claim(1, NOON);

    var finished =
        store()
            .inbox()
            .finish(
                Map.of(late.getFirst().claim(), new Disposition.Applied()), Map.of(), minute(9));

    assertThat(finished).isEqualTo(1);
    assertThat(claim(1, minute(10))).isEmpty();
  }

  @Test
  default void a_renewed_claim_is_not_handed_to_others() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var claims = claims(claim(1, NOON));

    var held = store().inbox().renew(claims, LEASE, NOON.plus(LEASE).minusSeconds(1));

    assertThat(held).isEqualTo(1);
    assertThat(claim(1, NOON.plus(LEASE).plus(LEASE).minusSeconds(2))).isEmpty();
    assertThat(claim(1, NOON.plus(LEASE).plus(LEASE))).hasSize(1);
  }

  @Test
  default void a_claim_that_another_worker_took_is_not_renewed() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    accept(acme, "y", minute(1));
    var lost = claims(claim(1, NOON));
    var held = claims(claim(2, NOON.plus(LEASE)));

    assertThat(store().inbox().renew(lost, LEASE, minute(3))).isZero();
    assertThat(store().inbox().renew(held, LEASE, minute(3))).isEqualTo(2);
    assertThat(store().inbox().renew(Set.of(), LEASE, minute(3))).isZero();
  }

  @Test
  default void a_finished_claim_is_not_renewed() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var claimed = claim(1, NOON);
    finish(claimed, new Disposition.Retry(minute(5), "no answer"));

    assertThat(store().inbox().renew(claims(claimed), LEASE, minute(4))).isZero();

    assertThat(claim(1, minute(5))).hasSize(1);
  }

  @Test
  default void a_claim_can_be_finished_once() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var claimed = claim(1, NOON);
    finish(claimed, new Disposition.Applied());

    assertThat(finish(claimed, new Disposition.Parked("again"))).isZero();

    assertThat(store().inbox().state(acme).applied()).isEqualTo(1);
  }

  @Test
  default void a_claim_to_be_tried_again_can_be_finished_once() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    var claimed = claim(1, NOON);
    finish(claimed, new Disposition.Retry(minute(5), "no answer"));

    assertThat(finish(claimed, new Disposition.Applied())).isZero();

    assertThat(store().inbox().state(acme).waiting()).isEqualTo(1);
  }

  @Test
  default void a_delivery_to_be_tried_again_waits_until_it_is_due() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    finish(claim(1, NOON), new Disposition.Retry(minute(5), "no answer"));

    assertThat(claim(1, minute(5).minusSeconds(1))).isEmpty();
    assertThat(claim(1, minute(5)).getFirst().claim().attempt()).isEqualTo(2);
  }

  @Test
  default void what_waits_for_its_next_attempt_can_be_hastened_but_nothing_that_is_held() {
    var acme = connected("acme");
    accept(acme, "failed", NOON);
    finish(claim(1, NOON), new Disposition.Retry(minute(90), "no answer"));
    accept(acme, "held", minute(1));
    assertThat(claim(1, minute(1))).hasSize(1);

    assertThat(store().inbox().hasten(connected("beta"), NOON, minute(1))).isZero();
    assertThat(store().inbox().hasten(acme, NOON, minute(1))).isEqualTo(1);

    assertThat(claim(9, minute(1))).singleElement().matches(due -> due.claim().attempt() == 2);
  }

  @Test
  default void an_attempt_to_which_a_delivery_was_hastened_is_not_counted() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    finish(claim(1, NOON), new Disposition.Retry(minute(90), "no answer"));

    for (int time = 1; time <= 3; time++) {
      assertThat(store().inbox().hasten(acme, NOON, minute(time))).isEqualTo(1);
      assertThat(store().inbox().hasten(acme, NOON, minute(time))).isZero();
      var claimed = claim(1, minute(time));
      assertThat(claimed)
          .extracting(ClaimedDelivery::tries, each -> each.claim().attempt())
          .containsExactly(tuple(1, time + 1));
      finish(claimed, new Disposition.Retry(minute(90), "no answer"));
    }

    assertThat(claim(1, minute(90))).extracting(ClaimedDelivery::tries).containsExactly(2);
  }

  @Test
  default void of_a_delivery_that_is_no_longer_young_every_attempt_is_counted() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    finish(claim(1, NOON), new Disposition.Retry(minute(90), "no answer"));

    assertThat(store().inbox().hasten(acme, minute(4), minute(5))).isEqualTo(1);

    var claimed = claim(1, minute(5));
    assertThat(claimed).extracting(ClaimedDelivery::tries).containsExactly(2);
    finish(claimed, new Disposition.Parked("no answer"));
    store().deadLetters().replay(DeadLetters.Selection.all(acme));
    finish(claim(1, minute(6)), new Disposition.Retry(minute(90), "no answer"));
    store().inbox().hasten(acme, NOON, minute(7));
    assertThat(claim(1, minute(7))).extracting(ClaimedDelivery::tries).containsExactly(1);
  }

  /// As while the store takes deliveries and lets nobody finish them: that says nothing of Halo.
  @Test
  default void a_claim_that_nobody_finished_is_not_counted_as_a_try() {
    var acme = connected("acme");
    accept(acme, "x", NOON);
    finish(claim(1, NOON), new Disposition.Retry(minute(5), "no answer"));

    for (int time = 0; time < 90; time++) {
      assertThat(claim(1, minute(5 + 2 * time)))
          .extracting(ClaimedDelivery::tries, ClaimedDelivery::lost, each -> each.claim().attempt())
          .containsExactly(tuple(2, time, time + 2));
    }

    var held = claim(1, minute(200));
    assertThat(held).extracting(ClaimedDelivery::lost).containsExactly(90);
    finish(held, new Disposition.Retry(minute(210), "no answer"));
    assertThat(claim(1, minute(210)))
        .extracting(ClaimedDelivery::tries, ClaimedDelivery::lost)
        .containsExactly(tuple(3, 0));
  }

  /// However long it waited before anybody tried it.
  @Test
  default void a_delivery_is_young_from_its_first_failure_on() {
    var acme = connected("acme");
    accept(acme, "x", minute(-10_000));
    finish(claim(1, NOON), new Disposition.Retry(minute(90), "no answer"));

    assertThat(store().inbox().hasten(acme, NOON, minute(5))).isEqualTo(1);

    assertThat(claim(1, minute(5))).extracting(ClaimedDelivery::tries).containsExactly(1);
  }

  @Test
  default void quarantined_and_parked_deliveries_are_never_handed_out_again() {
    var acme = connected("acme");
    accept(acme, "a", NOON);
    accept(acme, "b", minute(1));
    finish(claim(1, minute(1)), new Disposition.Quarantined("not JSON: \u0000\ud800"));
    finish(claim(1, minute(1)), new Disposition.Parked("Halo refused"));

    assertThat(claim(10, minute(60L * 24 * 365))).isEmpty();
    assertThat(store().inbox().state(acme)).isEqualTo(new State(0, 0, 1, 1, 0, Optional.empty()));
  }

  @Test
  default void what_is_worked_on_and_what_is_tried_again_still_waits() {
    var acme = connected("acme");
    accept(acme, "a", NOON);
    accept(acme, "b", minute(1));
    accept(acme, "c", minute(2));
    accept(connected("beta"), "d", minute(-5));
    var claimed = claim(3, minute(3));
    finish(claimed.subList(1, 2), new Disposition.Retry(minute(9), "later"));

    assertThat(store().inbox().state(acme)).isEqualTo(new State(3, 0, 0, 0, 0, Optional.of(NOON)));
  }

  @Test
  default void what_waits_for_its_next_attempt_takes_no_share_of_a_claim() {
    var acme = connected("acme");
    accept(connected("beta"), "{\"client_id\":1}", NOON);
    for (int client = 1; client <= 8; client++) {
      accept(acme, "{\"client_id\":%d}".formatted(client), NOON);
    }
    finish(claim(9, minute(1)), new Disposition.Retry(minute(60), "Halo answered 500"));
    for (int number = 0; number < 10; number++) {
      accept(acme, "{\"client_id\":9,\"object_id\":%d}".formatted(number), minute(1));
    }

    var claimed = claim(10, minute(2));

    assertThat(claimed).hasSize(10);
    finish(claimed, new Disposition.Applied());
    assertThat(claim(10, minute(60))).hasSize(9);
  }

  @Test
  default void one_call_finishes_deliveries_of_many_connections_in_many_ways() {
    var acme = connected("acme");
    var beta = connected("beta");
    accept(acme, "a", NOON);
    accept(acme, "b", NOON);
    accept(beta, "c", NOON);
    Map<Claim, Disposition> done =
        claim(3, NOON).stream()
            .collect(
                Collectors.toMap(
                    ClaimedDelivery::claim,
                    delivery ->
                        delivery.connection().equals(beta)
                            ? new Disposition.Quarantined("broken")
                            : new Disposition.Applied()));

    assertThat(store().inbox().finish(done, Map.of(), minute(1))).isEqualTo(3);

    assertThat(store().inbox().state(acme).applied()).isEqualTo(2);
    assertThat(store().inbox().state(beta).quarantined()).isEqualTo(1);
  }

  @Test
  default void deliveries_accepted_at_once_are_all_handed_out_once() throws Exception {
    var acme = connected("acme");
    var accepting =
        IntStream.range(0, 50)
            .mapToObj(i -> Executors.callable(() -> accept(acme, "body " + i, NOON)))
            .toList();
    var bodies = new ArrayList<String>();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var accepted : threads.invokeAll(accepting)) {
        accepted.get();
      }
      Callable<List<ClaimedDelivery>> claiming = () -> claim(20, minute(1));
      for (var claimed : threads.invokeAll(List.of(claiming, claiming, claiming, claiming))) {
        bodies.addAll(bodies(claimed.get()));
      }
    }

    bodies.addAll(bodies(claim(50, minute(1))));
    assertThat(bodies).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  default void the_same_bytes_accepted_at_once_are_handed_out_once() throws Exception {
    var acme = connected("acme");
    var accepting =
        IntStream.range(0, 50)
            .mapToObj(_ -> Executors.callable(() -> accept(acme, "same", NOON)))
            .toList();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var accepted : threads.invokeAll(accepting)) {
        accepted.get();
      }
    }

    assertThat(claim(50, minute(1))).hasSize(1);
    assertThat(claim(50, minute(1))).isEmpty();
  }

  @Test
  default void waiting_ends_soon_after_a_delivery_is_accepted() throws Exception {
    var acme = connected("acme");

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          threads.submit(() -> {
            store().inbox().awaitWork(Duration.ofMinutes(5));
            return true;
          });
      accept(acme, "x", NOON);

      assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  default void waiting_ends_when_the_time_is_over() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting =
          threads.submit(() -> {
            store().inbox().awaitWork(Duration.ofMillis(20));
            return true;
          });

      assertThat(waiting.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private void accept(ConnectionId connection, String body, Instant at) {
    store().inbox().accept(new IncomingDelivery(connection, at, body.getBytes(UTF_8)));
  }

  private void accept(ConnectionId connection, String body, Instant at, String signedId) {
    var headers = Map.of(IncomingDelivery.SIGNED_ID, signedId);
    store().inbox().accept(new IncomingDelivery(connection, at, body.getBytes(UTF_8), headers));
  }

  private List<ClaimedDelivery> claim(int limit, Instant now) {
    return store().inbox().claim(limit, Except.NOTHING, LEASE, now);
  }

  private int finish(List<ClaimedDelivery> claimed, Disposition how) {
    Map<Claim, Disposition> done =
        claimed.stream().collect(Collectors.toMap(ClaimedDelivery::claim, _ -> how));
    return store().inbox().finish(done, Map.of(), minute(3));
  }

  private static Set<Claim> claims(List<ClaimedDelivery> claimed) {
    return claimed.stream().map(ClaimedDelivery::claim).collect(Collectors.toSet());
  }

  private static List<String> bodies(List<ClaimedDelivery> claimed) {
    return claimed.stream().map(delivery -> new String(delivery.body(), UTF_8)).toList();
  }
}
