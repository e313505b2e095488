package ai.superit.halo.bootstrap;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.alert.AlertNotice;
import ai.superit.halo.application.alert.AlertNotices;
import ai.superit.halo.application.alert.EvaluateAlerts;
import ai.superit.halo.application.connection.Connections;
import ai.superit.halo.domain.connection.Connection;
import ai.superit.halo.domain.sync.Schedule;
import ai.superit.halo.persistence.Persistence;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks whether something is wrong with a connection. Also with those that nobody calls.
final class AlertWork {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWork.class);

  private final Connections connections;
  private final EvaluateAlerts evaluating;

  private AlertWork(Connections connections, EvaluateAlerts evaluating) {
    this.connections = connections;
    this.evaluating = evaluating;
  }

  /// @param otherwise the schedule of lists for which nobody has chosen one
  /// @param interval how often each connection is looked at; the store says when it is time, and is
  ///   asked more often
  static Heartbeat start(
      Persistence store,
      AlertNotices notices,
      Schedule otherwise,
      Duration interval,
      InstantSource clock) {
    var ports =
        new EvaluateAlerts.Ports(
            store.syncRuns(),
            store.syncSchedules(),
            store.syncPauses(),
            store.webhookWatch(),
            store.refusedDeliveries(),
            store.deliveryStatistics(),
            store.deliveryInbox(),
            store.deliveryProofs());
    var stores = new EvaluateAlerts.Stores(store.alerts(), notices, store.transactions());
    var evaluating = new EvaluateAlerts(ports, otherwise, stores, interval, clock);
    var work = new AlertWork(store.connections(), evaluating);
    return Heartbeat.every("alerts", interval.dividedBy(5), work::evaluateAll);
  }

  private void evaluateAll() {
    connections.living().forEach(this::evaluate);
  }

  /// One connection does not keep the others from being looked at.
  @SuppressWarnings("CatchingUnchecked")
  private void evaluate(Connection connection) {
    try {
      evaluating.evaluateIfDue(connection).forEach(AlertWork::log);
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker=alerts connection={}", connection.id());
    } catch (RuntimeException | Error failure) {
      LOG.error("worker failed worker=alerts connection={}", connection.id(), failure);
    }
  }

  private static void log(AlertNotice notice) {
    LOG.warn(
        "event=alert_{} connection={} kind={} alert={}",
        notice.change() == AlertNotice.Change.OPENED ? "opened" : "resolved",
        notice.connection(),
        notice.kind(),
        notice.alert());
  }
}
