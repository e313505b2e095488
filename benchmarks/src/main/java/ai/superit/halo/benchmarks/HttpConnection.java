package ai.superit.halo.benchmarks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// A kept-alive HTTP connection that does as little as possible itself, so that the server is what
/// is measured. Understands answers with a Content-Length and chunked ones.
final class HttpConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpConnection(URI address) throws IOException {
    socket = new Socket(address.getHost(), address.getPort());
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    out = socket.getOutputStream();
  }

  /// The bytes of a POST up to and with the blank line, but for Content-Length.
  static String head(URI address, String... headers) {
    var head = new StringBuilder();
    head.append("POST ").append(address.getRawPath()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(address.getAuthority()).append("\r\n");
    head.append("Content-Type: application/json\r\n");
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  /// @return the status, and the length of the body in the lower half
  long post(String head, byte[] body) throws IOException {
    var start =
        (head + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    var request = new byte[start.length + body.length];
    System.arraycopy(start, 0, request, 0, start.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    out.write(request);
    return answer();
  }

  static int status(long answer) {
    return (int) (answer >> 32);
  }

  static int length(long answer) {
    return (int) answer;
  }

  private long answer() throws IOException {
    var start = line();
    var status = Long.parseLong(start, 9, 12, 10);
    var length = 0L;
    var chunked = false;
    for (var line = line(); !line.isEmpty(); line = line()) {
      var header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Long.parseLong(header.substring(15).strip());
      }
      chunked |= header.startsWith("transfer-encoding:") && header.contains("chunked");
    }
    if (chunked) {
      length = skipChunks();
    } else {
      in.skipNBytes(length);
    }
    return status << 32 | length;
  }

  private long skipChunks() throws IOException {
    var length = 0L;
    for (var size = Long.parseLong(line(), 16); size > 0; size = Long.parseLong(line(), 16)) {
      in.skipNBytes(size + 2);
      length += size;
    }
    line();
    return length;
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
