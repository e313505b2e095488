package ai.superit.halo.halo;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.superit.halo.application.connection.HaloUnavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/// Answers that would fill the memory, from a tenant that keeps to HTTP.
class LargeAnswersTest {
  private static final int LIMIT = 1 << 20;
  private static final int UNPACKED = 16 << 20;

  /// Nobody has asked for a packed answer, so that it is no JSON.
  @Test
  void an_answer_that_is_large_only_when_unpacked_is_not_unpacked() throws IOException {
    var packed = packed();
    assertThat(packed.length).isLessThan(LIMIT);

    try (var server = new ScriptedServer(socket -> send(socket, packed))) {
      assertThat(refusal(server).getMessage()).contains("not answered with JSON");
    }
  }

  @Test
  void chunks_without_end_are_cut_off() throws IOException {
    var sent = new AtomicLong();
    try (var server = new ScriptedServer(socket -> sendForEver(socket, sent))) {
      assertThat(refusal(server).getMessage()).contains("more than " + LIMIT + " bytes");
    }
    assertThat(sent.get()).isLessThan(UNPACKED);
  }

  private static HaloUnavailable refusal(ScriptedServer server) {
    var config =
        new HaloConfig(
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            LIMIT,
            SimulatedTenant.LOOPBACK,
            SimulatedTenant.quick().retries());
    try (var http = new HaloHttp(config)) {
      var call = Call.get("GET /Tickets", URI.create(server.url() + "/api/Tickets"));
      return catchThrowableOfType(HaloUnavailable.class, () -> http.send(call).checked().json());
    }
  }

  private static byte[] packed() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write("{\"tickets\":[".getBytes(US_ASCII));
      for (var written = 0; written < UNPACKED; written += LIMIT) {
        gzip.write(" ".repeat(LIMIT).getBytes(US_ASCII));
      }
      gzip.write("]}".getBytes(US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void send(Socket socket, byte[] packed) throws IOException {
    ScriptedServer.write(
        socket,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
            + "Content-Length: "
            + packed.length
            + "\r\n\r\n");
    socket.getOutputStream().write(packed);
    socket.getOutputStream().flush();
  }

  private static void sendForEver(Socket socket, AtomicLong sent) throws IOException {
    ScriptedServer.write(
        socket,
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
    var chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
    while (sent.addAndGet(0x1000) < UNPACKED) {
      ScriptedServer.write(socket, chunk);
    }
  }
}
