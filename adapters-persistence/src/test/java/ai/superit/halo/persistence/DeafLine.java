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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// A way to the database that carries everything but one answer: what the database is told arrives,
/// and the connection breaks when it answers.
final class DeafLine implements AutoCloseable {
  private static final Pattern HOST = Pattern.compile("//[^/]+/");

  private final PersistenceConfig.Access target;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final String lastWords;

  /// @param lastWords part of a statement whose answer does not come back
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
        var deaf = new AtomicBoolean();
        Thread.ofVirtual().start(() -> carry(client, database, false, deaf));
        Thread.ofVirtual().start(() -> carry(database, client, true, deaf));
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private void carry(Socket from, Socket to, boolean answers, AtomicBoolean deaf) {
    try (from;
        to) {
      carry(from.getInputStream(), to.getOutputStream(), answers, deaf);
    } catch (IOException ended) {
      // so has the connection
    }
  }

  private void carry(InputStream in, OutputStream out, boolean answers, AtomicBoolean deaf)
      throws IOException {
    var buffer = new byte[64 * 1024];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      if (!answers && new String(buffer, 0, read, ISO_8859_1).contains(lastWords)) {
        deaf.set(true);
      }
      if (answers && deaf.get()) {
        return;
      }
      out.write(buffer, 0, read);
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
