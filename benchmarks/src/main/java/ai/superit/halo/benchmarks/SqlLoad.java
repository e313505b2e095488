package ai.superit.halo.benchmarks;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Repeats a statement on several database connections at once, each on a thread of its own.
final class SqlLoad {
  /// A connection with its prepared statement.
  interface Worker extends AutoCloseable {
    void once() throws SQLException;

    @Override
    void close() throws SQLException;
  }

  private SqlLoad() {}

  static Figures run(int connections, Duration warmUp, Duration counted, Callable<Worker> open) {
    var span = new Samples(warmUp, counted);
    var workers = new ArrayList<Future<Samples>>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      for (int i = 0; i < connections; i++) {
        workers.add(threads.submit(() -> repeat(open, span.apart())));
      }
    }
    return Samples.figures(workers.stream().map(SqlLoad::samplesOf).toList());
  }

  private static Samples repeat(Callable<Worker> open, Samples samples) throws Exception {
    try (var worker = open.call()) {
      while (!samples.isOver()) {
        var started = System.nanoTime();
        worker.once();
        samples.add(started);
      }
    }
    return samples;
  }

  private static Samples samplesOf(Future<Samples> worker) {
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
