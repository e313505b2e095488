package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Answers with the bytes it was told, one answer a request, and remembers the requests: a tenant
/// on a bad day. Requests for tokens are answered by themselves, unless there is one answer to all.
final class ScriptedServer implements AutoCloseable {
  final List<String> requests = new CopyOnWriteArrayList<>();
  final List<String> tokenRequests = new CopyOnWriteArrayList<>();
  private final Queue<Answering> answers = new ArrayDeque<>();
  private final ServerSocket listener;
  private final Optional<Answering> always;

  interface Answering {
    void answer(Socket socket) throws IOException;
  }

  ScriptedServer() throws IOException {
    this(Optional.empty());
  }

  /// @param always what each request is answered with
  ScriptedServer(Answering always) throws IOException {
    this(Optional.of(always));
  }

  private ScriptedServer(Optional<Answering> always) throws IOException {
    this.always = always;
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::listen);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  ScriptedServer then(String status, String headers, String body) {
    return then(socket -> write(socket, response(status, headers, body)));
  }

  ScriptedServer thenJson(String body) {
    return then("200 OK", "", body);
  }

  ScriptedServer then(Answering answering) {
    synchronized (answers) {
      answers.add(answering);
    }
    return this;
  }

  static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(UTF_8));
    socket.getOutputStream().flush();
  }

  static String response(String status, String headers, String body) {
    return "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
        .formatted(status, headers, body.getBytes(UTF_8).length, body);
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

  private void serve(Socket socket) {
    try (socket;
        var in = new BufferedInputStream(socket.getInputStream())) {
      for (var request = read(in); !request.isEmpty(); request = read(in)) {
        answer(socket, request);
      }
    } catch (IOException gone) {
      // The client has seen enough.
    }
  }

  private void answer(Socket socket, String request) throws IOException {
    if (always.isPresent()) {
      requests.add(request);
      always.get().answer(socket);
      return;
    }
    if (request.contains("/token")) {
      tokenRequests.add(request);
      var token =
          "{\"access_token\":\"token-%d\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
              .formatted(tokenRequests.size());
      write(socket, response("200 OK", "", token));
      return;
    }
    requests.add(request);
    next().answer(socket);
  }

  private Answering next() {
    synchronized (answers) {
      var next = answers.poll();
      return next == null ? Socket::close : next;
    }
  }

  private static String read(InputStream in) throws IOException {
    var request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      var next = in.read();
      if (next < 0) {
        return "";
      }
      request.append((char) next);
    }
    var length =
        request
            .toString()
            .lines()
            .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .sum();
    return request + new String(in.readNBytes(length), ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
