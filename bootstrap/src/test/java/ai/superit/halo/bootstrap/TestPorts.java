package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/// Ports for what a test starts late, or stops and starts again. A user of this machine gets a port
/// once until all others were given, whichever process asks, so that no other test begins to listen
/// there meanwhile.
final class TestPorts {
  private static final int FIRST = 20_000;
  private static final int COUNT = FreePort.FIRST - FIRST;
  private static final Path LAST_GIVEN =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "superit-test-port-" + System.getProperty("user.name"));

  private TestPorts() {}

  /// The lock of a file is one of the whole process, which may not take it twice.
  static synchronized int next() {
    try (var file =
            FileChannel.open(
                LAST_GIVEN,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        var _ = file.lock()) {
      var port = after(last(file));
      file.write(ByteBuffer.allocate(Integer.BYTES).putInt(port).flip(), 0);
      return port;
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot note the port in " + LAST_GIVEN, failed);
    }
  }

  private static int last(FileChannel file) throws IOException {
    var number = ByteBuffer.allocate(Integer.BYTES);
    return file.read(number, 0) == Integer.BYTES
        ? number.getInt(0)
        : ThreadLocalRandom.current().nextInt(FIRST, FIRST + COUNT);
  }

  private static int after(int last) {
    var port = last;
    do {
      port = FIRST + Math.floorMod(port + 1 - FIRST, COUNT);
    } while (!FreePort.isFree(port));
    return port;
  }
}
