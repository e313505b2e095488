package ai.superit.halo.bootstrap;

import ai.superit.halo.application.StoreUnavailable;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes connections that somebody has deleted, on a thread of its own. What it has not finished
/// when it ends is finished after the next start, or by another instance.
final class RemovalWork implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RemovalWork.class);
  static final Duration IDLE = Duration.ofSeconds(5);

  private final BooleanSupplier deleting;
  private final Duration idle;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("removal").unstarted(this::run);

  /// @param deleting does a part of what there is to do, and says whether there is more
  /// @param idle how long to wait when there is not
  RemovalWork(BooleanSupplier deleting, Duration idle) {
    this.deleting = deleting;
    this.idle = idle;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (stopping.getCount() > 0) {
        if (!worked()) {
          var _ = stopping.await(idle.toMillis(), TimeUnit.MILLISECONDS);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Survives whatever one round throws, as the other workers do.
  @SuppressWarnings("CatchingUnchecked")
  private boolean worked() {
    try {
      return deleting.getAsBoolean();
    } catch (StoreUnavailable unavailable) {
      LOG.warn("store unavailable worker=removal");
    } catch (RuntimeException | Error failure) {
      LOG.error("worker failed worker=removal", failure);
    }
    return false;
  }

  /// Whether it is at work, or was closed.
  boolean isWell() {
    return thread.isAlive() || stopping.getCount() == 0;
  }

  /// Lets the batch that is under way end.
  @Override
  public void close() {
    stopping.countDown();
    try {
      if (thread.isAlive() && !thread.join(Duration.ofSeconds(20))) {
        thread.interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
