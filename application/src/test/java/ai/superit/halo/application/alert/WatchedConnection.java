package ai.superit.halo.application.alert;

import static ai.superit.halo.domain.testing.Moments.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import ai.superit.halo.application.testing.InMemoryAlertNotices;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.ClaimedDelivery;
import ai.superit.halo.application.webhook.DeliveryFacts;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.DeliveryInbox.Except;
import ai.superit.halo.application.webhook.Disposition;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.application.webhook.WebhookWatch;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import ai.superit.halo.domain.webhook.WebhookProblem;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A connection whose alerts are evaluated every minute, and the notices that this brought.
final class WatchedConnection {
  static final Duration MINUTE = Duration.ofMinutes(1);

  final ManualClock clock = new ManualClock();
  final InMemoryStore store = new InMemoryStore(clock);
  final InMemoryAlertNotices notices = new InMemoryAlertNotices();
  final ConnectionId id;
  private final EvaluateAlerts evaluating = evaluating(store.inbox());
  private Connection acme = ConnectionBuilder.aConnection("acme").build();
  private int bodies;

  WatchedConnection() {
    store.connections().create(acme, new Secret("secret"));
    this.id = acme.id();
  }

  /// Over an inbox that need not work.
  EvaluateAlerts evaluating(DeliveryInbox inbox) {
    return new EvaluateAlerts(
        new EvaluateAlerts.Ports(
            store.runs(),
            store.schedules(),
            store.pauses(),
            store.watch(),
            store.refused(),
            store.statistics(),
            inbox,
            store.proofs()),
        new Schedule(Schedule.Mode.HYBRID, Duration.ofMinutes(15), 2, ZoneId.of("UTC")),
        new EvaluateAlerts.Stores(store.alerts(), notices, store.transactions()),
        MINUTE,
        clock);
  }

  void is(ConnectionStatus status) {
    acme = acme.withStatus(status);
  }

  /// Now, if it is time.
  List<AlertNotice> evaluateIfDue() {
    return evaluateIfDue(evaluating);
  }

  List<AlertNotice> evaluateIfDue(EvaluateAlerts how) {
    return how.evaluateIfDue(acme);
  }

  /// So many times, a minute after the other.
  void evaluate(int times) {
    for (var time = 0; time < times; time++) {
      clock.advance(MINUTE);
      evaluateIfDue();
    }
  }

  /// Kind and change of each notice, in the order in which they were told.
  List<String> told() {
    return notices.posted().stream().map(notice -> notice.kind() + " " + notice.change()).toList();
  }

  /// The webhook is registered, and has these problems as of now.
  void found(WebhookProblem... problems) {
    store.watch().registered(id, "1", NOON);
    store
        .watch()
        .found(
            id,
            new WebhookWatch.Finding(clock.instant(), Set.of(problems), "", Set.of()),
            Set.of());
  }

  /// A body like no other.
  byte[] body() {
    return ByteBuffer.allocate(4).putInt(bodies++).array();
  }

  void receive(byte[] body) {
    store.inbox().accept(new IncomingDelivery(id, clock.instant(), body));
  }

  /// So many that wait.
  void receive(int deliveries) {
    for (var each = 0; each < deliveries; each++) {
      receive(body());
    }
  }

  /// So many that happened, came and ended thus just now.
  void deliver(int deliveries, Disposition how) {
    deliver(deliveries, how, Duration.ZERO);
  }

  /// @param after how long before they came they happened
  void deliver(int deliveries, Disposition how, Duration after) {
    receive(deliveries);
    var now = clock.instant();
    var claimed = store.inbox().claim(deliveries, Except.NOTHING, MINUTE, now);
    assertThat(claimed).hasSize(deliveries);
    var done = new HashMap<ClaimedDelivery.Claim, Disposition>();
    var facts = new HashMap<ClaimedDelivery.Claim, DeliveryFacts>();
    for (var each : claimed) {
      done.put(each.claim(), how);
      facts.put(each.claim(), facts(now.minus(after), now));
    }
    store.inbox().finish(done, facts, now);
  }

  private static DeliveryFacts facts(Instant happened, Instant received) {
    return new DeliveryFacts(received, Set.of(), Set.of(), Set.of(), Optional.of(happened));
  }
}
