package ai.superit.halo.application;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does something again and again while other work goes on, whatever one time throws. It has ended
/// when [#close] returns.
public final class Heartbeat implements AutoCloseable {
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Complaints complaints;
  private final Thread thread;

  private Heartbeat(String name, Duration pause, Runnable beat) {
    this.complaints = new Complaints(name);
    this.thread = Thread.ofVirtual().name(name).start(() -> run(pause, beat));
  }

  /// The first beat comes after a pause. One that fails is logged, and the next one comes.
  public static Heartbeat every(Duration pause, Runnable beat) {
    return every("heartbeat", pause, beat);
  }

  /// @param name for the log
  public static Heartbeat every(String name, Duration pause, Runnable beat) {
    return new Heartbeat(name, pause, beat);
  }

  private void run(Duration pause, Runnable beat) {
    try {
      while (!stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        try {
          beat.run();
        } catch (RuntimeException | Error failure) {
          complaints.about(failure);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Whether it beats, or was closed.
  public boolean isWell() {
    return thread.isAlive() || stopping.getCount() == 0;
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
