package ai.superit.halo.graphql;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Interrupts the thread that started it, unless closed in time, give or take a tick.
///
/// On a virtual thread the interrupt also ends a read from a socket, which is the only way to get
/// rid of a caller that sends one byte now and then. One thread looks at all deadlines every tick:
/// a timer that is woken for each request would cost a tenth of a query.
final class Deadline implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(50);
  private static final Set<Deadline> OPEN = ConcurrentHashMap.newKeySet();

  static {
    Thread.ofPlatform().daemon().name("graphql-deadlines").start(Deadline::watch);
  }

  private final Thread thread = Thread.currentThread();
  private final long end;
  private final Runnable onExpiry;
  private boolean passed;
  private boolean closed;

  private Deadline(Duration time, Runnable onExpiry) {
    this.end = System.nanoTime() + time.toNanos();
    this.onExpiry = onExpiry;
  }

  static Deadline in(Duration time) {
    return in(time, () -> {});
  }

  static Deadline in(Duration time, Runnable onExpiry) {
    var deadline = new Deadline(time, onExpiry);
    OPEN.add(deadline);
    return deadline;
  }

  synchronized boolean passed() {
    return passed;
  }

  private synchronized void check(long now) {
    if (!closed && !passed && now - end >= 0) {
      passed = true;
      onExpiry.run();
      thread.interrupt();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    OPEN.remove(this);
    if (passed) {
      Thread.interrupted();
    }
  }

  private static void watch() {
    while (true) {
      try {
        Thread.sleep(TICK);
      } catch (InterruptedException e) {
        return;
      }
      long now = System.nanoTime();
      OPEN.forEach(deadline -> deadline.check(now));
    }
  }
}
