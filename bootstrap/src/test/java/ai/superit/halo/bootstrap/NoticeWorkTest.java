package ai.superit.halo.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.superit.halo.application.PageArgs;
import ai.superit.halo.application.Slice;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.notification.AlertChannels;
import ai.superit.halo.application.notification.AlertMessage;
import ai.superit.halo.application.notification.ChannelSender;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.application.notification.SendNotices;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class NoticeWorkTest {
  private static final ConnectionId ACME = ConnectionId.random();
  private static final ChannelTarget TARGET =
      new ChannelTarget.Email(List.of(new EmailAddress("ops@example.com")));

  private final Queued outbox = new Queued();
  private final CountDownLatch answer = new CountDownLatch(1);

  @Test
  void a_channel_that_hangs_holds_up_no_other_and_not_the_end() {
    outbox.post(notice("hangs"));
    outbox.post(notice("fails"));
    outbox.post(notice("works"));

    try (var work = work()) {
      work.start();
      await().untilAsserted(() -> assertThat(outbox.finished).containsOnly("works"));
    }

    assertThat(outbox.finished).containsExactlyInAnyOrder("works", "hangs");
    assertThat(outbox.cleared).hasValue(1);
  }

  @Test
  void it_is_well_from_its_start_on_even_when_it_was_closed() {
    var work = work();
    assertThat(work.isWell()).isFalse();

    try (work) {
      work.start();
      assertThat(work.isWell()).isTrue();
    }
    assertThat(work.isWell()).isTrue();
  }

  private NoticeWork work() {
    var sending =
        new SendNotices(
            outbox,
            new OneTarget(),
            new Scripted(),
            SendNotices.Patience.DEFAULT,
            InstantSource.system(),
            () -> 0.5);
    return new NoticeWork(sending, outbox, InstantSource.system(), Duration.ofMillis(50));
  }

  private static AlertNotice notice(String kind) {
    return new AlertNotice(
        UUID.randomUUID(),
        ACME,
        "Acme",
        kind,
        AlertNotice.Change.OPENED,
        Instant.now(),
        "It lags.",
        "Wait.");
  }

  /// Hangs until it is interrupted, throws what it must not throw, or takes the message.
  private final class Scripted implements ChannelSender {
    @Override
    public boolean canSend(ChannelTarget.Kind kind) {
      return true;
    }

    @Override
    public Outcome send(ChannelTarget target, AlertMessage message) {
      if (message.notice().kind().equals("fails")) {
        throw new IllegalArgumentException("a mistake of ours");
      }
      try {
        if (message.notice().kind().equals("hangs")) {
          answer.await();
        }
        return new Outcome.Accepted();
      } catch (InterruptedException stopping) {
        return new Outcome.Failed("stopped");
      }
    }
  }

  private static final class OneTarget implements AlertChannels {
    @Override
    public List<AlertChannel> list(ConnectionId connection) {
      return List.of();
    }

    @Override
    public boolean add(ConnectionId connection, AlertChannel channel, ChannelTarget target) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean replace(ConnectionId connection, Kept before, Kept after) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Kept> find(ConnectionId connection, ChannelId channel) {
      return Optional.of(new Kept(AlertChannel.of(channel, "one", TARGET, Instant.EPOCH), TARGET));
    }

    @Override
    public boolean remove(ConnectionId connection, ChannelId channel) {
      return false;
    }
  }

  /// Hands each notice out once.
  private static final class Queued implements NoticeOutbox {
    private final Queue<AlertNotice> waiting = new ConcurrentLinkedQueue<>();
    private final Queue<String> finished = new ConcurrentLinkedQueue<>();
    private final AtomicInteger cleared = new AtomicInteger();

    @Override
    public void post(AlertNotice notice) {
      waiting.add(notice);
    }

    @Override
    public List<Claimed> claim(int atMost, Duration lease, Instant now) {
      var claimed = new ArrayList<Claimed>();
      var channel = AlertChannel.of(ChannelId.random(), "one", TARGET, now);
      while (claimed.size() < atMost && !waiting.isEmpty()) {
        claimed.add(new Claimed(channel, waiting.remove(), 1));
      }
      return claimed;
    }

    @Override
    public void finish(Claimed claimed, Ending ending, Instant now) {
      finished.add(claimed.notice().kind());
    }

    @Override
    public Slice<Untold> untold(ConnectionId connection, PageArgs<Long> page) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long countUntold(ConnectionId connection) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int clear(Instant now) {
      return cleared.incrementAndGet();
    }
  }
}
