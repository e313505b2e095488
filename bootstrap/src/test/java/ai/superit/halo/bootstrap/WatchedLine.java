package ai.superit.halo.bootstrap;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A way to the database that counts what is asked of it, by the messages of PostgreSQL's protocol.
final class WatchedLine implements AutoCloseable {
  /// Messages of the frontend.
  private static final char EXECUTE = 'E';

  private static final char SYNC = 'S';

  /// A message of the backend.
  private static final char ROW = 'D';

  private final URI database;
  private final ServerSocket server;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong statements = new AtomicLong();
  private final AtomicLong roundTrips = new AtomicLong();
  private final AtomicLong rows = new AtomicLong();

  WatchedLine(String jdbcUrl) throws IOException {
    database = URI.create(jdbcUrl.substring("jdbc:".length()));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&gssEncMode=disable"
        .formatted(server.getLocalPort(), database.getPath());
  }

  /// What was asked of the database until now.
  Asked asked() {
    return new Asked(statements.get(), roundTrips.get(), rows.get());
  }

  /// @param statements executed ones, each of those that went together
  /// @param rows of all answers
  record Asked(long statements, long roundTrips, long rows) {
    Asked since(Asked before) {
      return new Asked(
          statements - before.statements, roundTrips - before.roundTrips, rows - before.rows);
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
      var in = new DataInputStream(new BufferedInputStream(from.getInputStream()));
      var out = new DataOutputStream(new BufferedOutputStream(to.getOutputStream()));
      if (questions) {
        pass(rest(in), out); // the first message has no type
      }
      while (true) {
        if (in.available() == 0) {
          out.flush();
        }
        var type = in.readByte();
        count(type, questions);
        out.writeByte(type);
        pass(rest(in), out);
      }
    } catch (IOException ended) {
      // so has the session
    }
  }

  private void count(byte type, boolean question) {
    if (question && type == EXECUTE) {
      statements.incrementAndGet();
    } else if (question && type == SYNC) {
      roundTrips.incrementAndGet();
    } else if (!question && type == ROW) {
      rows.incrementAndGet();
    }
  }

  private static void pass(byte[] message, DataOutputStream out) throws IOException {
    out.writeInt(message.length + Integer.BYTES);
    out.write(message);
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
