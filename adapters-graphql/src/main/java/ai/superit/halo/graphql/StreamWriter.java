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
  private final JsonOutput.Bytes expired;

  StreamWriter(GraphqlLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.expired = new ErrorAnswers(limits).of("The bearer token has expired", UNAUTHORIZED);
  }

  /// Returns when the stream is over, whoever ended it.
  void write(EventStream stream, OutputStream out) {
    try (out) {
      send(out, Frames.PING);
      pump(stream, out);
    } catch (IOException | UncheckedIOException | IllegalStateException gone) {
      log.debug("graphql event=stream_gone reason={}", gone.toString());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      stream.abandon();
    }
  }

  private void pump(EventStream stream, OutputStream out) throws IOException, InterruptedException {
    while (!stream.isOver()) {
      var frame = stream.take(untilLook(stream));
      if (frame.isPresent()) {
        send(out, frame.get());
      } else if (!stream.isOver()) {
        send(out, Frames.PING);
      }
    }
  }

  /// Ends what has expired.
  ///
  /// @return how long to wait for a frame
  private Duration untilLook(EventStream stream) {
    var ping = limits.streams().ping();
    var now = clock.instant();
    var left = Duration.between(now, stream.expire(now, expired));
    return left.isPositive() && left.compareTo(ping) < 0 ? left : ping;
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
