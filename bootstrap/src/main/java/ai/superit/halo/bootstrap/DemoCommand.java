package ai.superit.halo.bootstrap;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    description = {
      "Runs everything on this machine: PostgreSQL, a simulated HaloPSA tenant that changes about"
          + " one ticket a second, and the service, connected, synced and ready for queries.",
      "Data stay in the folder, and a later start continues with them."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--scale",
      description =
          "multiplies the tenant's 5,000 tickets and all else (default: ${DEFAULT-VALUE})")
  private int scale = 1;

  @Option(names = "--port", description = "port of the service (default: ${DEFAULT-VALUE})")
  private int port = 8080;

  @Option(names = "--fresh", description = "forget what earlier starts left in the folder")
  private boolean fresh;

  @Option(names = "--data", description = "the folder (default: ${DEFAULT-VALUE})")
  private Path data = Path.of(".superit", "demo");

  @Option(
      names = "--ready-file",
      description = "write addresses and tokens to this file as JSON as soon as all is ready")
  private @Nullable Path readyFile;

  private final PrintStream out = System.out;

  @Override
  public Integer call() throws InterruptedException {
    if (scale < 1 || scale > 200) {
      throw new Failures.Refused("--scale must be from 1 to 200");
    }
    if (port < 1 || port > 65_535) {
      throw new Failures.Refused("--port must be from 1 to 65535");
    }
    var folder = new DemoFolder(data);
    try (var _ = lock(folder)) {
      if (fresh) {
        folder.clear();
      }
      Logging.toFile(folder.log("service"));
      forgetReadiness();
      run();
    }
    return 0;
  }

  /// What the arguments come to.
  Demo.Options options() {
    var root = new DemoFolder(data).root();
    return new Demo.Options(root, scale, port, Demo.Limit.USUAL, 1, Map.of());
  }

  /// Whoever waits for the file must not take that of an earlier demo for this one's.
  private void forgetReadiness() {
    if (readyFile == null) {
      return;
    }
    try {
      Files.deleteIfExists(readyFile);
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot remove " + readyFile, failed);
    }
  }

  private static FolderLock lock(DemoFolder folder) {
    return FolderLock.take(folder.root())
        .orElseThrow(() ->
            new Failures.Refused(
                "a demo is already running on "
                    + folder.root()
                    + "; stop it first, or give another folder with --data and another"
                    + " port with --port"));
  }

  /// The shutdown hook waits until everything is closed: the JVM would end under it otherwise and
  /// leave PostgreSQL behind.
  private void run() throws InterruptedException {
    var stop = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    var main = Thread.currentThread();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              stop.countDown();
              main.interrupt();
              awaitQuietly(closed);
            }));
    try (var demo = Demo.start(options(), out)) {
      var report = DemoReport.of(demo);
      report.print(out);
      if (readyFile != null) {
        report.write(readyFile);
      }
      stop.await();
    } catch (InterruptedException stopped) {
      if (stop.getCount() > 0) {
        throw stopped;
      }
    } finally {
      closed.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
