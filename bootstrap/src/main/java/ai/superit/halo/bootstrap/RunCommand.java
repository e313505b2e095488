package ai.superit.halo.bootstrap;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    description = {
      "Runs the service on an external PostgreSQL.",
      "Configuration comes from a file and from environment variables, which win;"
          + " docs/configuration.md lists the keys."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Option(names = "--config", description = "YAML file; without it only the environment counts")
  private @Nullable Path config;

  @Override
  public Integer call() throws InterruptedException {
    var settings = Settings.read(source(config));
    Logging.toConsole();
    var stop = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              stop.countDown();
              try {
                closed.await();
              } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
              }
            }));
    try (var _ = Service.start(settings)) {
      stop.await();
    } finally {
      closed.countDown();
    }
    return 0;
  }

  static SettingsSource source(@Nullable Path config) {
    return config == null
        ? SettingsSource.of(System.getenv())
        : SettingsSource.of(config, System.getenv());
  }
}
