package ai.superit.halo.bootstrap;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A way to the database that counts what is asked of it, by the messages of PostgreSQL's protocol.
final class WatchedLine implements AutoCloseable {
  /// Messages of the frontend.
  private static final char EXECUTE = 'E';

  private static final char SYNC = 'S';

  /// The packets at the beginning have no type. The one after which all have begins with the
  /// version of the protocol; one that asks for encryption begins with a greater number.
  private static final int VERSION = 3;

  private final URI database;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong roundTrips = new AtomicLong();

  WatchedLine(String jdbcUrl) throws IOException {
    database = URI.create(jdbcUrl.substring("jdbc:".length()));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + server.getLocalPort() + database.getPath();
  }

  /// What was asked of the database until now.
  Asked asked() {
    return new Asked(statements.get(), roundTrips.get());
  }

  /// @param statements executed ones, each of those that went together
  record Asked(long statements, long roundTrips) {
    Asked since(Asked before) {
      return new Asked(statements - before.statements, roundTrips - before.roundTrips);
    }
  }

  private void acceptAll() {
    try {
      while (true) {
        var client = server.accept();
        var target = new Socket(database.getHost(), database.getPort());
        target.setTcpNoDelay(true);
        client.setTcpNoDelay(true);
        open.add(client);
        open.add(target);
        Thread.ofVirtual().start(() -> carry(client, target, true));
        Thread.ofVirtual().start(() -> carry(target, client, false));
      }
    } catch (IOException closed) {
      // the test has ended
    }
  }

  private void carry(Socket from, Socket to, boolean questions) {
    try (from;
        to) {
      if (questions) {
        count(new DataInputStream(from.getInputStream()), to.getOutputStream());
      } else {
        from.getInputStream().transferTo(to.getOutputStream());
      }
    } catch (IOException ended) {
      // so has the session
    }
  }

  private void count(DataInputStream in, OutputStream target) throws IOException {
    var out = new DataOutputStream(target);
    byte[] packet;
    do {
      packet = rest(in);
      out.writeInt(packet.length + Integer.BYTES);
      out.write(packet);
    } while (ByteBuffer.wrap(packet).getShort() != VERSION);
    while (true) {
      var type = in.readByte();
      var message = rest(in);
      switch (type) {
        case EXECUTE -> statements.incrementAndGet();
        case SYNC -> roundTrips.incrementAndGet();
        default -> {}
      }
      out.writeByte(type);
      out.writeInt(message.length + Integer.BYTES);
      out.write(message);
    }
  }

  private static byte[] rest(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt() - Integer.BYTES);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
