package ai.superit.halo.application.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// Reads several records at a time, but not more than one tenant is to be asked for at once.
final class SideBySideReads {
  private static final int AT_ONCE = 4;

  private SideBySideReads() {}

  /// @param reading what it throws is thrown when all have ended
  /// @return what became of each, in their order
  static <T, R> List<R> of(List<T> records, Function<T, R> reading) {
    var slots = new Semaphore(AT_ONCE);
    var results = new ArrayList<Future<R>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var item : records) {
        slots.acquireUninterruptibly();
        results.add(
            threads.submit(() -> {
              try {
                return reading.apply(item);
              } finally {
                slots.release();
              }
            }));
      }
    }
    return results.stream().map(PageReader::result).toList();
  }
}
