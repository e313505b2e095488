package ai.superit.halo.application;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does something again and again while other work goes on. It has ended when [#close] returns.
public final class Heartbeat implements AutoCloseable {
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread;

  private Heartbeat(Duration pause, Runnable beat) {
    this.thread = Thread.ofVirtual().name("heartbeat").start(() -> run(pause, beat));
  }

  /// The first beat comes after a pause. A beat that does not reach the store is passed over.
  public static Heartbeat every(Duration pause, Runnable beat) {
    return new Heartbeat(pause, beat);
  }

  private void run(Duration pause, Runnable beat) {
    try {
      while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          beat.run();
        } catch (StoreUnavailable _) {
          // the next beat may reach the store; until then the lease runs on
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    try {
      thread.join();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
