package ai.superit.halo.graphql;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream of events to one caller, and the operations that feed it. Operations wait while the
/// reader is behind; what they miss meanwhile is the business of their feeds. Thread-safe.
final class EventStream {
  /// Whom the stream belongs to, and until when.
  record Owner(String subject, Instant until) {}

  private enum State {
    OPEN,
    /// Nothing new begins, and what is left is told.
    ENDING,
    /// Nobody reads, or nobody came.
    GONE
  }

  /// Frames that wait have no more bytes than this together, unless it is a single one.
  private static final int MOST_BYTES = 256 * 1024;

  private final Owner owner;
  private final int most;
  private final Instant made;
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private final Map<String, Operation> operations = new HashMap<>();
  private int waitingBytes;
  private boolean connected;
  private State state = State.OPEN;

  /// @param most how many frames wait for the reader
  EventStream(Owner owner, int most, Instant now) {
    this.owner = owner;
    this.most = most;
    this.made = now;
  }

  /// One operation that feeds the stream, until it has completed or is broken off: then its end was
  /// told, and whatever it still has to say is not.
  final class Operation {
    private final String id;
    private @Nullable Thread thread;
    private boolean isChange;

    private Operation(String id) {
      this.id = id;
    }

    /// Null where it has the stream for itself.
    @Nullable String shownId() {
      return id.isEmpty() ? null : id;
    }

    /// By the calling thread, which is interrupted when the operation is broken off.
    void run() {
      synchronized (EventStream.this) {
        thread = Thread.currentThread();
      }
    }

    /// From now on it is not broken off any more: it would stop halfway, and nobody could tell what
    /// became of it.
    ///
    /// @throws InterruptedException if it is broken off already
    void beginChange() throws InterruptedException {
      synchronized (EventStream.this) {
        if (isBrokenOff()) {
          throw new InterruptedException("broken off");
        }
        isChange = true;
      }
    }

    boolean isBrokenOff() {
      synchronized (EventStream.this) {
        return operations.get(id) != this;
      }
    }

    /// Waits while too much waits.
    ///
    /// @throws InterruptedException if the operation is broken off, or nobody reads
    void send(byte[] frame) throws InterruptedException {
      synchronized (EventStream.this) {
        while (isHeard() && !admits(frame)) {
          EventStream.this.wait();
        }
        if (!isHeard()) {
          throw new InterruptedException("nobody hears it any more");
        }
        add(frame);
      }
    }

    private boolean isHeard() {
      return state != State.GONE && !isBrokenOff();
    }

    /// It has ended. Its last frame is sent, however many wait.
    void complete() {
      synchronized (EventStream.this) {
        if (operations.remove(id, this)) {
          add(Frames.complete(shownId()));
        }
      }
    }

    private void breakOff(Optional<JsonOutput.Bytes> why) {
      if (!isChange) {
        why.ifPresent(reason -> add(Frames.next(shownId(), reason)));
        complete();
        if (thread != null) {
          thread.interrupt();
        }
      }
    }
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
    if (connected || state != State.OPEN) {
      return false;
    }
    connected = true;
    return true;
  }

  /// Empty if there is an operation of that id, or the stream has ended.
  ///
  /// @param id empty for the only one
  synchronized Optional<Operation> begin(String id) {
    var operation = new Operation(id);
    return state == State.OPEN && operations.putIfAbsent(id, operation) == null
        ? Optional.of(operation)
        : Optional.empty();
  }

  /// Ends the operation, if there is one and it changes nothing.
  synchronized void cancel(String id) {
    var operation = operations.get(id);
    if (operation != null) {
      operation.breakOff(Optional.empty());
    }
  }

  private boolean admits(byte[] frame) {
    return frames.isEmpty() || (frames.size() < most && waitingBytes + frame.length <= MOST_BYTES);
  }

  private void add(byte[] frame) {
    if (state != State.GONE) {
      frames.add(frame);
      waitingBytes += frame.length;
    }
    notifyAll();
  }

  /// Ends it when all changes that have begun are done, and all else at once.
  ///
  /// @param why what the others are answered before they end
  synchronized void end(Optional<JsonOutput.Bytes> why) {
    if (state == State.OPEN) {
      state = State.ENDING;
      breakOff(why);
      notifyAll();
    }
  }

  /// Ends it without a word, since nobody reads. Changes that have begun go on.
  synchronized void abandon() {
    state = State.GONE;
    breakOff(Optional.empty());
    frames.clear();
    waitingBytes = 0;
    notifyAll();
  }

  private void breakOff(Optional<JsonOutput.Bytes> why) {
    List.copyOf(operations.values()).forEach(operation -> operation.breakOff(why));
  }

  /// Whether it has ended and everything was taken.
  synchronized boolean isOver() {
    return state == State.GONE
        || (state == State.ENDING && operations.isEmpty() && frames.isEmpty());
  }

  /// The next frame, or nothing if none came in that time or the stream is over.
  synchronized Optional<byte[]> take(Duration atMost) throws InterruptedException {
    var until = System.nanoTime() + atMost.toNanos();
    while (frames.isEmpty() && !isOver()) {
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
