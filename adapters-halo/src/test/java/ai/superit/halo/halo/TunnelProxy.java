package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An HTTP proxy on loopback that tunnels whatever host is asked for to one port of this machine.
final class TunnelProxy implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final int target;
  private final String authorization;

  /// @param authorization value that `Proxy-Authorization` must have; empty for none
  TunnelProxy(int target, String authorization) throws IOException {
    this.target = target;
    this.authorization = authorization;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void listen() {
    try {
      while (true) {
        var socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      var head = head(client);
      requests.add(head);
      if (!authorization.isEmpty() && !head.contains(": " + authorization + "\r\n")) {
        ScriptedServer.write(
            client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      try (var server = new Socket(InetAddress.getLoopbackAddress(), target)) {
        ScriptedServer.write(client, "HTTP/1.1 200 Connection Established\r\n\r\n");
        Thread.ofVirtual().start(() -> copy(client, server));
        copy(server, client);
      }
    } catch (IOException gone) {
      // The client has seen enough.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException gone) {
      // One side has ended.
    }
  }

  private static String head(Socket client) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      var next = client.getInputStream().read();
      if (next < 0) {
        break;
      }
      head.append(new String(new byte[] {(byte) next}, ISO_8859_1));
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
