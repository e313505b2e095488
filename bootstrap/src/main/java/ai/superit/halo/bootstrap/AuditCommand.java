package ai.superit.halo.bootstrap;

import static java.util.Objects.requireNonNull;

import ai.superit.halo.persistence.AuditMark;
import ai.superit.halo.persistence.AuditVerdict;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = "Looks after the audit log.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true)
final class AuditCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private CommandLine command() {
    return requireNonNull(spec).commandLine();
  }

  @Override
  public void run() {
    CommandLine.usage(this, System.out);
  }

  @Command(
      name = "verify",
      description = {
        "Checks that the audit log is as it was written, and names the first entry that is not.",
        "Prints the number and the hash of the last entry. Keep them where nobody can change them"
            + " together with the database: whoever may do everything there could also write the"
            + " whole log anew, and only --kept finds that."
      },
      exitCodeListHeading = "Ends with:%n",
      exitCodeList = {"0:the log is whole", "1:it is not, or could not be read"},
      mixinStandardHelpOptions = true)
  int verify(
      @Option(names = "--config", description = "YAML file; without it only the environment counts")
          @Nullable Path config,
      @Option(names = "--kept", paramLabel = "NUMBER:HASH", description = "what was printed before")
          @Nullable String kept) {
    Logging.toConsole();
    var mark = Optional.ofNullable(kept).map(this::mark);
    var verdict = Service.verifyAudit(Settings.read(RunCommand.source(config)), mark);
    return switch (verdict) {
      case AuditVerdict.Whole(var head) -> {
        command()
            .getOut()
            .println(
                head.map(last -> "The audit log is whole. Keep its last entry: " + last)
                    .orElse("The audit log is empty."));
        yield 0;
      }
      case AuditVerdict.Broken(var number, var flaw) -> {
        command().getErr().println("superit: entry " + number + " of the audit log " + flaw);
        yield 1;
      }
    };
  }

  private AuditMark mark(String text) {
    try {
      return AuditMark.parse(text);
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(command(), "--kept " + wrong.getMessage());
    }
  }
}
