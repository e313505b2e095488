package ai.superit.halo.graphql;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the frames of streams to their readers, on the thread of the request.
final class StreamWriter {
  private static final Logger log = LoggerFactory.getLogger(StreamWriter.class);
  private static final Map<String, Object> UNAUTHORIZED =
      Map.of("code", ErrorCode.UNAUTHORIZED.name());

  private final GraphqlLimits limits;
  private final InstantSource clock;
  private final ErrorAnswers errors;

  StreamWriter(GraphqlLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.errors = new ErrorAnswers(limits);
  }

  /// Returns when the stream has ended, whoever ended it.
  ///
  /// @param shared whether its events carry the ids of their operations
  void write(EventStream stream, boolean shared, OutputStream out) {
    try (out) {
      send(out, Frames.PING);
      pump(stream, out);
      lastWords(stream, shared, out);
    } catch (IOException | UncheckedIOException | IllegalStateException gone) {
      log.debug("graphql event=stream_gone reason={}", gone.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      stream.end(EventStream.End.GONE);
    }
  }

  private void pump(EventStream stream, OutputStream out) throws IOException, InterruptedException {
    while (stream.ended().isEmpty()) {
      var left = Duration.between(clock.instant(), stream.owner().until());
      if (!left.isPositive()) {
        stream.end(EventStream.End.EXPIRED);
      }
      var ping = limits.streams().ping();
      var frame = stream.take(left.compareTo(ping) < 0 ? left : ping);
      if (frame.isPresent()) {
        send(out, frame.get());
      } else if (stream.ended().isEmpty()) {
        send(out, Frames.PING);
      }
    }
  }

  private void lastWords(EventStream stream, boolean shared, OutputStream out)
      throws IOException, InterruptedException {
    for (var frame = stream.take(Duration.ZERO);
        frame.isPresent();
        frame = stream.take(Duration.ZERO)) {
      send(out, frame.get());
    }
    var ended = stream.ended().orElseThrow();
    for (var operation : ended.operations()) {
      var shown = shared ? operation : null;
      if (ended.how() == EventStream.End.EXPIRED) {
        send(out, Frames.next(shown, errors.of("The bearer token has expired", UNAUTHORIZED)));
      }
      send(out, Frames.complete(shown));
    }
  }

  /// Who does not take a frame in time is cut off: the connection ends without `complete`.
  private void send(OutputStream out, byte[] frame) throws IOException {
    try (var deadline = Deadline.in(limits.streams().write())) {
      try {
        out.write(frame);
        out.flush();
      } finally {
        if (deadline.passed()) {
          log.info("graphql event=stream_cut reason=slow_reader");
        }
      }
    }
  }
}
