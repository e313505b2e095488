package ai.superit.halo.webhook;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/// Reads bodies within the limits.
final class BodyReader {
  /// Longer bodies get their memory as they arrive, so that announcing much costs nothing.
  private static final int AT_ONCE = 64 * 1024;

  private final WebhookLimits limits;
  private final Deadlines deadlines;

  BodyReader(WebhookLimits limits) {
    this.limits = limits;
    this.deadlines = new Deadlines(limits.readTime());
  }

  void start() {
    deadlines.start();
  }

  void stop() {
    deadlines.stop();
  }

  Body read(ServerRequest request) {
    var announced = request.headers().contentLength();
    if (announced.isPresent() && announced.getAsLong() > limits.maxBytes()) {
      return new Body.TooLong();
    }
    if (!request.content().hasEntity()) {
      return new Body.Whole(new byte[0], Compression.NONE, limits.maxInflatedBytes());
    }
    return read(request, (int) announced.orElse(-1));
  }

  private Body read(ServerRequest request, int length) {
    var begun = deadlines.begin();
    byte[] bytes;
    try {
      bytes = bytes(request.content().inputStream(), length);
    } catch (IOException | RuntimeException cut) {
      if (!deadlines.end(begun)) {
        return new Body.TooSlow();
      }
      if (isTooLong(cut)) {
        return new Body.TooLong();
      }
      throw new CloseConnectionException("The body was cut off.", cut);
    }
    if (!deadlines.end(begun)) {
      return new Body.TooSlow();
    }
    return bytes.length > limits.maxBytes()
        ? new Body.TooLong()
        : Compression.find(encoding(request))
            .<Body>map(known -> new Body.Whole(bytes, known, limits.maxInflatedBytes()))
            .orElseGet(Body.Encoded::new);
  }

  /// All of them, separated by commas: several one over the other are none that is known.
  private static String encoding(ServerRequest request) {
    return String.join(",", request.headers().values(HeaderNames.CONTENT_ENCODING));
  }

  /// The listener looks at the announced length of a chunk before anything of it is read.
  private static boolean isTooLong(Exception cut) {
    return cut instanceof RequestException refused
        && refused.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413);
  }

  private byte[] bytes(InputStream in, int length) throws IOException {
    if (length < 0 || length > AT_ONCE) {
      return in.readNBytes(limits.maxBytes() + 1);
    }
    var bytes = new byte[length];
    var read = in.readNBytes(bytes, 0, length);
    return read == length ? bytes : Arrays.copyOf(bytes, read);
  }
}
