package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static ai.superit.halo.domain.testing.Moments.minute;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.DeliveryProofs;
import ai.superit.halo.application.webhook.DeliveryProofs.Hour;
import ai.superit.halo.application.webhook.DeliveryProofs.Missed;
import ai.superit.halo.application.webhook.DeliveryProofs.Standing;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.LoggedDelivery;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.webhook.DeliveryDigest;
import ai.superit.halo.domain.webhook.LogAccess;
import ai.superit.halo.domain.webhook.ObjectRef;
import ai.superit.halo.domain.webhook.ObjectRef.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every store keeps of what Halo says it sent.
public interface DeliveryProofsContract extends StoreContract {
  private DeliveryProofs proofs() {
    return store().proofs();
  }

  @Test
  default void a_delivery_counts_as_received_whether_or_not_a_worker_has_seen_it() {
    var acme = connected("acme");
    receive(acme, "worked on", NOON);
    store().inbox().claim(10, Except.NOTHING, Duration.ofMinutes(1), NOON);
    receive(acme, "waits", NOON);

    record(acme, said("worked on", 0), said("waits", 0), said("lost", 0));

    assertThat(missing(acme)).extracting(Missed::digest).containsExactly(digest("lost"));
    assertThat(hours(acme)).containsExactly(new Hour(NOON, 3, 2, 0, 1, 0));
  }

  @Test
  default void those_are_told_that_were_not_known_and_not_received() {
    var acme = connected("acme");
    receive(acme, "received", NOON);
    record(acme, said("known", 0));

    var told =
        proofs()
            .record(
                acme,
                List.of(said("received", 0), said("known", -1), said("lost", 0), said("lost", 1)),
                NOON);

    assertThat(told).contains(digest("lost")).doesNotContain(digest("known"));
    proofs().missing(acme, NOON, 10);
    assertThat(proofs().record(acme, List.of(said("received", 0)), NOON)).isEmpty();
  }

  @Test
  default void what_another_connection_received_or_was_sent_does_not_count() {
    var acme = connected("acme");
    var beta = connected("beta");
    receive(beta, "same", NOON);

    record(acme, said("same", 0));

    assertThat(missing(acme)).hasSize(1);
    assertThat(missing(beta)).isEmpty();
    assertThat(hours(beta)).isEmpty();
  }

  @Test
  default void all_attempts_of_a_delivery_are_one_and_the_first_one_counts() {
    var acme = connected("acme");

    record(acme, failed("a", 30), failed("a", 10), said("a", 50));
    record(acme, failed("a", 20), said("a", 50));

    assertThat(missing(acme)).singleElement().extracting(Missed::sentAt).isEqualTo(minute(10));
    assertThat(hours(acme)).containsExactly(new Hour(NOON, 1, 0, 0, 1, 0));
  }

  @Test
  default void what_halo_may_send_again_is_missing_only_after_a_while() {
    var acme = connected("acme");
    proofs().record(acme, List.of(failed("a", 0)), minute(5));

    assertThat(proofs().missing(acme, minute(5), 10)).isEmpty();
    assertThat(proofs().hours(acme, NOON, minute(5)))
        .containsExactly(new Hour(NOON, 1, 0, 0, 0, 0));
    assertThat(proofs().lastMissed(acme, minute(5), 10)).isEmpty();
    assertThat(proofs().missing(acme, minute(6), 10)).hasSize(1);
    assertThat(proofs().hours(acme, NOON, minute(6)))
        .containsExactly(new Hour(NOON, 1, 0, 0, 1, 0));
  }

  @Test
  default void what_comes_in_the_end_is_received_and_late() {
    var acme = connected("acme");
    record(acme, failed("a", 0), failed("b", 0));
    assertThat(missing(acme)).hasSize(2);
    receive(acme, "a", minute(0).plus(DeliveryProofs.LATE));
    receive(acme, "b", minute(0).plus(DeliveryProofs.LATE).plusSeconds(1));

    assertThat(missing(acme)).isEmpty();
    assertThat(hours(acme)).containsExactly(new Hour(NOON, 2, 2, 1, 0, 0));
    assertThat(proofs().lastMissed(acme, minute(90), 10)).isEmpty();
  }

  @Test
  default void what_was_repaired_is_not_missing_and_stays_so() {
    var acme = connected("acme");
    record(acme, said("a", 0), said("b", 1), said("c", 2));

    proofs().repaired(acme, List.of(digest("a")), minute(7));
    proofs().failed(acme, Map.of(digest("b"), "Halo answered 500"));
    record(acme, said("a", 0));

    assertThat(missing(acme)).extracting(Missed::digest).containsExactly(digest("b"), digest("c"));
    assertThat(hours(acme)).containsExactly(new Hour(NOON, 3, 0, 0, 2, 1));
    var last = proofs().lastMissed(acme, minute(90), 10);
    assertThat(last).extracting(Missed::sentAt).containsExactly(minute(2), minute(1), minute(0));
    assertThat(last.get(1).problem()).isEqualTo("Halo answered 500");
    assertThat(last.get(2).repairedAt()).contains(minute(7));
    assertThat(last.get(2).objects()).containsExactlyInAnyOrder(ticket(1), ticket(2));
  }

  @Test
  default void hours_come_latest_first_and_are_forgotten_in_time() {
    var acme = connected("acme");
    record(acme, said("a", 0), said("b", 61), said("c", 62));

    assertThat(hours(acme)).extracting(Hour::hour).containsExactly(minute(60), NOON);
    assertThat(proofs().hours(acme, minute(119), minute(200))).hasSize(1);
    proofs().forgetBefore(acme, minute(62));

    assertThat(hours(acme)).containsExactly(new Hour(minute(60), 1, 0, 0, 1, 0));
  }

  /// As where the store was put back to an old backup, or nobody was there for long.
  @Test
  default void what_was_sent_long_before_it_was_told_is_kept_as_long_as_anything_else() {
    var acme = connected("acme");
    proofs().record(acme, List.of(said("a", 0)), minute(62));

    proofs().forgetBefore(acme, minute(62));

    assertThat(missing(acme)).hasSize(1);
    proofs().forgetBefore(acme, minute(63));
    assertThat(missing(acme)).isEmpty();
  }

  @Test
  default void only_so_many_are_missing_at_once() {
    var acme = connected("acme");
    record(acme, said("a", 0), said("b", 1));

    assertThat(proofs().missing(acme, NOON, 1))
        .extracting(Missed::digest)
        .containsExactly(digest("a"));
    assertThat(proofs().lastMissed(acme, NOON, 1))
        .extracting(Missed::digest)
        .containsExactly(digest("b"));
  }

  @Test
  default void one_takes_a_connection_on_until_it_is_finished_or_gives_up() {
    var acme = connected("acme");
    assertThat(proofs().due(NOON)).containsExactly(acme);

    var claimed = proofs().claim(acme, NOON, minute(2));

    assertThat(claimed).contains(new DeliveryProofs.Claimed(Standing.NEW, false));
    assertThat(proofs().claim(acme, minute(1), minute(3))).isEmpty();
    proofs().renew(acme, minute(4));
    assertThat(proofs().claim(acme, minute(3), minute(5))).isEmpty();
    assertThat(proofs().due(minute(3))).isEmpty();
    assertThat(proofs().claim(acme, minute(4), minute(6))).isPresent();
  }

  @Test
  default void a_round_leaves_behind_how_it_stands() {
    var acme = connected("acme");
    var standing =
        new Standing(
            "hook",
            LogAccess.LIGHTWEIGHT,
            Optional.of(minute(1)),
            Optional.empty(),
            Optional.of(minute(3)));
    proofs().claim(acme, NOON, minute(2));

    proofs().finish(acme, standing, minute(5));

    assertThat(proofs().standing(acme)).isEqualTo(standing);
    assertThat(proofs().due(minute(4))).isEmpty();
    assertThat(proofs().claim(acme, minute(4), minute(9))).isEmpty();
    assertThat(proofs().due(minute(5))).containsExactly(acme);
    assertThat(proofs().standing(connected("beta"))).isEqualTo(Standing.NEW);
  }

  @Test
  default void a_wish_is_answered_even_if_it_comes_during_a_round() {
    var acme = connected("acme");
    proofs().claim(acme, NOON, minute(2));
    proofs().hasten(acme);
    assertThat(proofs().due(minute(1))).isEmpty();

    proofs().finish(acme, Standing.NEW, minute(9));

    assertThat(proofs().due(minute(1))).containsExactly(acme);
    assertThat(proofs().claim(acme, minute(1), minute(2)))
        .contains(new DeliveryProofs.Claimed(Standing.NEW, true));
    proofs().finish(acme, Standing.NEW, minute(9));
    assertThat(proofs().due(minute(8))).isEmpty();
  }

  @Test
  default void a_wish_whose_round_dies_is_answered_by_the_next_one() {
    var acme = connected("acme");
    proofs().hasten(acme);
    assertThat(proofs().claim(acme, NOON, minute(2)))
        .contains(new DeliveryProofs.Claimed(Standing.NEW, true));

    assertThat(proofs().claim(acme, minute(2), minute(4)))
        .contains(new DeliveryProofs.Claimed(Standing.NEW, true));

    proofs().finish(acme, Standing.NEW, minute(9));
    assertThat(proofs().claim(acme, minute(9), minute(11)))
        .contains(new DeliveryProofs.Claimed(Standing.NEW, false));
  }

  @Test
  default void that_there_is_no_webhook_is_not_said_before_it_was_looked_at_again() {
    var acme = connected("acme");
    var none =
        new Standing(
            "", LogAccess.NOT_SET_UP, Optional.empty(), Optional.empty(), Optional.empty());
    proofs().claim(acme, NOON, minute(2));
    proofs().finish(acme, none, minute(9));
    assertThat(proofs().standing(acme)).isEqualTo(none);

    proofs().hasten(acme);
    assertThat(proofs().standing(acme)).isEqualTo(Standing.NEW);
    proofs().claim(acme, minute(1), minute(2));
    assertThat(proofs().standing(acme)).isEqualTo(Standing.NEW);

    proofs().finish(acme, none, minute(9));
    assertThat(proofs().standing(acme)).isEqualTo(none);
  }

  private void receive(ConnectionId connection, String body, Instant at) {
    store().inbox().accept(new IncomingDelivery(connection, at, body.getBytes(UTF_8)));
  }

  private void record(ConnectionId connection, LoggedDelivery... said) {
    proofs().record(connection, List.of(said), NOON);
  }

  private List<Missed> missing(ConnectionId connection) {
    return proofs().missing(connection, minute(90), 10);
  }

  private List<Hour> hours(ConnectionId connection) {
    return proofs().hours(connection, NOON, minute(90));
  }

  private static LoggedDelivery said(String body, int minute) {
    return new LoggedDelivery(digest(body), minute(minute), true, Set.of(ticket(1), ticket(2)));
  }

  private static LoggedDelivery failed(String body, int minute) {
    return new LoggedDelivery(digest(body), minute(minute), false, Set.of(ticket(1)));
  }

  private static DeliveryDigest digest(String body) {
    return DeliveryDigest.of(body.getBytes(UTF_8));
  }

  private static ObjectRef ticket(long id) {
    return new ObjectRef(Kind.TICKET, id);
  }
}
