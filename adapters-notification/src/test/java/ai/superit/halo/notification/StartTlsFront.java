package ai.superit.halo.notification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// Stands before a mail server that knows no STARTTLS: speaks with its clients until they want
/// encryption, and hands what they say encrypted on to the server.
final class StartTlsFront implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final SSLContext context;
  private final int behind;

  /// @param behind port of the mail server
  StartTlsFront(SSLContext context, int behind) throws IOException {
    this.context = context;
    this.behind = behind;
    threads.execute(() -> {
      while (!listening.isClosed()) {
        try {
          var client = listening.accept();
          threads.execute(() -> serve(client));
        } catch (IOException closed) {
          return;
        }
      }
    });
  }

  int port() {
    return listening.getLocalPort();
  }

  /// What came before the encryption.
  List<String> heard() {
    return heard;
  }

  private void serve(Socket client) {
    try (client) {
      say(client, "220 front");
      for (var line = line(client); !line.isEmpty(); line = line(client)) {
        heard.add(line);
        if (line.equals("STARTTLS")) {
          say(client, "220 go ahead");
          encrypted(client);
          return;
        }
        say(client, line.startsWith("EHLO") ? "250-front\r\n250 STARTTLS" : "502 not before TLS");
      }
    } catch (IOException gone) {
      heard.add("(gone)");
    }
  }

  private void encrypted(Socket client) throws IOException {
    var factory = context.getSocketFactory();
    try (var secure = (SSLSocket) factory.createSocket(client, null, false);
        var server = new Socket(InetAddress.getLoopbackAddress(), behind)) {
      secure.setUseClientMode(false);
      secure.startHandshake();
      line(server);
      threads.execute(() -> pass(server, secure));
      pass(secure, server);
    }
  }

  /// Until one of them has gone.
  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException gone) {
      Thread.onSpinWait();
    }
  }

  private static void say(Socket to, String line) throws IOException {
    to.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }

  /// Byte by byte: what follows may be encrypted.
  private static String line(Socket from) throws IOException {
    InputStream in = from.getInputStream();
    var line = new StringBuilder();
    for (var next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      threads.shutdownNow();
    }
  }
}
