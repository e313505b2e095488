package ai.superit.halo.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Repeats one piece of work on several connections at once, each on a thread of its own, first to
/// warm up and then counted.
final class Load {
  private static final int MAX_SAMPLES = 2_000_000;

  /// Opens a connection; called once for each worker.
  interface Worker extends AutoCloseable {
    void once() throws Exception;

    @Override
    default void close() throws IOException, SQLException {}
  }

  /// What was counted.
  record Figures(double perSecond, Duration median, Duration p99) {
    @Override
    public String toString() {
      return "%,9.0f/s  median %6.2f ms  p99 %7.2f ms"
          .formatted(perSecond, median.toNanos() / 1e6, p99.toNanos() / 1e6);
    }
  }

  private Load() {}

  static Figures run(int connections, Duration warmUp, Duration counted, Callable<Worker> open)
      throws Exception {
    var begin = System.nanoTime() + warmUp.toNanos();
    var end = begin + counted.toNanos();
    var workers = new ArrayList<Future<long[]>>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (int i = 0; i < connections; i++) {
        workers.add(threads.submit(() -> samples(open, begin, end)));
      }
    }
    var all =
        workers.stream().map(Load::samplesOf).flatMapToLong(Arrays::stream).sorted().toArray();
    if (all.length == 0) {
      throw new IllegalStateException("not one call was finished in time");
    }
    return new Figures(
        all.length / (counted.toNanos() / 1e9),
        Duration.ofNanos(all[all.length / 2]),
        Duration.ofNanos(all[(int) (all.length * 0.99)]));
  }

  private static long[] samples(Callable<Worker> open, long begin, long end) throws Exception {
    var samples = new long[1024];
    var count = 0;
    try (var worker = open.call()) {
      for (var start = System.nanoTime(); start < end; start = System.nanoTime()) {
        worker.once();
        var now = System.nanoTime();
        if (start >= begin && now <= end && count < MAX_SAMPLES) {
          if (count == samples.length) {
            samples = Arrays.copyOf(samples, count * 2);
          }
          samples[count++] = now - start;
        }
      }
    }
    return Arrays.copyOf(samples, count);
  }

  private static long[] samplesOf(Future<long[]> worker) {
    try {
      return worker.get();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    } catch (ExecutionException failed) {
      throw new IllegalStateException("a worker failed", failed.getCause());
    }
  }
}
