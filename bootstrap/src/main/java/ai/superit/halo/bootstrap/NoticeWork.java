package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import ai.superit.halo.application.notification.NoticeOutbox;
import ai.superit.halo.application.notification.SendNotices;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends notices of alerts, many at a time, so that channels that do not answer hold up few others.
/// What it has not finished when it ends is sent after its lease, by whoever is there.
final class NoticeWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeWork.class);
  private static final int SENDERS = 16;
  private static final Duration IDLE = Duration.ofSeconds(1);
  private static final Duration BETWEEN_CLEARINGS = Duration.ofHours(1);
  static final Duration DRAIN = Duration.ofSeconds(5);

  private final SendNotices sending;
  private final NoticeOutbox outbox;
  private final InstantSource clock;
  private final Duration drain;
  private final Semaphore free = new Semaphore(SENDERS);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("notices").unstarted(this::run);
  private Instant nextClearing = Instant.EPOCH;

  /// @param drain how long messages under way may still take at the end
  NoticeWork(SendNotices sending, NoticeOutbox outbox, InstantSource clock, Duration drain) {
    this.sending = sending;
    this.outbox = outbox;
    this.clock = clock;
    this.drain = drain;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        if (!guarded(this::begin)) {
          var _ = stopping.await(IDLE.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean begin() {
    clearIfDue();
    var most = free.availablePermits();
    var work = most == 0 ? List.<Runnable>of() : sending.takeOn(most);
    for (var each : work) {
      free.acquireUninterruptibly();
      threads.execute(() -> {
        try {
          guarded(() -> {
            each.run();
            return true;
          });
        } finally {
          free.release();
        }
      });
    }
    return !work.isEmpty();
  }

  private void clearIfDue() {
    var now = clock.instant();
    if (!now.isBefore(nextClearing)) {
      nextClearing = now.plus(BETWEEN_CLEARINGS);
      outbox.clear(now);
    }
  }

  private interface Work {
    boolean once();
  }

  /// Survives whatever one round throws, as the other workers do.
  @SuppressWarnings("CatchingUnchecked")
  private static boolean guarded(Work work) {
    try {
      return work.once();
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker=notices");
    } catch (RuntimeException | Error failure) {
      LOG.error("worker failed worker=notices", failure);
    }
    return false;
  }

  /// Whether it is at work, or was closed.
  boolean isWell() {
    return thread.isAlive() || stopping.getCount() == 0;
  }

  /// Lets messages under way be taken for a moment.
  @Override
  public void close() {
    stopping.countDown();
    threads.shutdown();
    try {
      if (thread.isAlive()) {
        var _ = thread.join(drain);
      }
      if (!threads.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
        var _ = threads.awaitTermination(DRAIN.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (InterruptedException stopped) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
