package ai.superit.halo.bootstrap;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "migrate",
    description = {
      "Brings the database to the state that this version needs, and ends.",
      "The service does the same when it starts; this is for those who want to do it apart, with"
          + " another database user."
    },
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Callable<Integer> {
  @Option(names = "--config", description = "YAML file; without it only the environment counts")
  private @Nullable Path config;

  @Override
  public Integer call() {
    Logging.toConsole();
    Service.migrate(Settings.read(RunCommand.source(config)));
    return 0;
  }
}
