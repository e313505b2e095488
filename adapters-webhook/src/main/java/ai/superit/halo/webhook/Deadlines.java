package ai.superit.halo.webhook;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/// Ends reads that take too long. Helidon has no such limit; interrupting a virtual thread that
/// reads from a socket closes the socket. One thread looks after all reads a few times a second,
/// which costs a request less than a timer of its own.
final class Deadlines {
  private static final Duration LOOK = Duration.ofMillis(250);

  private final ConcurrentMap<Read, Thread> reads = new ConcurrentHashMap<>();
  private final long allowedNanos;
  private @Nullable Thread watch;

  Deadlines(Duration allowed) {
    this.allowedNanos = allowed.toNanos();
  }

  /// Told apart by identity.
  static final class Read {
    private final long startedNanos = System.nanoTime();

    private Read() {}
  }

  synchronized void start() {
    if (watch == null) {
      watch = Thread.ofPlatform().daemon().name("webhook-deadlines").start(this::watch);
    }
  }

  synchronized void stop() {
    if (watch != null) {
      watch.interrupt();
      watch = null;
    }
  }

  Read begin() {
    var read = new Read();
    reads.put(read, Thread.currentThread());
    return read;
  }

  /// False if the time was over: then the thread has been, or is about to be, interrupted, and the
  /// connection is of no more use.
  boolean end(Read read) {
    return reads.remove(read) != null;
  }

  private void watch() {
    try {
      while (true) {
        Thread.sleep(LOOK);
        var now = System.nanoTime();
        reads.forEach((read, thread) -> {
          if (now - read.startedNanos > allowedNanos && reads.remove(read, thread)) {
            thread.interrupt();
          }
        });
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
