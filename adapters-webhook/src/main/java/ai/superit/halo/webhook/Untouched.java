package ai.superit.halo.webhook;

import io.helidon.http.encoding.ContentDecoder;
import io.helidon.http.encoding.ContentEncoder;
import io.helidon.http.encoding.ContentEncoding;
import java.util.Set;

/// Lets bodies of one encoding through as they are, since signatures are made over the bytes sent.
///
/// @param type the word in `Content-Encoding`
record Untouched(String type) implements ContentEncoding {
  @Override
  public Set<String> ids() {
    return Set.of(type);
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
    return "untouched-" + type;
  }
}
