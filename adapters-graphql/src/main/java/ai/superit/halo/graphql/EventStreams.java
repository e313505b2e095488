package ai.superit.halo.graphql;

import io.helidon.http.Status;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// All streams of this instance, within their limits. Thread-safe.
final class EventStreams implements AutoCloseable {
  private static final int TOKEN_BYTES = 24;

  private final GraphqlLimits.Streams limits;
  private final InstantSource clock;
  private final Quota streams;
  private final Quota operations;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, EventStream> byToken = new HashMap<>();
  private boolean closed;

  EventStreams(GraphqlLimits.Streams limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.streams = new Quota("streams", limits.streamsOfCaller(), limits.streams());
    this.operations = new Quota("operations", limits.operationsOfCaller(), limits.operations());
  }

  /// A stream that is to be read by whoever brings its token soon.
  ///
  /// @return the token
  /// @throws Refusal if there are too many, or the service is being stopped
  synchronized String reserve(VerifiedToken owner) {
    if (closed) {
      throw Refusal.of(Status.SERVICE_UNAVAILABLE_503, "The service is being stopped");
    }
    dropForgotten();
    streams.take(owner.subject());
    var bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    var token = HexFormat.of().formatHex(bytes);
    byToken.put(
        token,
        new EventStream(owner.subject(), owner.expiresAt(), limits.frames(), clock.instant()));
    return token;
  }

  /// The stream, if it is the caller's own.
  synchronized Optional<EventStream> find(String token, VerifiedToken caller) {
    dropForgotten();
    return Optional.ofNullable(byToken.get(token))
        .filter(stream -> stream.subject().equals(caller.subject()));
  }

  /// Ends what is still under way in it, but for changes, and forgets it. Does nothing for one that
  /// is forgotten.
  synchronized void remove(String token) {
    var stream = byToken.remove(token);
    if (stream != null) {
      stream.abandon();
      streams.giveBack(stream.subject());
    }
  }

  /// Begins an operation on a thread of its own.
  ///
  /// @param until when the token expires with which it is begun
  /// @throws Refusal if there are too many, or the stream has one of that id
  void begin(EventStream stream, String id, Instant until, Consumer<EventStream.Operation> work) {
    var subject = stream.subject();
    operations.take(subject);
    var begun = stream.begin(id, until);
    if (begun.isEmpty()) {
      operations.giveBack(subject);
      throw Refusal.of(
          Status.CONFLICT_409, "The stream has ended, or has an operation of that id already");
    }
    Runnable operation =
        () -> {
          try {
            begun.get().run();
            work.accept(begun.get());
          } finally {
            operations.giveBack(subject);
          }
        };
    Thread.ofVirtual().name("graphql-operation").start(RequestIds.kept(operation));
  }

  /// How many streams and operations are open, for tests.
  synchronized int open() {
    return streams.total() + operations.total();
  }

  private void dropForgotten() {
    var before = clock.instant().minus(limits.reservation());
    var forgotten =
        byToken.entrySet().stream()
            .filter(entry -> entry.getValue().isForgotten(before))
            .map(Map.Entry::getKey)
            .toList();
    forgotten.forEach(this::remove);
  }

  /// Ends all streams, each operation in them with `complete`, changes when they are done, and
  /// takes no new ones.
  @Override
  public synchronized void close() {
    closed = true;
    byToken.values().forEach(stream -> stream.end());
  }
}
