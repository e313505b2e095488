package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Makes one text of bytes that anybody may have sent. JSON parsers are lenient about what is no
/// UTF-8, each in its own way.
final class HaloText {
  private static final int MARK = 4;

  private HaloText() {}

  /// @return UTF-8 in which each flaw of the bytes, such as an overlong form, has become a
  ///   replacement character; UTF-16 and UTF-32 as they are
  static byte[] of(byte[] body) {
    return isWide(body) ? body : new String(body, UTF_8).getBytes(UTF_8);
  }

  /// JSON begins with ASCII, so a zero among its first bytes, or the mark of UTF-16, tells.
  private static boolean isWide(byte[] body) {
    for (int i = 0; i < Math.min(MARK, body.length); i++) {
      if (body[i] == 0) {
        return true;
      }
    }
    return body.length > 1 && (body[0] & 0xff) + (body[1] & 0xff) == 0xfe + 0xff;
  }
}
