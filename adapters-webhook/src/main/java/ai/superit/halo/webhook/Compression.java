package ai.superit.halo.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// How a body is compressed, by the word in `Content-Encoding`.
enum Compression {
  NONE {
    @Override
    InputStream inflating(byte[] sent) {
      return new ByteArrayInputStream(sent);
    }
  },
  GZIP {
    @Override
    InputStream inflating(byte[] sent) throws IOException {
      return new GZIPInputStream(new ByteArrayInputStream(sent));
    }
  },
  DEFLATE {
    // The word means the zlib form, but some senders leave its header out.
    @Override
    InputStream inflating(byte[] sent) {
      return new Inflating(sent, new Inflater(!beginsAsZlib(sent)));
    }
  };

  private static final int DEFLATED = 8;

  /// Empty if it is not known.
  static Optional<Compression> find(String encoding) {
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> Optional.of(NONE);
      case "gzip" -> Optional.of(GZIP);
      case "deflate" -> Optional.of(DEFLATE);
      default -> Optional.empty();
    };
  }

  abstract InputStream inflating(byte[] sent) throws IOException;

  private static boolean beginsAsZlib(byte[] sent) {
    return sent.length > 1
        && (sent[0] & 0x0f) == DEFLATED
        && (((sent[0] & 0xff) << 8) | (sent[1] & 0xff)) % 31 == 0;
  }

  /// Frees its own inflater, which the JDK's stream leaves to others.
  private static final class Inflating extends InflaterInputStream {
    private Inflating(byte[] sent, Inflater inflater) {
      super(new ByteArrayInputStream(sent), inflater);
    }

    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
