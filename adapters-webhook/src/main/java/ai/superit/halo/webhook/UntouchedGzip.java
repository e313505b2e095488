package ai.superit.halo.webhook;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/// Lets compressed bodies through as they are, since signatures are made over the bytes sent.
final class UntouchedGzip implements ContentEncoding {
  private static final String GZIP = "gzip";

  static boolean isGzip(String encoding) {
    return encoding.strip().equalsIgnoreCase(GZIP);
  }

  @Override
  public Set<String> ids() {
    return Set.of(GZIP);
  }

  @Override
  public boolean supportsEncoding() {
    return false;
  }

  @Override
  public boolean supportsDecoding() {
    return true;
  }

  @Override
  public ContentDecoder decoder() {
    return ContentDecoder.NO_OP;
  }

  @Override
  public ContentEncoder encoder() {
    return ContentEncoder.NO_OP;
  }

  @Override
  public String name() {
    return "untouched-gzip";
  }

  @Override
  public String type() {
    return GZIP;
  }
}
