package ai.superit.halo.application.testing;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.application.notification.NoticeOutbox.Claimed;
import ai.superit.halo.application.notification.NoticeOutbox.Ending;
import ai.superit.halo.application.notification.NoticeOutbox.Untold;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every outbox of notices keeps.
public interface NoticeOutboxContract extends StoreContract {
  Duration LEASE = Duration.ofMinutes(2);
  Instant LATER = NOON.plusSeconds(60);
  UUID ALERT = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  UUID OTHER = UUID.fromString("00000000-0000-0000-0000-00000000000b");

  private NoticeOutbox outbox() {
    return store().outbox();
  }

  private AlertChannel channel(ConnectionId connection, String name) {
    var target = AlertChannelsContract.SLACK;
    var channel = AlertChannel.of(ChannelId.random(), name, target, NOON);
    store().channels().add(connection, channel, target);
    return channel;
  }

  private static AlertNotice notice(ConnectionId connection, UUID alert, Change change) {
    return new AlertNotice(
        alert, connection, "Acme", "DELIVERY_FAILURES", change, NOON, "12 of 40 failed.", "Look.");
  }

  private List<Claimed> claim(Instant now) {
    return outbox().claim(10, LEASE, now);
  }

  private Claimed claimOne(Instant now) {
    var claimed = claim(now);
    assertThat(claimed).hasSize(1);
    return claimed.getFirst();
  }

  @Test
  default void a_notice_is_kept_once_for_each_channel_of_its_connection() {
    var acme = connected("acme");
    var one = channel(acme, "one");
    var two = channel(acme, "two");
    channel(connected("beta"), "of beta");
    var notice = notice(acme, ALERT, Change.OPENED);

    outbox().post(notice);
    outbox().post(notice);

    assertThat(claim(LATER))
        .containsExactlyInAnyOrder(new Claimed(one, notice, 1), new Claimed(two, notice, 1));
    assertThat(outbox().countUntold(acme)).isEqualTo(2);
  }

  @Test
  default void a_notice_is_posted_with_the_transaction_or_not_at_all() {
    var acme = connected("acme");
    channel(acme, "one");

    var failure =
        catchThrowable(() ->
            store()
                .transactions()
                .inTransaction(() -> {
                  outbox().post(notice(acme, ALERT, Change.OPENED));
                  throw new IllegalStateException("no");
                }));

    assertThat(failure).hasMessage("no");
    assertThat(claim(LATER)).isEmpty();
  }

  @Test
  default void a_notice_has_one_sender_at_a_time() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));

    var first = claimOne(LATER);

    assertThat(claim(LATER.plus(LEASE).minusSeconds(1))).isEmpty();
    assertThat(claimOne(LATER.plus(LEASE)))
        .isEqualTo(new Claimed(first.channel(), first.notice(), 2));
  }

  @Test
  default void a_channel_has_one_sender_at_a_time_and_tells_in_order() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, OTHER, Change.OPENED));
    outbox().post(notice(acme, ALERT, Change.OPENED));

    var first = claimOne(LATER);
    assertThat(first.notice().alert()).isEqualTo(OTHER);
    assertThat(claim(LATER)).isEmpty();
    outbox().finish(first, new Ending.Sent(), LATER);

    assertThat(claimOne(LATER).notice().alert()).isEqualTo(ALERT);
  }

  @Test
  default void no_more_are_claimed_than_wanted() {
    var acme = connected("acme");
    channel(acme, "one");
    channel(acme, "two");
    outbox().post(notice(acme, ALERT, Change.OPENED));

    assertThat(outbox().claim(1, LEASE, LATER)).hasSize(1);
    assertThat(outbox().claim(1, LEASE, LATER)).hasSize(1);
    assertThat(outbox().claim(1, LEASE, LATER)).isEmpty();
  }

  @Test
  default void what_was_sent_is_not_sent_again() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));

    outbox().finish(claimOne(LATER), new Ending.Sent(), LATER);
    outbox().post(notice(acme, ALERT, Change.OPENED));

    assertThat(claim(LATER.plus(LEASE))).isEmpty();
    assertThat(outbox().countUntold(acme)).isZero();
  }

  @Test
  default void what_failed_waits_for_its_next_attempt() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    var again = LATER.plusSeconds(10);

    outbox().finish(claimOne(LATER), new Ending.Retry(again, "Answered 500."), LATER);

    assertThat(claim(again.minusSeconds(1))).isEmpty();
    var waiting = untold(acme).getFirst();
    assertThat(waiting.reason()).isEqualTo("Answered 500.");
    assertThat(waiting.nextAttempt()).contains(again);
    assertThat(claimOne(again).attempt()).isEqualTo(2);
  }

  @Test
  default void what_was_given_up_is_seen_and_not_tried_again() {
    var acme = connected("acme");
    var one = channel(acme, "one");
    var notice = notice(acme, ALERT, Change.OPENED);
    outbox().post(notice);

    outbox().finish(claimOne(LATER), new Ending.GivenUp("Gone."), LATER);

    assertThat(claim(LATER.plus(LEASE))).isEmpty();
    var given = untold(acme).getFirst();
    assertThat(given.channel()).isEqualTo(one);
    assertThat(given.notice()).isEqualTo(notice);
    assertThat(given.attempts()).isEqualTo(1);
    assertThat(given.reason()).isEqualTo("Gone.");
    assertThat(given.nextAttempt()).isEmpty();
  }

  @Test
  default void an_attempt_that_came_too_late_ends_nothing() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    var late = claimOne(LATER);
    var present = claimOne(LATER.plus(LEASE));

    outbox().finish(late, new Ending.GivenUp("late"), LATER.plus(LEASE));

    assertThat(outbox().untold(acme, PageArgs.first(10)).rows().getFirst().reason()).isEmpty();
    outbox().finish(present, new Ending.Sent(), LATER.plus(LEASE));
    assertThat(outbox().countUntold(acme)).isZero();
  }

  @Test
  default void the_end_of_an_alert_is_told_after_its_opening() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    var opening = claimOne(LATER);
    var again = LATER.plusSeconds(10);
    outbox().post(notice(acme, ALERT, Change.RESOLVED));
    outbox().finish(opening, new Ending.Retry(again, "no"), LATER);

    assertThat(claim(LATER)).isEmpty();
    opening = claimOne(again);
    assertThat(opening.notice().change()).isEqualTo(Change.OPENED);
    outbox().finish(opening, new Ending.Sent(), again);

    assertThat(claimOne(again).notice().change()).isEqualTo(Change.RESOLVED);
  }

  @Test
  default void an_alert_that_was_over_before_anybody_was_told_is_not_told() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    outbox().post(notice(acme, ALERT, Change.RESOLVED));
    outbox().post(notice(acme, ALERT, Change.OPENED));

    assertThat(claim(LATER)).isEmpty();
    assertThat(outbox().countUntold(acme)).isZero();
  }

  @Test
  default void the_end_of_what_was_given_up_is_not_told() {
    var acme = connected("acme");
    channel(acme, "one");
    for (var alert : List.of(ALERT, OTHER)) {
      outbox().post(notice(acme, alert, Change.OPENED));
    }
    var first = claimOne(LATER);
    outbox().post(notice(acme, ALERT, Change.RESOLVED));
    outbox().finish(first, new Ending.GivenUp("no"), LATER);
    outbox().finish(claimOne(LATER), new Ending.GivenUp("no"), LATER);
    outbox().post(notice(acme, OTHER, Change.RESOLVED));

    assertThat(claim(LATER)).isEmpty();
    assertThat(outbox().countUntold(acme)).isEqualTo(2);
  }

  @Test
  default void a_channel_that_was_added_later_hears_nothing_of_the_end() {
    var acme = connected("acme");
    var early = channel(acme, "early");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    outbox().finish(claimOne(LATER), new Ending.Sent(), LATER);
    channel(acme, "late");

    outbox().post(notice(acme, ALERT, Change.RESOLVED));

    assertThat(claimOne(LATER).channel()).isEqualTo(early);
  }

  @Test
  default void a_removed_channel_takes_its_notices_along() {
    var acme = connected("acme");
    var one = channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    var claimed = claimOne(LATER);

    store().channels().remove(acme, one.id());

    assertThat(outbox().countUntold(acme)).isZero();
    outbox().finish(claimed, new Ending.Sent(), LATER);
    assertThat(claim(LATER.plus(LEASE))).isEmpty();
  }

  @Test
  default void what_is_untold_is_paged_from_the_newest() {
    var acme = connected("acme");
    channel(acme, "one");
    var alerts = List.of(ALERT, OTHER, UUID.randomUUID());
    alerts.forEach(alert -> outbox().post(notice(acme, alert, Change.OPENED)));

    var first = outbox().untold(acme, PageArgs.first(2));
    var second = outbox().untold(acme, PageArgs.firstAfter(2, first.rows().getLast().number()));

    assertThat(alerts(first.rows())).containsExactly(alerts.get(2), alerts.get(1));
    assertThat(first.more()).isTrue();
    assertThat(alerts(second.rows())).containsExactly(alerts.get(0));
    assertThat(second.more()).isFalse();
  }

  @Test
  default void old_notices_are_cleared_but_not_openings_that_go_on() {
    var acme = connected("acme");
    channel(acme, "one");
    outbox().post(notice(acme, ALERT, Change.OPENED));
    outbox().post(notice(acme, OTHER, Change.OPENED));
    outbox().finish(claimOne(LATER), new Ending.Sent(), LATER);
    outbox().finish(claimOne(LATER), new Ending.Sent(), LATER);
    outbox().post(notice(acme, ALERT, Change.RESOLVED));
    outbox().finish(claimOne(LATER), new Ending.Sent(), LATER);

    assertThat(outbox().clear(LATER.plus(NoticeOutbox.KEPT))).isZero();
    assertThat(outbox().clear(LATER.plus(NoticeOutbox.KEPT).plusSeconds(1))).isEqualTo(2);

    outbox().post(notice(acme, OTHER, Change.RESOLVED));
    assertThat(claimOne(LATER).notice().alert()).isEqualTo(OTHER);
  }

  private List<Untold> untold(ConnectionId connection) {
    return outbox().untold(connection, PageArgs.first(10)).rows();
  }

  private static List<UUID> alerts(List<Untold> rows) {
    return rows.stream().map(row -> row.notice().alert()).toList();
  }
}
