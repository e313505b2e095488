package ai.superit.halo.application;

import java.util.function.Supplier;

/// What has to be told to the store even by work that was broken off: an interrupted thread neither
/// waits for a connection nor, being virtual, reads from a socket.
public final class Uninterrupted {
  private Uninterrupted() {}

  /// Does the work as if nobody had interrupted the thread, which counts as interrupted again
  /// afterwards.
  ///
  /// @param work done once more if it fails and the thread was interrupted meanwhile
  public static <T> T call(Supplier<T> work) {
    var interrupted = Thread.interrupted();
    try {
      return work.get();
    } catch (RuntimeException failure) {
      if (!Thread.interrupted()) {
        throw failure;
      }
      interrupted = true;
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// As [#call].
  public static void run(Runnable work) {
    var _ =
        call(() -> {
          work.run();
          return true;
        });
  }
}
