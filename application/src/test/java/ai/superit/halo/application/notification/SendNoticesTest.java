package ai.superit.halo.application.notification;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotice.Change;
import ai.superit.halo.application.notification.NoticeOutbox.Untold;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.testing.ScriptedSender;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendNoticesTest {
  private static final UUID ALERT = UUID.fromString("00000000-0000-0000-0000-00000000000a");
  private static final int BUSY = 503;
  private static final int GONE = 410;

  private final ManualClock clock = new ManualClock();
  private final InMemoryStore store = new InMemoryStore(clock);
  private final ScriptedSender sender = new ScriptedSender();
  private final Connection acme = ConnectionBuilder.aConnection("acme").build();
  private final SendNotices sending =
      new SendNotices(
          store.outbox(), store.channels(), sender, SendNotices.Patience.DEFAULT, clock, () -> 1.0);

  @BeforeEach
  void connect() {
    store.connections().create(acme, new Secret("hush"));
    channel("one");
  }

  private ChannelTarget channel(String name) {
    var url = new ChannelUrl(URI.create("https://example.com/" + name));
    var target = new ChannelTarget.Slack(url);
    var channel = AlertChannel.of(ChannelId.random(), name, target, NOON);
    store.channels().add(acme.id(), channel, target);
    return target;
  }

  private void post(Change change) {
    store
        .outbox()
        .post(
            new AlertNotice(
                ALERT, acme.id(), "acme", "LAG", change, clock.instant(), "It lags.", "Wait."));
  }

  private int send() {
    var work = sending.takeOn(10);
    work.forEach(Runnable::run);
    return work.size();
  }

  private List<Untold> untold() {
    return store.outbox().untold(acme.id(), PageArgs.first(10)).rows();
  }

  private List<String> ids() {
    return sender.sent().stream().map(sent -> sent.message().id()).toList();
  }

  @Test
  void one_message_tells_of_an_alert_and_one_of_its_end() {
    post(Change.OPENED);
    assertThat(send()).isEqualTo(1);
    post(Change.OPENED);
    assertThat(send()).isZero();
    post(Change.RESOLVED);
    assertThat(send()).isEqualTo(1);
    assertThat(send()).isZero();

    assertThat(ids()).containsExactly("msg_" + ALERT + "_opened", "msg_" + ALERT + "_resolved");
  }

  @Test
  void what_failed_is_sent_again_under_the_same_id_with_growing_pauses() {
    sender.answer(BUSY, BUSY);
    post(Change.OPENED);

    assertThat(send()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(9));
    assertThat(send()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(send()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(19));
    assertThat(send()).isZero();
    clock.advance(Duration.ofSeconds(1));
    assertThat(send()).isEqualTo(1);

    assertThat(ids()).hasSize(3).containsOnly("msg_" + ALERT + "_opened");
    assertThat(untold()).isEmpty();
  }

  @Test
  void pauses_differ_by_chance() {
    var hasty =
        new SendNotices(
            store.outbox(),
            store.channels(),
            sender,
            SendNotices.Patience.DEFAULT,
            clock,
            () -> 0.0);
    sender.answer(BUSY);
    post(Change.OPENED);

    hasty.takeOn(1).forEach(Runnable::run);

    assertThat(untold().getFirst().nextAttempt()).contains(clock.instant().plusSeconds(5));
  }

  @Test
  void after_a_day_it_is_given_up_and_the_reason_is_seen() {
    var began = clock.instant();
    post(Change.OPENED);
    for (int i = 0; i < 100 && !isGivenUp(); i++) {
      sender.answer(BUSY);
      assertThat(send()).as("attempt %s", i).isEqualTo(1);
      untold()
          .getFirst()
          .nextAttempt()
          .ifPresent(next -> clock.advance(Duration.between(clock.instant(), next)));
    }

    assertThat(isGivenUp()).isTrue();
    assertThat(untold().getFirst().reason()).isEqualTo("Answered 503.");
    assertThat(Duration.between(began, clock.instant()))
        .isBetween(Duration.ofHours(22), Duration.ofHours(24));
    assertThat(sender.sent()).hasSizeBetween(15, 30);
  }

  private boolean isGivenUp() {
    return untold().stream().anyMatch(notice -> notice.nextAttempt().isEmpty());
  }

  @Test
  void what_nobody_wants_is_given_up_at_once() {
    sender.answer(GONE);
    post(Change.OPENED);

    send();

    assertThat(isGivenUp()).isTrue();
    assertThat(untold().getFirst().attempts()).isEqualTo(1);
  }

  @Test
  void a_sender_that_died_sends_again_under_the_same_id() {
    post(Change.OPENED);
    var died = sending.takeOn(1);

    assertThat(died).hasSize(1);
    assertThat(send()).isZero();
    clock.advance(Duration.ofMinutes(2));
    assertThat(send()).isEqualTo(1);

    died.getFirst().run();
    assertThat(ids()).hasSize(2).containsOnly("msg_" + ALERT + "_opened");
    assertThat(untold()).isEmpty();
  }

  @Test
  void a_channel_that_hangs_holds_up_no_other() {
    var two = channel("two");
    post(Change.OPENED);
    var hanging = sending.takeOn(1);

    assertThat(hanging).hasSize(1);
    assertThat(send()).isEqualTo(1);

    assertThat(sender.sent()).extracting(ScriptedSender.Sent::target).containsExactly(two);
  }
}
