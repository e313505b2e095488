package ai.superit.halo.persistence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// A way to the database that carries everything until it goes deaf: then what the database is told
/// still arrives, and its answers do not.
final class DeafLine implements AutoCloseable {
  private static final Pattern HOST = Pattern.compile("//[^/]+/");

  private final PersistenceConfig.Access target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final String lastWords;
  private volatile boolean deaf;

  /// @param lastWords part of a statement: once it was sent, no answer comes back, nor does its own
  DeafLine(PersistenceConfig.Access target, String lastWords) throws IOException {
    this.lastWords = lastWords;
    this.target = target;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  PersistenceConfig.Access access() {
    var url =
        HOST.matcher(target.jdbcUrl()).replaceFirst("//127.0.0.1:" + server.getLocalPort() + "/");
    return new PersistenceConfig.Access(url, target.user(), target.password());
  }

  private void acceptAll() {
    var address = URI.create(target.jdbcUrl().substring("jdbc:".length()));
    try {
      while (true) {
        var client = server.accept();
        var database = new Socket(address.getHost(), address.getPort());
        open.add(client);
        open.add(database);
        Thread.ofVirtual().start(() -> carry(client, database, false));
        Thread.ofVirtual().start(() -> carry(database, client, true));
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private void carry(Socket from, Socket to, boolean answers) {
    try {
      carry(from.getInputStream(), to.getOutputStream(), answers);
    } catch (IOException ended) {
      // so has the connection
    }
  }

  private void carry(InputStream in, OutputStream out, boolean answers) throws IOException {
    var buffer = new byte[64 * 1024];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (!answers && new String(buffer, 0, read, ISO_8859_1).contains(lastWords)) {
        deaf = true;
      }
      if (!answers || !deaf) {
        out.write(buffer, 0, read);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
