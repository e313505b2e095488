package ai.superit.halo.bootstrap;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The command line.
@Command(
    name = "superit",
    description = "Mirrors HaloPSA tenants, routes their tickets and answers GraphQL.",
    mixinStandardHelpOptions = true,
    version = "Super IT Halo 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      SimulateCommand.class,
      TokenCommand.class,
      MigrateCommand.class,
      AuditCommand.class
    },
    footer = {"", "superit bench runs the benchmarks. superit COMMAND --help explains a command."})
public final class Superit implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Superit.class);

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Superit())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Superit::explain)
        .setExecutionExceptionHandler((failure, command, _) -> fail(failure, command));
  }

  private static int fail(Exception failure, CommandLine command) {
    if (!Failures.isExplained(failure)) {
      LOG.error("command failed name={}", command.getCommandName(), failure);
    }
    command.getErr().println("superit: " + Failures.explain(failure));
    return 1;
  }

  @Override
  public void run() {
    var command = requireNonNull(spec).commandLine();
    command.usage(command.getOut());
  }

  private static int explain(ParameterException wrong, String[] arguments) {
    var command = wrong.getCommandLine();
    command.getErr().println("superit: " + wrong.getMessage());
    command.getErr().println("Try ./" + command.getCommandSpec().qualifiedName() + " --help.");
    return 2;
  }
}
