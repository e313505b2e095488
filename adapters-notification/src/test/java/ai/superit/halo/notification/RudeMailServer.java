package ai.superit.halo.notification;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// A mail server that takes every message and never says goodbye.
final class RudeMailServer implements AutoCloseable {
  enum Manner {
    RESETS,
    FALLS_SILENT
  }

  final AtomicInteger accepted = new AtomicInteger();
  private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  private final Manner manner;

  RudeMailServer(Manner manner) throws IOException {
    this.manner = manner;
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var client = socket.accept()) {
        converse(client);
      } catch (IOException gone) {
        // the next one
      }
    }
  }

  private void converse(Socket client) throws IOException {
    var in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
    say(client, "220 here");
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("DATA")) {
        say(client, "354 go on");
        skipMessage(in);
        accepted.incrementAndGet();
        say(client, "250 taken");
        if (manner == Manner.RESETS) {
          client.setSoLinger(true, 0);
          return;
        }
      } else if (!line.equals("QUIT")) {
        say(client, "250 fine");
      }
    }
  }

  private static void skipMessage(BufferedReader in) throws IOException {
    for (var line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      // not looked at
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
