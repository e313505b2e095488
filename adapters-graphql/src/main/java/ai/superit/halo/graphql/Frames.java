package ai.superit.halo.graphql;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/// The events of the graphql-sse protocol, as they are written into a stream.
final class Frames {
  /// Keeps proxies from closing a silent stream, and shows whether somebody is still there.
  static final byte[] PING = ":\n\n".getBytes(UTF_8);

  private Frames() {}

  /// @param operation the operation's id where several share a stream, else null
  static byte[] next(@Nullable String operation, JsonOutput.Bytes result) {
    var before =
        operation == null
            ? "event: next\ndata: "
            : "event: next\ndata: {\"id\":" + quoted(operation) + ",\"payload\":";
    var head = before.getBytes(UTF_8);
    var tail = (operation == null ? "\n\n" : "}\n\n").getBytes(UTF_8);
    var frame = new byte[head.length + result.size() + tail.length];
    System.arraycopy(head, 0, frame, 0, head.length);
    System.arraycopy(result.array(), 0, frame, head.length, result.size());
    System.arraycopy(tail, 0, frame, head.length + result.size(), tail.length);
    return frame;
  }

  static byte[] complete(@Nullable String operation) {
    var data = operation == null ? "" : "{\"id\":" + quoted(operation) + "}";
    return ("event: complete\ndata: " + data + "\n\n").getBytes(UTF_8);
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }
}
