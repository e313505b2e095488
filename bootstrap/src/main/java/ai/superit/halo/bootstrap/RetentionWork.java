package ai.superit.halo.bootstrap;

import ai.superit.halo.application.Heartbeat;
import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.alert.Alerts;
import ai.superit.halo.application.webhook.DeliveryConflicts;
import ai.superit.halo.application.webhook.DeliveryRetention;
import ai.superit.halo.application.webhook.DeliveryStatistics;
import ai.superit.halo.persistence.Persistence;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes room for the deliveries of the next days, and forgets those that were kept long enough,
/// and alerts that are long over.
final class RetentionWork {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionWork.class);
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final DeliveryRetention retention;
  private final DeliveryConflicts conflicts;
  private final DeliveryStatistics statistics;
  private final Alerts alerts;
  private final Duration kept;
  private final InstantSource clock;

  private RetentionWork(Persistence store, Duration kept, InstantSource clock) {
    this.retention = store.deliveryRetention();
    this.conflicts = store.deliveryConflicts();
    this.statistics = store.deliveryStatistics();
    this.alerts = store.alerts();
    this.kept = kept;
    this.clock = clock;
  }

  /// Makes room at once, on the calling thread.
  ///
  /// @param kept how long deliveries are kept
  static Heartbeat start(Persistence store, Duration kept, InstantSource clock) {
    var work = new RetentionWork(store, kept, clock);
    work.prepare();
    return Heartbeat.every("retention", PAUSE, work::once);
  }

  private void once() {
    prepare();
    forget();
  }

  /// Where there is no room deliveries are stored all the same: it is made the next time.
  @SuppressWarnings("CatchingUnchecked")
  private void prepare() {
    try {
      retention.prepare(clock.instant());
    } catch (StoreUnavailable busy) {
      LOG.info("event=delivery_days_later reason={}", busy.getMessage());
    } catch (RuntimeException failure) {
      LOG.error("worker failed worker=retention", failure);
    }
  }

  @SuppressWarnings("CatchingUnchecked")
  private void forget() {
    try {
      var now = clock.instant();
      var forgotten = retention.forgetBefore(now.minus(kept));
      if (!forgotten.days().isEmpty()) {
        LOG.info("event=deliveries_forgotten days={}", forgotten.days());
      }
      if (!forgotten.held().isEmpty()) {
        LOG.warn("event=deliveries_held days={}", forgotten.held());
      }
      conflicts.forgetBefore(now.minus(DeliveryConflicts.KEPT));
      statistics.forgetBefore(now.minus(DeliveryStatistics.KEPT));
      alerts.forgetBefore(now.minus(Alerts.KEPT));
    } catch (StoreUnavailable busy) {
      LOG.info("event=deliveries_forgotten_later reason={}", busy.getMessage());
    } catch (RuntimeException failure) {
      LOG.error("worker failed worker=retention", failure);
    }
  }
}
