package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/// Finds ports for servers that are told theirs. None is reserved: whoever starts a server on one
/// has to see that it was his that began there.
public final class FreePort {
  /// From here on, up to where systems begin to give ports to connections.
  static final int FIRST = 26_000;

  private static final int END = 32_000;

  private FreePort() {}

  /// A port that is free now, and that no system gives to a connection before the server has it.
  public static int any() {
    while (true) {
      var port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (isFree(port)) {
        return port;
      }
      Thread.onSpinWait();
    }
  }

  static boolean isFree(int port) {
    try (var _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
