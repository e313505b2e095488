package ai.superit.halo.persistence;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.notification.NoticeOutbox.Claimed;
import ai.superit.halo.application.notification.NoticeOutbox.Ending;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.notification.AlertChannel;
import ai.superit.halo.domain.notification.ChannelId;
import ai.superit.halo.domain.notification.ChannelTarget;
import ai.superit.halo.domain.notification.ChannelUrl;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What only a database shared by several instances can get wrong.
@ExtendWith(CleanStore.class)
class NoticeClaimsTest {
  private static final int CHANNELS = 6;
  private static final int NOTICES = 8;

  private final Persistence store = TestDatabase.store();

  @Test
  void instances_send_each_notice_once_and_each_channel_one_at_a_time() throws Exception {
    var acme = connectionWithChannels();
    for (int i = 0; i < NOTICES; i++) {
      store.noticeOutbox().post(opening(acme));
    }
    var sent = new ConcurrentLinkedQueue<Claimed>();
    var busy = ConcurrentHashMap.<ChannelId>newKeySet();

    var workers = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        workers.add(threads.submit(() -> work(acme, sent, busy)));
      }
      for (var worker : workers) {
        worker.get();
      }
    }

    assertThat(sent)
        .hasSize(CHANNELS * NOTICES)
        .allSatisfy(claimed -> assertThat(claimed.attempt()).isEqualTo(1))
        .doesNotHaveDuplicates();
  }

  private void work(ConnectionId acme, ConcurrentLinkedQueue<Claimed> sent, Set<ChannelId> busy) {
    var outbox = store.noticeOutbox();
    while (outbox.countUntold(acme) > 0) {
      for (var claimed : outbox.claim(3, Duration.ofMinutes(2), NOON)) {
        assertThat(busy.add(claimed.channel().id())).as("alone").isTrue();
        sent.add(claimed);
        busy.remove(claimed.channel().id());
        outbox.finish(claimed, new Ending.Sent(), NOON);
      }
    }
  }

  private ConnectionId connectionWithChannels() {
    var acme = ConnectionBuilder.aConnection("acme").build();
    store.connections().create(acme, new Secret("hush"));
    var target = new ChannelTarget.Slack(new ChannelUrl(URI.create("https://example.com/x")));
    for (int i = 0; i < CHANNELS; i++) {
      var channel = AlertChannel.of(ChannelId.random(), "channel " + i, target, NOON);
      store.alertChannels().add(acme.id(), channel, target);
    }
    return acme.id();
  }

  private static AlertNotice opening(ConnectionId connection) {
    return new AlertNotice(
        UUID.randomUUID(),
        connection,
        "Acme",
        "DELIVERY_FAILURES",
        AlertNotice.Change.OPENED,
        NOON,
        "12 of 40 failed.",
        "Look.");
  }
}
