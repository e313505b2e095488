package ai.superit.halo.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.webhook.Refusal;
import ai.superit.halo.application.webhook.RefusedDeliveries;
import ai.superit.halo.domain.connection.ConnectionId;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Refusals refusals = new Refusals(new RefusalLog(now::get));
  private final ConnectionId acme = ConnectionId.random();
  private final ConnectionId beta = ConnectionId.random();
  private final Told store = new Told();
  private final ListAppender<ILoggingEvent> events = Loggers.appender();
  private final Logger logger = Loggers.of(RefusalLog.class);

  private static final class Told implements RefusedDeliveries {
    private final List<Count> counts = new ArrayList<>();
    private boolean down;

    @Override
    public void add(Collection<Count> more) {
      if (down) {
        throw new StoreUnavailable("the database is down", new IOException("refused"));
      }
      counts.addAll(more);
    }

    @Override
    public Map<Refusal, Long> since(ConnectionId connection, Instant moment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void forgetBefore(Instant moment) {
      // nothing is that old
    }
  }

  @BeforeEach
  void listen() {
    events.start();
    logger.addAppender(events);
  }

  @AfterEach
  void listen_no_more() {
    logger.detachAppender(events);
  }

  @Test
  void what_was_refused_is_told_once() {
    count(3);
    refusals.count(beta, Refusal.TOO_MANY);

    refusals.tell(store, START);
    refusals.tell(store, START);
    count(2);
    refusals.tell(store, START);

    assertThat(store.counts)
        .containsExactlyInAnyOrder(
            new RefusedDeliveries.Count(acme, START, Refusal.NOT_AUTHENTIC, 3),
            new RefusedDeliveries.Count(beta, START, Refusal.TOO_MANY, 1),
            new RefusedDeliveries.Count(acme, START, Refusal.NOT_AUTHENTIC, 2));
  }

  @Test
  void what_the_store_did_not_take_is_told_the_next_time() {
    count(3);
    store.down = true;
    assertThatExceptionOfType(StoreUnavailable.class).isThrownBy(() -> refusals.tell(store, START));

    store.down = false;
    count(1);
    refusals.tell(store, START);

    assertThat(store.counts)
        .containsExactly(new RefusedDeliveries.Count(acme, START, Refusal.NOT_AUTHENTIC, 4));
  }

  @Test
  void the_log_tells_of_some_in_a_minute_and_how_many_it_left_out() {
    count(1_000);
    refusals.count(beta, Refusal.NOT_HTTPS);
    refusals.tell(store, START);

    assertThat(lines()).hasSize(6);
    assertThat(lines().getFirst())
        .isEqualTo("event=delivery_refused connection=%s reason=NOT_AUTHENTIC".formatted(acme));
    assertThat(lines().getLast()).contains(beta.toString(), "NOT_HTTPS");

    now.set(START.plus(Duration.ofMinutes(1)));
    refusals.tell(store, now.get());

    assertThat(lines()).hasSize(7);
    assertThat(lines().getLast())
        .isEqualTo("event=deliveries_refused connection=%s more=995".formatted(acme));

    count(1);
    assertThat(lines()).hasSize(8);
  }

  @Test
  void connections_that_do_not_exist_share_their_lines() {
    for (int i = 0; i < 100; i++) {
      refusals.countUnknown();
    }

    assertThat(lines()).hasSize(5);
    assertThat(refusals.totals()).isEmpty();
  }

  private void count(int times) {
    for (int i = 0; i < times; i++) {
      refusals.count(acme, Refusal.NOT_AUTHENTIC);
    }
  }

  private List<String> lines() {
    var mine = Thread.currentThread().getName(); // other tests refuse deliveries meanwhile
    return List.copyOf(events.list).stream()
        .filter(event -> event.getThreadName().equals(mine))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
