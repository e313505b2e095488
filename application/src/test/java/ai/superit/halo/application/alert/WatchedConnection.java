package ai.superit.halo.application.alert;

import ai.superit.halo.application.testing.InMemoryAlertNotices;
import ai.superit.halo.application.testing.InMemoryStore;
import ai.superit.halo.application.testing.ManualClock;
import ai.superit.halo.application.webhook.DeliveryInbox;
import ai.superit.halo.application.webhook.IncomingDelivery;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.connection.ConnectionId;
import ai.superit.halo.domain.connection.ConnectionStatus;
import ai.superit.halo.domain.connection.Secret;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.domain.testing.ConnectionBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

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

  /// A body like no other.
  byte[] body() {
    return ByteBuffer.allocate(4).putInt(bodies++).array();
  }

  void receive(byte[] body) {
    store.inbox().accept(new IncomingDelivery(id, clock.instant(), body));
  }
}
