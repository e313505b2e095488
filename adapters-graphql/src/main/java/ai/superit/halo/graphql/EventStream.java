package ai.superit.halo.graphql;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream of events to one caller, and the operations that feed it. Operations wait while the
/// reader is behind; what they miss meanwhile is the business of their feeds. Thread-safe.
final class EventStream {
  private enum State {
    OPEN,
    /// Nothing new begins, and what is left is told.
    ENDING,
    /// Nobody reads, or nobody came.
    GONE
  }

  /// Frames that wait have no more bytes than this together, unless it is a single one.
  private static final int MOST_BYTES = 256 * 1024;

  private final String subject;
  private final int most;
  private final Instant made;
  private final Deque<byte[]> frames = new ArrayDeque<>();
  private final Map<String, Operation> operations = new HashMap<>();
  private int waitingBytes;
  private Instant until;
  private boolean connected;
  private boolean begun;
  private State state = State.OPEN;

  /// @param until when the token expires with which it is made
  /// @param most how many frames wait for the reader
  EventStream(String subject, Instant until, int most, Instant now) {
    this.subject = subject;
    this.until = until;
    this.most = most;
    this.made = now;
  }

  /// One operation that feeds the stream, until it has completed or is broken off: then its end was
  /// told, and whatever it still has to say is not.
  final class Operation {
    private final String id;
    private final Instant until;
    private @Nullable Thread thread;
    private boolean isChange;

    private Operation(String id, Instant until) {
      this.id = id;
      this.until = until;
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

  /// Whom it belongs to.
  String subject() {
    return subject;
  }

  /// Whether nobody came for it in that time.
  synchronized boolean isForgotten(Instant before) {
    return !connected && made.isBefore(before);
  }

  /// False if somebody reads it already, or it has ended.
  ///
  /// @param until when the reader's token expires
  synchronized boolean connect(Instant until) {
    if (connected || state != State.OPEN) {
      return false;
    }
    connected = true;
    lastUntil(until);
    return true;
  }

  private void lastUntil(Instant moment) {
    until = moment.isAfter(until) ? moment : until;
  }

  /// Empty if there is an operation of that id, or the stream has ended.
  ///
  /// @param id empty for the only one
  /// @param until when the token expires with which it is begun
  synchronized Optional<Operation> begin(String id, Instant until) {
    var operation = new Operation(id, until);
    if (state != State.OPEN || operations.putIfAbsent(id, operation) != null) {
      return Optional.empty();
    }
    lastUntil(until);
    begun = true;
    notifyAll();
    return Optional.of(operation);
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

  /// Ends the operations whose tokens have expired, and the stream after the last of all tokens
  /// that were used with it.
  ///
  /// @param why what they are answered before they end
  /// @return when the next one expires, unless the stream has ended
  synchronized Instant expire(Instant now, JsonOutput.Bytes why) {
    for (var operation : List.copyOf(operations.values())) {
      if (!operation.until.isAfter(now)) {
        operation.breakOff(Optional.of(why));
      }
    }
    if (!until.isAfter(now)) {
      end();
    }
    return operations.values().stream()
        .filter(operation -> !operation.isChange)
        .map(operation -> operation.until)
        .min(Comparator.naturalOrder())
        .orElse(until);
  }

  /// Ends it when all changes that have begun are done, and all else at once.
  synchronized void end() {
    if (state == State.OPEN) {
      state = State.ENDING;
      breakOffAll();
      notifyAll();
    }
  }

  /// Ends it without a word, since nobody reads. Changes that have begun go on.
  synchronized void abandon() {
    state = State.GONE;
    breakOffAll();
    frames.clear();
    waitingBytes = 0;
    notifyAll();
  }

  private void breakOffAll() {
    List.copyOf(operations.values()).forEach(operation -> operation.breakOff(Optional.empty()));
  }

  /// Whether it has ended and everything was taken.
  synchronized boolean isOver() {
    return state == State.GONE
        || (state == State.ENDING && operations.isEmpty() && frames.isEmpty());
  }

  /// The next frame, or nothing if none came in that time, an operation has begun, which may expire
  /// earlier than all others, or the stream is over.
  synchronized Optional<byte[]> take(Duration atMost) throws InterruptedException {
    var end = System.nanoTime() + atMost.toNanos();
    while (frames.isEmpty() && !isOver() && !begun) {
      var left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return Optional.empty();
      }
      wait(left);
    }
    begun = false;
    var frame = Optional.ofNullable(frames.poll());
    frame.ifPresent(taken -> waitingBytes -= taken.length);
    notifyAll();
    return frame;
  }
}
