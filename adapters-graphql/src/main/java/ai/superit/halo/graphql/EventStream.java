package ai.superit.halo.graphql;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One stream of events to one caller, and the operations that feed it. Operations wait while the
/// reader is behind; what they miss meanwhile is the business of their feeds. Thread-safe.
final class EventStream {
  /// Whom the stream belongs to, and until when.
  record Owner(String subject, Instant until) {}

  /// How a stream ends.
  enum End {
    /// Nothing is left to be said.
    DONE,
    /// The owner's token has expired.
    EXPIRED,
    /// The service is stopped.
    STOPPED,
    /// Nobody reads, or nobody came.
    GONE
  }

  /// Frames that wait have no more bytes than this together, unless it is a single one.
  private static final int MOST_BYTES = 256 * 1024;

  private final Owner owner;
  private final int most;
  private final Instant made;
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private final Map<String, Thread> operations = new HashMap<>();
  private int waitingBytes;
  private boolean connected;
  private @Nullable Ended end;

  /// @param most how many frames wait for the reader
  EventStream(Owner owner, int most, Instant now) {
    this.owner = owner;
    this.most = most;
    this.made = now;
  }

  Owner owner() {
    return owner;
  }

  /// Whether nobody came for it in that time.
  synchronized boolean isForgotten(Instant before) {
    return !connected && made.isBefore(before);
  }

  /// False if somebody reads it already, or it has ended.
  synchronized boolean connect() {
    if (connected || end != null) {
      return false;
    }
    connected = true;
    return true;
  }

  /// False if there is an operation of that id, or the stream has ended.
  synchronized boolean begin(String operation, Thread thread) {
    return end == null && operations.putIfAbsent(operation, thread) == null;
  }

  /// Ends the operation, if there is one.
  synchronized void cancel(String operation) {
    var thread = operations.get(operation);
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Waits while too much waits.
  ///
  /// @throws InterruptedException if the stream has ended, or the operation is cancelled
  synchronized void send(byte[] frame) throws InterruptedException {
    while (end == null && !admits(frame)) {
      wait();
    }
    if (end != null) {
      throw new InterruptedException("the stream has ended");
    }
    add(frame);
  }

  private boolean admits(byte[] frame) {
    return frames.isEmpty() || (frames.size() < most && waitingBytes + frame.length <= MOST_BYTES);
  }

  private void add(byte[] frame) {
    frames.add(frame);
    waitingBytes += frame.length;
    notifyAll();
  }

  /// The operation has ended. Its last frame is sent, however many wait.
  synchronized void complete(String operation, byte[] last) {
    operations.remove(operation);
    if (end == null) {
      add(last);
    }
  }

  /// Breaks all operations off.
  synchronized void end(End how) {
    if (end == null) {
      // They may be gone by the time that somebody asks.
      end = new Ended(how, Set.copyOf(operations.keySet()));
      operations.values().forEach(Thread::interrupt);
      notifyAll();
    }
  }

  /// How it ended, and which operations were under way then.
  record Ended(End how, Set<String> operations) {}

  synchronized Optional<Ended> ended() {
    return Optional.ofNullable(end);
  }

  /// The next frame, or nothing if none came in that time or the stream has ended. Frames that wait
  /// at the end come before it.
  synchronized Optional<byte[]> take(Duration atMost) throws InterruptedException {
    var until = System.nanoTime() + atMost.toNanos();
    while (frames.isEmpty() && end == null) {
      var left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    var frame = Optional.ofNullable(frames.poll());
    frame.ifPresent(taken -> waitingBytes -= taken.length);
    notifyAll();
    return frame;
  }
}
