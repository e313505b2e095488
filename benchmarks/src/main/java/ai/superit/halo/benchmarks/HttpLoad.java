package ai.superit.halo.benchmarks;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;

/// Keeps many connections busy from one thread, each with one request under way at a time, so that
/// the load takes as little as it can of the machine that it shares with the server.
final class HttpLoad {
  private static final int BUFFER = 64 * 1024;
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final URI address;
  private final int expectedStatus;
  private final Supplier<byte[]> requests;

  /// @param requests whole requests, header and body
  HttpLoad(URI address, int expectedStatus, Supplier<byte[]> requests) {
    this.address = address;
    this.expectedStatus = expectedStatus;
    this.requests = requests;
  }

  /// A POST of JSON with these further header lines.
  static byte[] post(URI address, String headers, byte[] body) {
    var line = "POST " + address.getRawPath() + " HTTP/1.1\r\nHost: " + address.getAuthority();
    var type = "\r\nContent-Type: application/json\r\n";
    var length = "Content-Length: " + body.length + "\r\n\r\n";
    var head = (line + type + headers + length).getBytes(StandardCharsets.US_ASCII);
    var request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  Figures run(int connections, Duration warmUp, Duration counted) throws IOException {
    var samples = new Samples(warmUp, counted);
    try (var selector = Selector.open()) {
      for (int i = 0; i < connections; i++) {
        var channel =
            SocketChannel.open(new InetSocketAddress(address.getHost(), address.getPort()));
        channel.socket().setTcpNoDelay(true);
        channel.configureBlocking(false);
        var exchange = new Exchange(channel);
        channel.register(selector, SelectionKey.OP_READ, exchange);
        exchange.send(requests.get());
      }
      while (!samples.isOver()) {
        selector.select(key -> proceed((Exchange) key.attachment(), samples), 100);
      }
      for (var key : selector.keys()) {
        key.channel().close();
      }
    }
    return samples.figures();
  }

  private void proceed(Exchange exchange, Samples samples) {
    try {
      if (exchange.receive()) {
        if (exchange.status != expectedStatus) {
          throw new IllegalStateException("the server answered " + exchange.status);
        }
        samples.add(exchange.startedNanos);
        exchange.send(requests.get());
      }
    } catch (IOException failed) {
      throw new IllegalStateException("a connection failed", failed);
    }
  }

  /// One connection and the request that is under way on it.
  private static final class Exchange {
    private final SocketChannel channel;
    private final byte[] bytes = new byte[BUFFER];
    private final ByteBuffer received = ByteBuffer.wrap(bytes);
    private long startedNanos;
    private long missing;
    private int status;

    Exchange(SocketChannel channel) {
      this.channel = channel;
    }

    void send(byte[] request) throws IOException {
      received.clear();
      missing = -1;
      startedNanos = System.nanoTime();
      var bytes = ByteBuffer.wrap(request);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    /// True when the answer is complete.
    boolean receive() throws IOException {
      var read = channel.read(received);
      if (read < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (missing < 0) {
        readHead();
      } else {
        missing -= read;
        received.clear();
      }
      return missing == 0;
    }

    private void readHead() {
      var end = blankLine(bytes, received.position());
      if (end < 0) {
        return;
      }
      var head = new String(bytes, 0, end, StandardCharsets.US_ASCII);
      status = Integer.parseInt(head, 9, 12, 10);
      var body = received.position() - end - BLANK_LINE.length;
      missing = contentLength(head) - body;
      received.clear();
    }

    private static long contentLength(String head) {
      var at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
      if (at < 0) {
        throw new IllegalStateException("the answer has no Content-Length:\n" + head);
      }
      var end = head.indexOf('\r', at);
      return Long.parseLong(head.substring(at + 15, end < 0 ? head.length() : end).strip());
    }

    private static int blankLine(byte[] bytes, int length) {
      for (int i = 0; i + BLANK_LINE.length <= length; i++) {
        if (Arrays.equals(bytes, i, i + BLANK_LINE.length, BLANK_LINE, 0, BLANK_LINE.length)) {
          return i;
        }
      }
      return -1;
    }
  }
}
