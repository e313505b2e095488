package ai.superit.halo.webhook;

import io.helidon.webserver.CloseConnectionException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What arrived of a request's body.
sealed interface Body {
  record TooLong() implements Body {}

  /// Compressed in a way that is not known here.
  record Encoded() implements Body {}

  /// The connection is lost by then, so nobody can be answered.
  record TooSlow() implements Body {
    RuntimeException closing() {
      return new CloseConnectionException("The body did not arrive in time.");
    }
  }

  /// All of it; inflated at most once, and only when somebody asks.
  final class Whole implements Body {
    private final byte[] sent;
    private final Compression compression;
    private final int maxInflatedBytes;
    private byte @Nullable [] inflated;

    Whole(byte[] sent, Compression compression, int maxInflatedBytes) {
      this.sent = sent;
      this.compression = compression;
      this.maxInflatedBytes = maxInflatedBytes;
    }

    byte[] sent() {
      return sent;
    }

    boolean isCompressed() {
      return compression != Compression.NONE;
    }

    /// Empty if it would be too long. What only claims to be compressed is left as it is: a person
    /// will look at it.
    Optional<byte[]> inflated() {
      var content = inflated;
      if (content == null) {
        content = isCompressed() ? inflate() : sent;
        inflated = content;
      }
      return content.length > maxInflatedBytes ? Optional.empty() : Optional.of(content);
    }

    private byte[] inflate() {
      try (var in = compression.inflating(sent)) {
        return in.readNBytes(maxInflatedBytes + 1);
      } catch (IOException notCompressed) {
        return sent;
      }
    }
  }
}
